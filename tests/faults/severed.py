"""A line to the database that breaks when told to: after so many packets of a conversation, in either direction."""

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from amana.kernel.tenant import Tenant
from amana.storage.engine import Database

PACKET = 65536


class Line:
    """Relays a unix socket to the database's. Once armed, every connection breaks at the same packet."""

    def __init__(self, database_socket: Path) -> None:
        self._database = str(database_socket)
        self._folder = tempfile.TemporaryDirectory(prefix="amana-line-")
        self.folder = self._folder.name
        self._packets_left: int | None = None
        self._word = b""
        self._delivered = False
        self.broken = False
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(Path(self.folder) / database_socket.name))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def break_after(self, packets: int) -> None:
        """Arm: pass ``packets`` more packets on, lose the next, and cut every connection; later ones last."""
        with self._lock:
            self._packets_left, self.broken = packets, False

    def break_at(self, word: bytes, *, delivered: bool) -> None:
        """Arm: lose the packet that says ``word``; or, delivered, the database's answer that says it was done."""
        with self._lock:
            self._word, self._delivered, self.broken = word, delivered, False

    def mend(self) -> None:
        """Disarm."""
        with self._lock:
            self._packets_left, self._word = None, b""

    def close(self) -> None:
        """Cut everything and stop listening."""
        self._listening.close()
        with self._lock:
            self._cut()
        self._folder.cleanup()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            database = socket.socket(socket.AF_UNIX)
            database.connect(self._database)
            with self._lock:
                self._open += [caller, database]
            for source, target, answers in ((caller, database, False), (database, caller, True)):
                threading.Thread(target=self._relay, args=(source, target, answers), daemon=True).start()

    def _relay(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        try:
            while (packet := source.recv(PACKET)) and self._passes(packet, answers):
                target.sendall(packet)
        except OSError:
            pass
        for end in (source, target):
            _shut(end)

    def _passes(self, packet: bytes, answers: bool) -> bool:
        with self._lock:
            if self._word and self._word in packet and answers is self._delivered:
                self._packets_left, self._word = 0, b""
            if self._packets_left is None:
                return True
            self._packets_left -= 1
            passes = self._packets_left >= 0
            if not passes:
                self.broken, self._packets_left = True, None
                self._cut()
            return passes

    def _cut(self) -> None:
        for end in self._open:
            _shut(end)
        self._open.clear()


@contextlib.contextmanager
def line_to(conninfo: str) -> Iterator[Line]:
    """A line to the server of a database."""
    options = parse_qs(urlsplit(conninfo).query)
    line = Line(Path(options["host"][0]) / f".s.PGSQL.{options['port'][0]}")
    try:
        yield line
    finally:
        line.close()


@contextlib.contextmanager
def over(line: Line, tenant: Tenant) -> Iterator[Tenant]:
    """The same tenant, reached over a line that can be cut."""
    straight = urlsplit(tenant.database.conninfo)
    port = parse_qs(straight.query)["port"][0]
    database = Database(straight._replace(query=f"host={line.folder}&port={port}").geturl(), max_size=4)
    try:
        yield Tenant("default", database)
    finally:
        database.close()


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
