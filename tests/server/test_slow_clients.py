"""Clients that take their time, over real sockets: cut off in the end, and nobody else's trouble meanwhile."""

import base64
import select
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.server.processes import Server
from tests.waiting import LIMIT_S

LOGIN = base64.b64encode(b"mifos:password").decode()
HEAD = (
    "POST /mifosng-provider/api/v1/funds HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    f"X-Mifos-Platform-TenantId: default\r\nAuthorization: Basic {LOGIN}\r\nContent-Length: %d\r\n\r\n"
)


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    return start_server(AMANA_HEAD_LIMIT_S="1.5", AMANA_BODY_LIMIT_S="3", AMANA_KEEP_ALIVE_S="2")


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.url)
    assert address.hostname is not None
    return socket.create_connection((address.hostname, address.port), timeout=LIMIT_S)


def all_of_it(open_socket: socket.socket) -> bytes:
    """Everything until the server closes."""
    got = b""
    try:
        while chunk := open_socket.recv(65536):
            got += chunk
    except ConnectionResetError:
        pass
    return got


def test_a_head_that_does_not_come_is_not_waited_for(server: Server) -> None:
    for said in (b"", b"GET /health/live HTTP/1.1\r\nHost:"):
        began = time.monotonic()
        with connect(server) as slow:
            slow.sendall(said)
            assert all_of_it(slow) == b""
            assert time.monotonic() - began > 1


def test_dribbling_a_head_gains_no_time(server: Server) -> None:
    with connect(server) as slow, pytest.raises(OSError, match=r"reset|[Pp]ipe"):
        for byte in b"GET /health/live HTTP/1.1\r\nHost: " + b"x" * 600:
            slow.sendall(bytes([byte]))
            time.sleep(0.1)


def test_a_second_request_s_head_is_not_waited_for_either(server: Server) -> None:
    with connect(server) as slow:
        slow.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"alive" in slow.recv(65536)
        slow.sendall(b"GET /health")
        assert all_of_it(slow) == b""


def test_a_body_that_does_not_come_is_answered_with_408(server: Server) -> None:
    with connect(server) as slow:
        slow.sendall((HEAD % 1000).encode() + b'{"name"')
        answer = all_of_it(slow)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"error.msg.request.timeout" in answer


def test_a_dribbled_body_too(server: Server) -> None:
    with connect(server) as slow:
        began = time.monotonic()
        slow.sendall((HEAD % 1000).encode())
        answer = b""
        slow.settimeout(0.2)
        while not answer and time.monotonic() - began < LIMIT_S:
            slow.sendall(b" ")
            try:
                answer = slow.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_body_that_keeps_coming_is_waited_for(server: Server) -> None:
    body = b'{"name": "Slow"' + b" " * 9000 + b"}"
    with connect(server) as slow:
        slow.sendall((HEAD % len(body)).encode())
        for start in range(0, len(body), 750):
            slow.sendall(body[start : start + 750])
            time.sleep(0.3)
        assert slow.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_many_slow_clients_keep_nobody_waiting(start_server: Callable[..., Server]) -> None:
    server = start_server(AMANA_BODY_LIMIT_S="600")
    slow = [connect(server) for _ in range(300)]
    for one in slow:
        one.sendall((HEAD % 1000).encode())
    login = {"Authorization": f"Basic {LOGIN}", "X-Mifos-Platform-TenantId": "default"}
    assert server.get("/mifosng-provider/api/v1/offices", headers=login).status_code == 200
    assert not select.select(slow, [], [], 0)[0], "all of them are still waited for"
    for one in slow:
        one.close()
