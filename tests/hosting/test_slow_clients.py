"""An answer that nobody takes is not kept in memory for ever; one that is taken slowly is."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import psutil
import pytest
import uvicorn

from amana.hosting.slow_clients import Config, limit_stalling
from tests.waiting import LIMIT_S, until

SIZE = 30_000_000
STALLED_S = 2.0


async def application(scope: dict, receive: object, send: object) -> None:
    """Answers everything with a large body."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * SIZE})


@pytest.fixture
def port() -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    limit_stalling(listening, STALLED_S)
    config = Config(application, head_limit_s=5, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=(server.serve([listening]),))
    thread.start()
    yield int(listening.getsockname()[1])
    server.should_exit = True
    thread.join(LIMIT_S)


def ask(port: int) -> socket.socket:
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    asking.connect(("127.0.0.1", port))
    asking.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    return asking


def served(port: int) -> int:
    """How many connections the server holds."""
    return sum(
        1
        for one in psutil.Process().net_connections("tcp")
        if one.laddr.port == port and one.status in {"ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2"}
    )


def test_an_answer_nobody_takes_is_dropped(port: int) -> None:
    with ask(port) as asking:
        assert asking.recv(16).startswith(b"HTTP/1.1 200")
        until(lambda: served(port) == 0)


def test_an_answer_taken_slowly_arrives(port: int) -> None:
    got, began = 0, time.monotonic()
    with ask(port) as asking:
        while got < SIZE:
            chunk = asking.recv(1_000_000)
            assert chunk
            got += len(chunk)
            if time.monotonic() - began < 3 * STALLED_S:
                time.sleep(0.02)
    assert time.monotonic() - began > 2 * STALLED_S
