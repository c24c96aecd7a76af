"""The operating-system account the embedded PostgreSQL runs under.

PostgreSQL refuses to run as root. A server started by root therefore hands the database (and only the
database) to an unprivileged account that already exists; started by anybody else, the database runs as that
same user.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amana.storage.embedded_errors import EmbeddedError

PREFERRED_ACCOUNTS = ("amana", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who runs the database: `switch` is true where that is somebody else than ourselves."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen_arguments(self) -> dict[str, Any]:
        """What `subprocess` needs so that the child runs under this account."""
        if not self.switch:
            return {"umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    def own(self, path: Path) -> None:
        """Give a file or folder of ours to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def take_over(self, folder: Path) -> None:
        """Give this account a folder that root put in place, such as a restored backup, with all in it."""
        if self.switch and folder.stat().st_uid == 0:
            for parent, folders, files in os.walk(folder):
                for name in (*folders, *files):
                    self.own(Path(parent) / name)
            self.own(folder)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through `folder`, asked of the system itself, ACLs and all."""
        if not self.switch:
            return os.access(folder, os.X_OK)
        return self._succeeds('[ -d "$1" ] && cd "$1/."', folder)

    def can_run(self, program: Path) -> bool:
        """Whether this account may execute `program`."""
        if not self.switch:
            return os.access(program, os.X_OK)
        return self._succeeds('[ -r "$1" ] && [ -x "$1" ]', program)

    def _succeeds(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", test, "sh", str(path)]
        done = subprocess.run(command, cwd="/", capture_output=True, check=False, **self.popen_arguments())
        return done.returncode == 0


def account_of_folder(folder: Path, otherwise: Account) -> Account:
    """The account that owns an existing cluster, which stays with it whatever accounts are made later."""
    if not otherwise.switch or not folder.exists():
        return otherwise
    owner = folder.stat().st_uid
    if owner in {0, otherwise.uid}:
        return otherwise
    try:
        entry = pwd.getpwuid(owner)
    except KeyError:
        raise EmbeddedError(f"{folder} belongs to user {owner}, who does not exist on this machine") from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)


def current_user_name() -> str:
    """The name by which peer authentication will know this process."""
    return pwd.getpwuid(os.geteuid()).pw_name


def choose_account(wanted: str | None = None) -> Account:
    """The account for the database.

    `wanted` names one explicitly (honoured for root only: nobody else can switch).

    Raises:
        EmbeddedError: as root, when neither `wanted` nor any of the usual accounts exists.
    """
    if os.geteuid() != 0:
        return Account(current_user_name(), os.geteuid(), os.getegid(), switch=False)
    for name in (wanted,) if wanted else PREFERRED_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid, switch=True)
    tried = wanted or ", ".join(PREFERRED_ACCOUNTS)
    raise EmbeddedError(
        f"PostgreSQL does not run as root and no unprivileged account was found (looked for: {tried}). "
        "Create one, for example: useradd --system amana"
    )
