"""The disk is full while posts come in: a clear 503, nothing half done, and all goes on once there is room again."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from amana.storage.embedded import running_address, socket_url
from tests.faults.postings import POSTINGS, two_accounts
from tests.server.processes import Server, run_cli

DISK = "200m"
MIFOS = "/fineract-provider/api/v1"
POSTS_UNTIL_FULL = 400
BACK_WITHIN_S = 60.0
ROOM = 4096
"""What the ballast leaves free: less than any table or log grows by."""


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder on a disk of its own, a small one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = Path(tempfile.mkdtemp(prefix="amana-small-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0711", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


class Ballast:
    """A file that leaves no room beside it."""

    def __init__(self, home: Path) -> None:
        self.file = home / "ballast"

    def fill(self) -> None:
        """Take all the room there is, but for a crumb."""
        with self.file.open("ab") as file, contextlib.suppress(OSError):
            while (free := self._free()) > ROOM:
                os.posix_fallocate(file.fileno(), file.tell(), free - ROOM)
                file.seek(0, os.SEEK_END)

    def drop(self) -> None:
        """Make room again."""
        self.file.unlink()

    def _free(self) -> int:
        disk = os.statvfs(self.file.parent)
        return disk.f_bavail * disk.f_frsize


class Client:
    """Posts journal entries through the Mifos X dialect, and keeps a log of what was acknowledged."""

    def __init__(self, server: Server) -> None:
        headers = {"Fineract-Platform-TenantId": "default"}
        self.http = httpx.Client(
            base_url=server.url + MIFOS, auth=("mifos", "password"), headers=headers, timeout=60
        )
        self.accounts = two_accounts(self._made)
        self.log: dict[str, str | None] = {}

    def _made(self, method: str, path: str, body: Any) -> Any:
        response = self.http.request(method, f"/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, key: str) -> httpx.Response:
        """One entry whose reference is its key."""
        body = {**POSTINGS["mifos"].body(key, *self.accounts), "comments": "x" * 500}
        response = self.http.post("/journalentries", json=body, headers={"Idempotency-Key": key})
        if response.status_code == 200:
            self.log[key] = response.json()["transactionId"]
        else:
            self.log.setdefault(key, None)
            assert response.status_code == 503, response.text
            assert POSTINGS["mifos"].unavailable(response.json())
            assert response.headers["retry-after"].isdigit()
        return response

    def post_until_full(self) -> None:
        """Post until the database has no room."""
        for _ in range(POSTS_UNTIL_FULL):
            if self.post(uuid4().hex).status_code == 503:
                return
        pytest.fail("the disk never filled")

    def resend(self) -> None:
        """Send what was not acknowledged again, until it is."""
        until = time.monotonic() + BACK_WITHIN_S
        for key in [key for key, known in self.log.items() if known is None]:
            while self.post(key).status_code == 503:
                assert time.monotonic() < until, "the server did not come back"
                time.sleep(0.1)


def database(home: Path) -> psycopg.Connection[Any]:
    """The embedded database, as its owner."""
    (folder,) = {found.parent.parent for found in home.rglob("postmaster.pid")}
    address = running_address(folder)
    assert address is not None
    return psycopg.connect(socket_url(address, "postgres"), autocommit=True)


def books(client: Client) -> dict[str, list[str]]:
    """The entries of the ledger, by the client's key."""
    found: dict[str, list[str]] = {}
    for page in range(100):
        lines = client.http.get(f"/journalentries?manualEntriesOnly=true&limit=200&offset={page * 200}")
        rows = lines.json()["pageItems"]
        for row in rows:
            found.setdefault(row["referenceNumber"], []).append(row["transactionId"])
        if len(rows) < 200:
            break
    assert all(len(lines) == 2 for lines in found.values()), "a debit and a credit each"
    return {key: sorted(set(references)) for key, references in found.items()}


def settle(home: Path, client: Client) -> None:
    """All is there once, and nothing else."""
    client.resend()
    assert books(client) == {key: [reference] for key, reference in client.log.items()}
    checked = run_cli(home, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_room_for_tables(home: Path, start_server: Callable[..., Server]) -> None:
    client = Client(start_server())
    ballast = Ballast(home)
    assert client.post(uuid4().hex).status_code == 200
    ballast.fill()
    client.post_until_full()
    assert client.http.get("/offices").status_code == 200, "reading needs no room"
    ballast.drop()
    assert client.post(uuid4().hex).status_code == 200
    settle(home, client)


def test_no_room_for_the_write_ahead_log(home: Path, start_server: Callable[..., Server]) -> None:
    """PostgreSQL itself gives up then; the server stays, says 503, and restarts it once there is room."""
    server = start_server()
    client = Client(server)
    ballast = Ballast(home)
    assert client.post(uuid4().hex).status_code == 200
    ballast.fill()
    with contextlib.suppress(psycopg.OperationalError), database(home) as connection:
        for _ in range(20):
            connection.execute("SELECT pg_logical_emit_message(false, 'fill', repeat('x', 1000000))")
            connection.execute("SELECT pg_switch_wal()")
    for _ in range(3):
        assert client.post(uuid4().hex).status_code == 503
    assert server.get("/health/live").status_code == 200
    assert server.get("/health/ready").status_code == 503
    ballast.drop()
    settle(home, client)
    assert server.process.poll() is None
