"""A golden case as the native API would be asked: the same command or the same query."""

import json
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from amana.dialects.base.entry import command_of, query_of
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Does, Shows
from amana.dialects.native.dialect import PAGING, kebab
from amana.dialects.native.types import codec_of, plain
from amana.kernel.queries import PageRequest
from amana.kernel.unset import UNSET
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World, request_body, target

CASES = [case for case in collect.all_cases() if isinstance(collect.row_of(case), Does | Shows)]


def asked_natively(case: Case, world: World, caller: Caller, **headers: str) -> Reply:
    """The reply of the native API to what a case asks of Mifos X; a write carries the headers."""
    row, request = collect.row_of(case), arrived(case, world)
    if isinstance(row, Does):
        command = command_of(row, request)
        body = plain(given(command))
        return caller.post(f"commands/{kebab(type(command).__name__)}", body, **headers)
    assert isinstance(row, Shows)
    query = query_of(row, request)
    skipped = PAGING if isinstance(getattr(query, "page", None), PageRequest) else frozenset()
    asked = {name: value for name, value in plain_given(query, skipped).items() if value is not None}
    return caller.get(f"queries/{kebab(type(query).__name__)}?{urlencode(asked)}")


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
