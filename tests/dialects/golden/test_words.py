"""Generated from the contract and the rows: every name the contract gives is read, every mandatory field is missed,
``fields=`` and ``pretty`` work on every read.
"""

import json
import re

import pytest

from amana.dialects.base.rows import Does, Odd, Row, Shows
from tests.dialects.golden import collect, exceptions
from tests.dialects.golden.case import Case, World, send, target

needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")
ROWS = [row for row in collect.dialect().declared if row.id in collect.contract()]
EVERYWHERE = frozenset({"fields", "pretty", "template", "associations", "command", "locale", "dateFormat"})
"""Parameters that are read for all operations, or by the shape of the answer."""


def known_fields(row: Row) -> set[str]:
    extra = row.tolerates if isinstance(row, Does | Odd) else frozenset()
    return {field.wire for field in row.known_fields} | set(extra) | collect.dialect().spelling.consumed


def known_parameters(row: Row) -> set[str]:
    names = {name for name, _ in row.route.query} | EVERYWHERE
    if isinstance(row, Shows):
        names |= {field.wire for field in row.filters}
        names |= {parameter["name"] for parameter in (row.listing.parameters() if row.listing else [])}
    if isinstance(row, Odd):
        names |= {field.wire for field in row.filters}
    if isinstance(row, Does):
        names |= {field.wire for field in row.from_query}
    return names


def excused(row: Row) -> set[str]:
    return {name for operation, name, _ in exceptions.UNREAD if operation == row.id}


@needs_contract
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_name_the_contract_gives_is_read(row: Row) -> None:
    operation = collect.contract()[row.id]
    unread: set[str] = set()
    if row.route.method != "GET" and row.route.content is None:
        unread |= {*operation.mandatory, *operation.optional} - known_fields(row) - known_parameters(row)
    asked = {name for name in operation.query if re.fullmatch(r"\w+", name)}
    unread |= asked - known_parameters(row)
    assert unread - excused(row) == set()
    assert excused(row) <= unread, "no longer excused"


WRITES = [
    case for case in collect.all_cases() if isinstance(collect.row_of(case), Does) and case.example == 0
]


@needs_contract
@pytest.mark.parametrize("case", WRITES, ids=lambda case: case.name)
def test_every_mandatory_field_is_missed(case: Case, world: World) -> None:
    """With an empty body, each required field is named, and the contract's mandatory ones are among them."""
    row = collect.row_of(case)
    assert isinstance(row, Does)
    required = {field.wire for field in row.fields if field.required}
    depends = {name for operation, name, _ in exceptions.DEPENDS if operation == row.id}
    assert not depends & required, "no longer depends"
    assert set(collect.contract()[case.id].mandatory) - excused(row) - depends <= required | {
        f.wire for f in row.from_query
    }
    if not required:
        return
    operation, records = collect.contract()[case.id], case.prepare(world)
    reply = world.caller.call(operation.method, target(case, operation, records), {})
    assert reply.status == 400, reply.text.decode()
    blank = {f"validation.msg.{row.resource}.{name}.cannot.be.blank" for name in required}
    assert {error["userMessageGlobalisationCode"] for error in reply.body["errors"]} == blank


READS = [case for case in collect.all_cases() if collect.row_of(case).route.method == "GET" and case.compare]


@needs_contract
@pytest.mark.parametrize("case", READS, ids=lambda case: case.name)
def test_some_properties_only_and_indented(case: Case, world: World) -> None:
    records, operation = case.prepare(world), collect.contract()[case.id]
    whole = send(case, operation, world.caller, records).body
    rows = whole["pageItems"] if isinstance(whole, dict) and "pageItems" in whole else whole
    first = rows[0] if isinstance(rows, list) and rows else rows
    if not isinstance(first, dict) or not first or case.raw is not None:
        return
    name = next(iter(first))
    address = target(case, operation, records)
    reply = world.caller.get(f"{address}{'&' if '?' in address else '?'}fields={name}&pretty=true")
    assert reply.status == 200
    assert b"\n  " in reply.text
    kept = reply.body.get("pageItems", reply.body) if isinstance(reply.body, dict) else reply.body
    for row in kept if isinstance(kept, list) else [kept]:
        assert set(row) <= {name}
    assert json.loads(reply.text)
