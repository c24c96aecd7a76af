"""What an application names besides its terms: charges due in their own way, and pledges."""

from collections.abc import Callable
from typing import Any

import pytest

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.parties.meetings.keep import ScheduleMeetings
from tests.dialects.musoni.world import CONTRACT, World, samples
from tests.loans.world import START
from tests.tenant_fixtures import copied

pytestmark = pytest.mark.skipif(not CONTRACT.is_file(), reason=f"{CONTRACT} is not there")


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Any:
    with copied(database_server, template_database) as tenant:
        yield World(tenant)


def asked(world: World, **more: Any) -> Any:
    return world.caller.post("loans", world.new_loan(**more))


def charges_of(world: World, reply: Any) -> list[dict[str, Any]]:
    assert reply.status == 200, reply.text.decode()
    shown = world.caller.get(f"loans/{reply.body['resourceId']}?associations=charges").body
    return list(shown["charges"])


def fee(world: World, **terms: Any) -> int:
    usual = {"time": ChargeTime.INSTALMENT, "basis": ChargeBasis.FLAT, "amount": 5}
    return world.lender.charge(**{**usual, **terms})


def test_the_documents_charge_and_collateral_but_for_their_numbers(world: World) -> None:
    sample = samples()["loans.create"]["request_example"]
    [charge], [pledge] = sample["charges"], sample["collateral"]
    kind = world.lender.code_value("LoanCollateral", "Cattle")
    del pledge["id"]
    reply = asked(
        world,
        charges=[{**charge, "chargeId": fee(world), "dueDate": "16 November 2015"}],
        collateral=[{**pledge, "type": kind}],
    )
    [shown] = charges_of(world, reply)
    assert (shown["chargeTimeType"]["id"], shown["chargeCalculationType"]["id"]) == (2, 2)
    assert (shown["dueDate"], shown["percentage"], shown["amount"]) == ([2015, 11, 16], 5.5, 550)
    [pledged] = world.caller.get(f"loans/{reply.body['resourceId']}?associations=collateral").body[
        "collateral"
    ]
    assert (pledged["value"], pledged["description"]) == (5.5, pledge["description"])


def test_a_charge_is_as_defined_where_nothing_else_is_said(world: World) -> None:
    [shown] = charges_of(world, asked(world, charges=[{"chargeId": fee(world)}]))
    assert (shown["chargeTimeType"]["id"], shown["chargeCalculationType"]["id"]) == (8, 1)
    assert shown["amount"] == 60


@pytest.mark.parametrize(
    ("definition", "said", "named"),
    [
        ({}, {"chargeCalculationType": 2}, "amount"),
        ({}, {"chargeTimeType": 2, "amount": 5}, "dueDate"),
        ({"penalty": True}, {"chargeTimeType": 1}, "chargeTimeType"),
        ({}, {"chargeTimeType": 12, "chargeCalculationType": 4, "amount": 5}, "chargeCalculationType"),
        ({}, {"chargeTimeType": 9}, None),
        ({}, {"chargeTimeType": 6}, "charges[0].chargeTimeType"),
    ],
)
def test_a_charge_that_cannot_be_so_is_refused(
    world: World, definition: dict[str, Any], said: dict[str, Any], named: str | None
) -> None:
    reply = asked(world, charges=[{"chargeId": fee(world, **definition), **said}])
    assert reply.status in {400, 403}, reply.text.decode()
    if named is not None:
        assert [one["parameterName"] for one in reply.body["errors"]] == [named]


def test_a_member_repays_where_the_group_meets(world: World) -> None:
    rule = "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"
    meetings = world.lender.do(
        ScheduleMeetings(group=world.group, title="Monthly", starts_on=START, recurrence=rule)
    ).id
    of_group = {"loanType": "jlg", "groupId": world.group, "calendarId": meetings}
    first = {"expectedDisbursementDate": "06 January 2015", "syncDisbursementWithMeeting": True}
    made = asked(world, **of_group, **first)
    assert made.status == 200, made.text.decode()
    shown = world.caller.get(f"loans/{made.body['resourceId']}?associations=repaymentSchedule").body
    assert [row["dueDate"] for row in shown["repaymentSchedule"]["periods"][1:3]] == [
        [2015, 2, 3],
        [2015, 3, 3],
    ]
    assert shown["meeting"]["recurrence"] == rule
    refused = asked(world, **of_group, syncDisbursementWithMeeting=True)  # the 1st is a Thursday
    assert [one["parameterName"] for one in refused.body["errors"]] == ["expectedDisbursementDate"]
    refused = asked(world, calendarId=meetings)
    assert [one["parameterName"] for one in refused.body["errors"]] == ["calendarId"]


def test_no_pledge_is_there_before_the_application(world: World) -> None:
    kind = world.lender.code_value("LoanCollateral", "Cattle")
    reply = asked(world, collateral=[{"id": 1, "type": kind, "value": 5}])
    assert reply.status == 400
    assert [one["parameterName"] for one in reply.body["errors"]] == ["collateral"]
