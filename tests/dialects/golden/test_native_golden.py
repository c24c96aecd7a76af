"""Every golden exchange, asked once more through the native API: the same command (as a dry run) or the same query."""

import json
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

import pytest

from amana.dialects.base.entry import command_of, query_of
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Does, Shows
from amana.dialects.native.dialect import PAGING, kebab, native
from amana.dialects.native.types import codec_of, plain
from amana.kernel.queries import PageRequest
from amana.kernel.unset import UNSET
from tests.dialects.caller import Caller
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World, request_body, target

CASES = [case for case in collect.all_cases() if isinstance(collect.row_of(case), Does | Shows)]
needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")


def arrived(case: Case, world: World) -> Request:
    """The request of a case as the row sees it."""
    operation, records = collect.contract()[case.id], case.prepare(world)
    body, media = request_body(case, operation, records)
    path, _, query = target(case, operation, records).partition("?")
    dialect = collect.dialect()
    request = Request(
        method=operation.method,
        path="/" + path,
        query=dict(pair.split("=", 1) for pair in query.split("&") if pair),
        headers={"content-type": media},
        body=body if isinstance(body, bytes) else json.dumps(body or {}).encode(),
        spelled=dialect.spelling,
        lenient=True,
    )
    request.places = dialect.router.find(request.method, request.path, request.query, media)[1]
    return request


def given(value: Any) -> dict[str, Any]:
    """The fields of a command or query that were given, in the native spelling."""
    hints = codec_of(type(value)).fields.by_wire  # type: ignore[attr-defined]
    shown = {}
    for one in fields(value):
        inner = getattr(value, one.name)
        if inner is not UNSET and one.name in hints:
            shown[one.name] = None if inner is None else hints[one.name].codec.write(inner)
    return shown


@needs_contract
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_works_through_the_native_api_too(case: Case, world: World) -> None:
    row, caller = collect.row_of(case), Caller(Caller.of(native(), world.tenant).entry, world.caller.headers)
    request = arrived(case, world)
    if isinstance(row, Does):
        command = command_of(row, request)
        body = json.dumps(plain(given(command))).encode()
        reply = caller.post(f"commands/{kebab(type(command).__name__)}", body, x_dry_run="true")
    else:
        assert isinstance(row, Shows)
        query = query_of(row, request)
        skipped = PAGING if isinstance(getattr(query, "page", None), PageRequest) else frozenset()
        asked = {k: v for k, v in plain_given(query, skipped).items() if v is not None}
        reply = caller.get(f"queries/{kebab(type(query).__name__)}?{urlencode(asked)}")
    assert reply.status == 200, reply.text.decode()


def plain_given(query: Any, skipped: frozenset[str]) -> dict[str, Any]:
    """The parameters of a query string."""
    hints = {row.wire: row for row in codec_of(type(query)).fields.rows if row.wire not in skipped}  # type: ignore[attr-defined]
    found = {}
    for name, row in hints.items():
        value = getattr(query, name)
        if value is None or value is UNSET:
            continue
        written = row.codec.write(value)
        found[name] = ",".join(map(str, written)) if isinstance(written, list) else _text(written)
    return found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
