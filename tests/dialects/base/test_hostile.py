"""Requests made to cost much or to break something: each is refused soon, and with few words."""

import asyncio
import time
from typing import Any

import pytest

from amana.dialects.base.asgi import MAX_PARAMETERS, DialectApp
from amana.dialects.base.faults import MOST_FAULTS_TOLD, BadRequest
from amana.dialects.base.json_in import decode
from amana.dialects.mambu.dialect import mambu
from amana.dialects.mifos.dialect import mifos
from amana.dialects.native.dialect import native
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller

SOON_S = 5.0


def test_the_key_of_a_refused_number_is_not_searched_for_ever() -> None:
    began = time.perf_counter()
    with pytest.raises(BadRequest) as caught:
        decode(b'{"k": "' + b'\\"' * 500_000 + b'", "b": ' + b"9" * 70 + b"}")
    assert time.perf_counter() - began < SOON_S
    assert [fault.name for fault in caught.value.faults] == ["b"]


def test_a_hundred_thousand_faults_are_not_all_told() -> None:
    with pytest.raises(BadRequest) as caught:
        decode(b'["\\u0000"' + b',"\\u0000"' * 100_000 + b"]")
    assert len(caught.value.faults) == MOST_FAULTS_TOLD


def test_a_query_of_too_many_parameters_is_refused(tenant: Tenant) -> None:
    app = DialectApp(Caller.of(mifos(), tenant).entry)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/mifosng-provider/api/v1/offices",
        "headers": [],
        "query_string": b"&".join([b"a=1"] * (MAX_PARAMETERS + 1)),
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 413


@pytest.mark.parametrize("dialect", [mifos, mambu, native])
def test_characters_that_cannot_be_stored_are_a_refusal(dialect: Any, tenant: Tenant) -> None:
    caller = Caller.of(dialect(), tenant)
    for target in (
        "clients?tenantIdentifier=%00",
        "clients?displayName=%00&firstName=%00&orderBy=%00",
        "clients/\x00",
        "queries/fund-list?x=%00",
        "queries/list-client-files?display_name=%00&order_by=%00",
        "codes/\x00",
        "search?query=%00&resource=clients",
        "authentication?username=%00&password=%00",
    ):
        for method in ("GET", "POST", "DELETE"):
            status = caller.call(method, target).status
            assert status < 500 or status == 501, (method, target)
