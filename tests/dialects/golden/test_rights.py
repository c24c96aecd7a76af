"""Generated from the rows, for every operation: anonymous 401, no right 403, another office's record 404."""

import pytest

from amana.dialects.base.rows import Does, Kind, Odd, Row, Shows
from amana.kernel.commands import spec_named
from amana.kernel.queries import all_queries
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World, send
from tests.dialects.golden.users import Users

SCOPED = frozenset(
    {"clientId", "groupId", "centerId", "loanId", "staffId", "officeId", "accountId", "resourceId", "userId"}
)
"""Placeholders that name records of an office."""

ROWS = [row for row in collect.dialect().declared if not row.public]


def filled(row: Row) -> str:
    path = row.route.path
    for name in row.route.placeholders:
        path = path.replace("{" + name + "}", "1")
    query = "&".join(f"{name}={value}" for name, value in row.route.query)
    return f"{path}?{query}" if query else path


def headers(row: Row) -> dict[str, str]:
    media = {"content_type": row.route.content} if row.route.content else {}
    return media | ({"accept": row.route.accept} if row.route.accept else {})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_nobody_in_particular_is_told_to_log_in(row: Row, world: World) -> None:
    body = b"{}" if row.route.method in {"POST", "PUT"} else None
    reply = world.caller.anonymous().call(row.route.method, filled(row), body, **headers(row))
    assert reply.status == 401, reply.text.decode()
    assert reply.body["userMessageGlobalisationCode"] == "error.msg.not.authenticated"


def guarded(row: Row) -> bool:
    """Whether a right is asked for at all (every user may change its own password, read some templates ...)."""
    commands = (row.command,) if isinstance(row, Does) else row.writes if isinstance(row, Odd) else ()
    queries = (row.query,) if isinstance(row, Shows) else row.reads if isinstance(row, Odd) else ()
    rights = {spec.type: spec.permission for spec in all_queries()}
    return any(not spec_named(command.__name__).open_to_all for command in commands) or any(
        rights[query] for query in queries
    )


CASES = [case for case in collect.all_cases() if guarded(collect.row_of(case))]
needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")


@needs_contract
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_without_the_right_it_is_forbidden(case: Case, world: World, users: Users) -> None:
    records = case.prepare(world)
    reply = send(case, collect.contract()[case.id], users.powerless, records)
    assert reply.status == 403, reply.text.decode()
    assert reply.body["userMessageGlobalisationCode"] == "error.msg.not.authorized"


def scoped(case: Case) -> bool:
    first = next(iter(collect.row_of(case).route.placeholders), "")
    return first in SCOPED


@needs_contract
@pytest.mark.parametrize(
    "case", [case for case in collect.all_cases() if scoped(case)], ids=lambda case: case.name
)
def test_records_of_another_office_do_not_exist(case: Case, world: World, users: Users) -> None:
    records = case.prepare(world)
    reply = send(case, collect.contract()[case.id], users.elsewhere, records)
    assert reply.status == 404, reply.text.decode()


def test_every_declared_row_says_what_it_asks_for() -> None:
    silent = [
        row.id
        for row in ROWS
        if row.kind is Kind.ODD and isinstance(row, Odd) and not (row.reads or row.writes)
    ]
    assert not silent, f"oddities have to name the commands and queries they use: {silent}"
