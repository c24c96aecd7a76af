"""Every golden exchange, asked once more through the native API: the same command (as a dry run) or the same query."""

import pytest

from amana.dialects.native.dialect import native
from tests.dialects.caller import Caller
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World
from tests.dialects.golden.natively import CASES, asked_natively
from tests.dialects.golden.test_rights import scoped
from tests.dialects.golden.users import Users

needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")


@needs_contract
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_works_through_the_native_api_too(case: Case, world: World) -> None:
    caller = Caller(Caller.of(native(), world.tenant).entry, world.caller.headers)
    reply = asked_natively(case, world, caller, x_dry_run="true")
    assert reply.status == 200, reply.text.decode()


@needs_contract
@pytest.mark.parametrize("case", [case for case in CASES if scoped(case)], ids=lambda case: case.name)
def test_records_of_another_office_do_not_exist(case: Case, world: World, users: Users) -> None:
    caller = Caller(Caller.of(native(), world.tenant).entry, users.elsewhere.headers)
    reply = asked_natively(case, world, caller, x_dry_run="true")
    assert reply.status == 404, reply.text.decode()
