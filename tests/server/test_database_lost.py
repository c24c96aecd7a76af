"""The database killed under the running server: a clear 503 meanwhile, and service again afterwards."""

import contextlib
import signal
from collections.abc import Callable

import psutil

from tests.server.processes import Server
from tests.server.test_serving import LOGIN, MIFOS
from tests.waiting import until


def test_postgresql_killed_and_back(start_server: Callable[..., Server]) -> None:
    server = start_server()
    assert server.get(f"{MIFOS}/offices", **LOGIN).status_code == 200
    killed = server.database()[0]
    killed.send_signal(signal.SIGKILL)
    seen = set()

    def back() -> bool:
        seen.add(server.get(f"{MIFOS}/offices", **LOGIN).status_code)
        gone = killed.pid not in {process.pid for process in server.tree()}
        return gone and server.get("/health/ready").status_code == 200

    until(back)
    assert seen <= {200, 503}
    assert server.get(f"{MIFOS}/offices", **LOGIN).status_code == 200
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
    until(lambda: server.get("/health/ready").status_code == 200)
