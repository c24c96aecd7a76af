"""The database killed under the running server: a clear 503 meanwhile, and service again afterwards."""

import contextlib
import signal
import time
from collections.abc import Callable

import psutil

from tests.server.processes import Server
from tests.server.test_serving import LOGIN, MIFOS


def test_postgresql_killed_and_back(start_server: Callable[..., Server]) -> None:
    server = start_server()
    assert server.get(f"{MIFOS}/offices", **LOGIN).status_code in {200, 501}
    killed = server.database()[0]
    killed.send_signal(signal.SIGKILL)
    seen = set()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        seen.add(server.get(f"{MIFOS}/offices", **LOGIN).status_code)
        if killed.pid not in {process.pid for process in server.tree()}:
            ready = server.get("/health/ready").status_code
            if ready == 200:
                break
    assert seen <= {200, 501, 503}
    assert server.get(f"{MIFOS}/offices", **LOGIN).status_code in {200, 501}
    assert server.database()[0].pid != killed.pid


def test_not_ready_while_the_database_does_not_answer(start_server: Callable[..., Server]) -> None:
    server = start_server()
    stopped = server.database()
    for process in stopped:
        with contextlib.suppress(psutil.NoSuchProcess):  # a passing process of the database
            process.suspend()
    try:
        answer = server.get("/health/ready")
        assert answer.status_code == 503
        assert server.get("/health/live").status_code == 200
    finally:
        for process in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
    assert server.get("/health/ready").status_code == 200
