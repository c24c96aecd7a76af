"""The PostgreSQL the server brings along: started with it, stopped with it, kept alive meanwhile.

    with EmbeddedPostgres(Path("~/.local/share/amana/postgres").expanduser()) as database:
        psycopg.connect(database.dsn("default"))

One process owns a data folder at a time. The owner starts PostgreSQL (or adopts the one a killed owner left),
restarts it should it die, and stops it at the end; if the owner itself is killed, a small watcher stops it.
"""

import logging
import os
import threading
import weakref
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from amana.storage.embedded_account import Account, account_of_folder, choose_account
from amana.storage.embedded_area import Area, FolderLock, locate_area
from amana.storage.embedded_binaries import Binaries, reachable_binaries
from amana.storage.embedded_config import (
    LOOPBACK,
    SUPERUSER,
    ServerOptions,
    initdb_arguments,
    server_port,
    write_configuration,
)
from amana.storage.embedded_errors import EmbeddedError, StartFailed
from amana.storage.embedded_process import (
    STOP_LIMIT_S,
    PidFile,
    ServerProcess,
    initialise_cluster,
    running_server,
)

logger = logging.getLogger(__name__)

RESTART_PAUSES_S = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)


class EmbeddedPostgres:
    """PostgreSQL in a data folder, owned by this process while started.

    data_dir: our own folder; made where missing. start_limit_s: how long a start may take, crash recovery
    included.
    """

    def __init__(
        self,
        data_dir: Path,
        options: ServerOptions | None = None,
        *,
        account: str | None = None,
        start_limit_s: float = 600.0,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.options = options or ServerOptions()
        self._wanted_account = account
        self._start_limit_s = start_limit_s
        self._lock: FolderLock | None = None
        self._area: Area | None = None
        self._server: ServerProcess | None = None
        self._address: PidFile | None = None
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None

    def start(self) -> str:
        """Start (or adopt) the server and return the address of its maintenance database.

        Raises:
            DataFolderInUse: when another process serves this folder.
            StartFailed: when PostgreSQL does not come up; the message has its log.
        """
        if self._server is not None:
            return self.dsn()
        account = choose_account(self._wanted_account)
        area = locate_area(self.data_dir, account)
        account = account_of_folder(area.pgdata, account)
        area = replace(area, account=account)
        lock = FolderLock(self.data_dir / "owner.lock").acquire()
        try:
            binaries = reachable_binaries(account, area.binaries)
            _wait_for_earlier_watcher(area)
            server = self._adopt(area) or self._launch(area, binaries)
        except BaseException:
            lock.release()
            raise
        self._area, self._lock, self._server = area, lock, server
        self._stopping.clear()
        self._keeper = threading.Thread(
            target=self._keep_alive, args=(binaries,), name="embedded-postgres", daemon=True
        )
        self._keeper.start()
        _close_in_forked_children(self)
        return self.dsn()

    def stop(self) -> None:
        """Stop the server and give the data folder free; harmless when not started."""
        self._stopping.set()
        if self._server is not None:
            self._server.stop()
        if self._keeper is not None:
            self._keeper.join()
        if self._lock is not None:
            self._lock.release()
        self._server = self._lock = self._keeper = self._address = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def dsn(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """The URL of one database over the unix socket, for psycopg and every PostgreSQL program.

        Raises:
            EmbeddedError: when not started.
        """
        if self._address is None:
            raise EmbeddedError("The embedded PostgreSQL is not started")
        return socket_url(self._address, database, user)

    @property
    def pid(self) -> int:
        """The process id of the running PostgreSQL."""
        if self._server is None:
            raise EmbeddedError("The embedded PostgreSQL is not started")
        return self._server.pid

    def _adopt(self, area: Area) -> ServerProcess | None:
        process = running_server(area.pgdata)
        if process is None:
            return None
        server = ServerProcess(area, process)
        try:
            self._address = server.wait_until_ready(self._start_limit_s)
        except StartFailed:
            if server.is_alive():
                raise
            return None  # it was on its way down
        if not self._listens_as_asked(self._address):
            server.stop()
            return None
        logger.info("adopted PostgreSQL (process %d) that an earlier server left running", process.pid)
        server.watch()
        return server

    def _listens_as_asked(self, address: PidFile) -> bool:
        listen = LOOPBACK if self.options.tcp_port else ""
        return (address.port, address.listen_address) == (server_port(self.options), listen)

    def _launch(self, area: Area, binaries: Binaries) -> ServerProcess:
        initialise_cluster(area, binaries, initdb_arguments(self.options))
        write_configuration(area, self.options, area.socket_folder())
        server = ServerProcess.launch(area, binaries)
        try:
            server.watch()
            self._address = server.wait_until_ready(self._start_limit_s)
        except BaseException:
            server.stop()
            raise
        return server

    def _keep_alive(self, binaries: Binaries) -> None:
        """Restart PostgreSQL whenever it ends without being asked to (killed, out of memory, crashed)."""
        while not self._stopping.is_set():
            server, area = self._server, self._area
            if server is None or area is None or not server.wait(1.0):
                continue
            if self._stopping.is_set():
                return
            logger.error("PostgreSQL (process %d) ended unexpectedly; restarting it", server.pid)
            server.unwatch()
            self._restart(area, binaries)

    def _restart(self, area: Area, binaries: Binaries) -> None:
        attempt = 0
        while not self._stopping.is_set():
            try:
                self._server = self._launch(area, binaries)
            except (EmbeddedError, OSError) as error:
                # The killed server's children may hold its shared memory for a moment; a full disk may be
                # emptied.
                pause_s = RESTART_PAUSES_S[min(attempt, len(RESTART_PAUSES_S) - 1)]
                logger.warning("PostgreSQL did not restart, trying again in %.2f s: %s", pause_s, error)
                self._stopping.wait(pause_s)
                attempt += 1
            else:
                logger.warning("PostgreSQL is back (process %d)", self._server.pid)
                return

    def forget_in_fork(self) -> None:
        """In a forked child: let go of what marks the owner, without touching the server."""
        if self._server is not None:
            self._server.abandon_in_fork()
        if self._lock is not None:
            self._lock.release()


def socket_url(address: PidFile, database: str, user: str = SUPERUSER) -> str:
    """The URL of a database behind a unix socket."""
    host = quote(address.socket_folder, safe="")
    return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?host={host}&port={address.port}"


def running_address(data_dir: Path, account: Account | None = None) -> PidFile | None:
    """Where the embedded server of this data folder answers, for other programs of the same user; None when
    down.
    """
    if not data_dir.exists():
        return None
    area = locate_area(data_dir.absolute(), account or choose_account())
    if running_server(area.pgdata) is None:
        return None
    address = PidFile.read(area.pgdata)
    return address if address is not None and address.status == "ready" else None


def _wait_for_earlier_watcher(area: Area) -> None:
    """A watcher whose owner was killed is shutting PostgreSQL down: let it finish, so that nothing dies under
    us.
    """
    FolderLock(area.folder / "watch.lock").acquire(wait_s=2 * STOP_LIMIT_S).release()


def _close_in_forked_children(owner: EmbeddedPostgres) -> None:
    reference = weakref.ref(owner)

    def forget() -> None:
        alive = reference()
        if alive is not None:
            alive.forget_in_fork()

    os.register_at_fork(after_in_child=forget)
