"""The folders of the embedded PostgreSQL: where they lie, who owns them, which of them are locked.

<data folder>/            ours; named by the caller
    owner.lock            held (flock) by the serving process while it lives
    location              only where the files had to go elsewhere: that folder's path
<area>/                   the data folder itself, or the folder `location` names
    pgdata/               the PostgreSQL cluster
    postgresql.conf       written at every start; `custom.conf` beside it is for the operator
    pg_hba.conf, pg_ident.conf, postgres.log, watch.lock, socket/
    binaries/             only where the wheel's programs cannot be reached by the database's account
"""

import fcntl
import os
import secrets
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from amana.storage.embedded_account import Account
from amana.storage.embedded_errors import DataFolderInUse, EmbeddedError

SYSTEM_AREA = Path("/var/lib/amana")
# sun_path holds 108 bytes with the closing zero; macOS has 104. The socket's own name takes up to 15.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.65535")


@dataclass(frozen=True)
class Area:
    """The folder that holds the cluster, and what lies in it."""

    folder: Path
    account: Account

    @property
    def pgdata(self) -> Path:
        """The PostgreSQL cluster."""
        return self.folder / "pgdata"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.folder / "postgres.log"

    @property
    def binaries(self) -> Path:
        """Copies of the programs, where they are needed."""
        return self.folder / "binaries"

    def prepare(self) -> None:
        """Make the area with the narrowest modes that work: passable for the account, listable for nobody
        else.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711 if self.account.switch else 0o700)

    def make_owned_folder(self, path: Path) -> Path:
        """A folder of the area that belongs to the account alone."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.account.own(path)
        return path

    def socket_folder(self) -> Path:
        """Where the unix socket goes: in the area, or in a private temporary folder where that path is too
        long.
        """
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return self.make_owned_folder(inside)
        note = self.folder / "socket-folder"
        if note.exists():
            remembered = Path(note.read_text(encoding="utf-8").strip())
            if _is_private_folder_of(self.account, remembered):
                return remembered
        made = Path(tempfile.mkdtemp(prefix="amana-", dir="/tmp"))
        self.account.own(made)
        note.write_text(f"{made}\n", encoding="utf-8")
        return made


def _is_private_folder_of(account: Account, folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077


def locate_area(data_dir: Path, account: Account) -> Area:
    """The area of a data folder: the folder itself wherever the database's account can get there.

    Where it cannot (root's home, a private temporary folder), the files go to a folder of their own below
    `/var/lib/amana`, and the data folder remembers which: nobody else's folder is opened for it.

    Raises:
        EmbeddedError: when the remembered folder is gone.
    """
    note = data_dir / "location"
    if note.exists():
        elsewhere = Path(note.read_text(encoding="utf-8").strip())
        if not elsewhere.is_dir():
            raise EmbeddedError(f"{note} says the database is in {elsewhere}, which does not exist")
        return Area(elsewhere, account)
    here = Area(data_dir, account)
    here.prepare()
    if account.can_enter(data_dir):
        return here
    there = Area(SYSTEM_AREA / secrets.token_hex(8), account)
    if not SYSTEM_AREA.exists():
        SYSTEM_AREA.mkdir(parents=True)
        SYSTEM_AREA.chmod(0o755)
    there.prepare()
    (there.folder / "belongs-to").write_text(f"{data_dir}\n", encoding="utf-8")
    note.write_text(f"{there.folder}\n", encoding="utf-8")
    return there


class FolderLock:
    """An exclusive lock on a file, held while its descriptor is open, be it by a child it was passed to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int:
        """The open descriptor, to hand the lock to a child."""
        if self._descriptor is None:
            raise EmbeddedError(f"{self.path} is not locked")
        return self._descriptor

    def acquire(self, wait_s: float = 0.0) -> Self:
        """Take the lock, waiting up to `wait_s` seconds.

        Raises:
            DataFolderInUse: when another process keeps it; the message names that process.
        """
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() < deadline:
                    time.sleep(0.02)
                    continue
                holder = os.read(descriptor, 100).decode("utf-8", "replace").strip() or "unknown"
                os.close(descriptor)
                raise DataFolderInUse(
                    f"The data folder {self.path.parent} is in use by another server (process {holder}). "
                    "Stop that one first, or choose another folder with AMANA_HOME."
                ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
