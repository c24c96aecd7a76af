"""Rows that Fineract has beside the family's have a case, and records of another office are not there for them."""

from collections.abc import Callable, Iterator

import pytest

from amana.dialects.fineract.dialect import fineract
from tests.dialects.caller import Caller
from tests.dialects.fineract.cases import CASES, operation_of, own_rows
from tests.dialects.golden.case import Case, World, send
from tests.dialects.golden.test_rights import SCOPED
from tests.dialects.golden.users import Users, add_users
from tests.tenant_fixtures import copied

Place = tuple[World, Users]
HAVE_A_CASE = 0.90


@pytest.fixture(scope="module")
def place(database_server: Callable[..., str], template_database: str) -> Iterator[Place]:
    with copied(database_server, template_database) as tenant:
        world = World(Caller.of(fineract(), tenant), tenant)
        yield world, add_users(tenant, world.caller)


def test_own_rows_have_a_case() -> None:
    rows = {row.id for row in own_rows()}
    missing = rows - {case.id for case in CASES}
    assert len(missing) <= (1 - HAVE_A_CASE) * len(rows), sorted(missing)


@pytest.mark.parametrize("case", [case for case in CASES if SCOPED & set(case.path)], ids=lambda c: c.name)
def test_records_of_another_office_do_not_exist(case: Case, place: Place) -> None:
    world, users = place
    reply = send(case, operation_of(case), users.elsewhere, case.prepare(world))
    assert reply.status == 404, reply.text.decode()
