"""Whose word is taken for where a caller is."""

from collections.abc import Callable

import pytest

from tests.server.processes import Server

WRONG = ("nobody", "wrong password")
LOGIN = {"X-Mifos-Platform-TenantId": "default", "X-Forwarded-For": "203.0.113.9"}


@pytest.mark.parametrize(
    ("trusted", "seen"), [("", "127.0.0.1"), ("127.0.0.0/8", "203.0.113.9"), ("10.0.0.1", "127.0.0.1")]
)
def test_a_proxy_is_believed_where_it_is_trusted(
    start_server: Callable[..., Server], trusted: str, seen: str
) -> None:
    server = start_server(AMANA_TRUSTED_PROXIES=trusted)
    answer = server.get("/mifosng-provider/api/v1/offices", headers=LOGIN, auth=WRONG)
    assert answer.status_code == 401
    server.stop()
    told = [line for line in server.lines if '"client"' in line]
    assert [f'"client":"{seen}"' in line for line in told] == [True]
