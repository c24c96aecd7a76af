"""Terms that only Musoni's products have, from the product to the schedule of its loans."""

from collections.abc import Callable
from typing import Any

import pytest

from amana.funds.create import CreateFund
from amana.loans.stop_penalties import StopPenalties
from tests.dialects.golden.case import unique
from tests.dialects.musoni.lending import FIRST, ordered, product_body
from tests.dialects.musoni.world import CONTRACT, DAYS, World
from tests.tenant_fixtures import copied

pytestmark = pytest.mark.skipif(not CONTRACT.is_file(), reason=f"{CONTRACT} is not there")
GRACES = ("graceOnPrincipalPayment", "graceOnInterestPayment", "graceOnInterestCharged")
ALL_MAY_CHANGE: dict[str, bool] = {}


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Any:
    with copied(database_server, template_database) as tenant:
        yield World(tenant)


def plain(world: World, **more: Any) -> dict[str, Any]:
    """Twelve months at 1 % a month, nothing special."""
    left_out = {*GRACES, "firstRepaymentOffsetPeriod"}
    body = {name: value for name, value in product_body(world).items() if name not in left_out}
    rate = {"interestRatePerPeriod": 1, "minInterestRatePerPeriod": 0, "installmentAmountInMultiplesOf": 0}
    return {**body, **rate, "allowAttributeOverrides": ALL_MAY_CHANGE, **more}


def loan(world: World, product: int, **more: Any) -> dict[str, Any]:
    body = world.new_loan(**{"productId": product, "principal": 1200, "graceOnInterestCharged": None, **more})
    made = world.made("loans", body)
    shown: dict[str, Any] = world.caller.get(f"loans/{made}?associations=repaymentSchedule").body
    return shown


def due(shown: dict[str, Any]) -> list[tuple[Any, Any]]:
    periods = shown["repaymentSchedule"]["periods"][1:]
    return [(one["principalDue"], one["interestDue"]) for one in periods]


def test_principal_and_interest_with_every_nth_instalment(world: World) -> None:
    product = world.made("loanproducts", plain(world, repayPrincipalEvery=6, repayInterestEvery=3))
    shown = loan(world, product)
    assert (shown["repayPrincipalEvery"], shown["repayInterestEvery"]) == (6, 3)
    rows = due(shown)
    assert [number for number, (principal, _) in enumerate(rows, 1) if principal] == [6, 12]
    assert [number for number, (_, interest) in enumerate(rows, 1) if interest] == [3, 6, 9, 12]
    assert rows[2][1] == 36


def test_the_first_instalment_is_moved_off(world: World) -> None:
    product = world.made("loanproducts", plain(world, firstRepaymentOffsetPeriod=2))
    shown = loan(world, product)
    assert shown["repaymentSchedule"]["periods"][1]["dueDate"] == [2015, 4, 1]
    assert shown["expectedFirstRepaymentOnDate"] == [2015, 4, 1]


@pytest.mark.parametrize(
    ("locked", "asked"),
    [
        ("interestType", {"interestType": 1}),
        ("repaymentEvery", {"repaymentEvery": 2, "loanTermFrequency": 24}),
        ("graceOnPrincipalAndInterestPayment", {"graceOnPrincipalPayment": 2}),
        ("transactionProcessingStrategyId", {"transactionProcessingStrategyId": 5}),
    ],
)
def test_a_loan_may_not_change_what_its_product_keeps(
    world: World, locked: str, asked: dict[str, int]
) -> None:
    product = world.made("loanproducts", plain(world, allowAttributeOverrides={locked: False}))
    body = world.new_loan(productId=product, principal=1200, graceOnInterestCharged=None)
    reply = world.caller.post("loans", {**body, **asked})
    assert reply.status == 400, reply.text
    assert [entry["parameterName"] for entry in reply.body["errors"]] == [next(iter(asked))]
    assert world.caller.post("loans", body).status == 200


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({}, (False, False)),
        ({"allowFlexibleAdvancePayment": True}, (True, False)),
        ({"isInterestRecalculationEnabled": True, "recalculateInterestOnArrears": True}, (True, True)),
        ({"isInterestRecalculationEnabled": True, "recalculateInterestOnArrears": False}, (True, False)),
    ],
)
def test_interest_that_follows_arrears_or_advance_money(
    world: World, sent: dict[str, bool], shown: tuple[bool, bool]
) -> None:
    body = plain(world, allowPartialPeriodInterestCalcualtion=True, **sent)
    body["interestRecalculationCompoundingMethod"] = 0
    found = loan(world, world.made("loanproducts", body))
    assert (found["isInterestRecalculationEnabled"], found["recalculateInterestOnArrears"]) == shown


def test_a_closed_product_takes_no_loans(world: World) -> None:
    product = world.made("loanproducts", plain(world))
    closed = world.caller.post(f"loanproducts/{product}?command=close", {})
    assert closed.body["changes"]["status"]["code"] == "loanProductStatus.closed"
    body = world.new_loan(productId=product, principal=1200, graceOnInterestCharged=None)
    assert world.caller.post("loans", body).status == 403
    again = world.caller.post(f"loanproducts/{product}?command=activate", {})
    assert again.body["changes"]["status"]["active"] is True
    assert world.caller.post("loans", body).status == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("holdGuaranteeFunds", True),
        ("mandatoryGuarantee", 10),
        ("requiresLinkedSavingsAccount", True),
        ("canAutoAllocateOverpayments", True),
        ("mandatorySavingsPercentage", 2.5),
        ("loanIncomeTaxGroupId", 1),
        ("allowAttributeOverrides", {"standingInstruction": True}),
    ],
)
def test_what_needs_savings_taxes_or_guarantees_is_refused_by_name(
    world: World, name: str, value: Any
) -> None:
    reply = world.caller.post("loanproducts", plain(world, **{name: value}))
    assert reply.status == 400
    assert [entry["parameterName"] for entry in reply.body["errors"]] == [name]


def test_stopped_penalties_are_shown(world: World) -> None:
    made = loan(world, world.made("loanproducts", plain(world)))
    assert made["stopApplyingPenalty"] is False
    ordered(world, made["id"], "approve", approvedOnDate=FIRST)
    world.lender.do(StopPenalties(loan=made["id"]))
    assert world.caller.get(f"loans/{made['id']}").body["stopApplyingPenalty"] is True


def test_instalments_are_due_on_a_weekday_of_the_month(world: World) -> None:
    product = world.made("loanproducts", plain(world))
    weekday = {"repaymentFrequencyNthDayType": 2, "repaymentFrequencyDayOfWeekType": 2}
    shown = loan(world, product, **weekday)
    dues = [one["dueDate"] for one in shown["repaymentSchedule"]["periods"][1:4]]
    assert dues == [[2015, 2, 10], [2015, 3, 10], [2015, 4, 14]]
    body = world.new_loan(productId=product, principal=1200, graceOnInterestCharged=None, **weekday)
    calculated = world.caller.post("loans?command=calculateLoanSchedule", body)
    assert calculated.status == 200, calculated.text
    assert [one["dueDate"] for one in calculated.body["periods"][1:4]] == dues
    half = {name: value for name, value in body.items() if name != "repaymentFrequencyDayOfWeekType"}
    refused = world.caller.post("loans", half)
    assert [one["parameterName"] for one in refused.body["errors"]] == ["repaymentFrequencyDayOfWeekType"]
    weekly = {**body, "repaymentFrequencyType": 1, "loanTermFrequencyType": 1}
    assert world.caller.post("loans", weekly).status == 400


def test_a_loan_is_prepaid_with_what_closes_it_and_nothing_else(world: World) -> None:
    made = loan(world, world.made("loanproducts", plain(world)))
    ordered(world, made["id"], "approve", approvedOnDate=FIRST)
    ordered(world, made["id"], "disburse", actualDisbursementDate=FIRST)
    owed = world.caller.get(f"loans/{made['id']}").body["summary"]["totalOutstanding"]
    target = f"loans/{made['id']}/transactions?command=prepayLoan"
    body = {**DAYS, "transactionDate": "02 February 2015"}
    assert world.caller.post(target, {**body, "transactionAmount": 100}).status == 403
    assert world.caller.post(target, {**body, "transactionAmount": owed}).status == 200
    shown = world.caller.get(f"loans/{made['id']}").body
    assert shown["status"]["closedObligationsMet"] is True
    fund = {"fundId": world.lender.do(CreateFund(name=unique("Fund"))).id}
    assert world.caller.post(f"loans/{made['id']}?command=updateFundSource", fund).status == 403


def test_the_money_of_a_running_loan_comes_from_another_fund(world: World) -> None:
    made = loan(world, world.made("loanproducts", plain(world)))
    fund = {"fundId": world.lender.do(CreateFund(name=unique("Fund"))).id}
    target = f"loans/{made['id']}?command=updateFundSource"
    assert world.caller.post(target, fund).body == {"resourceId": made["id"], "changes": fund}
    assert world.caller.get(f"loans/{made['id']}").body["fundId"] == fund["fundId"]
    assert world.caller.post(target, {"fundId": 999999}).status == 400


@pytest.mark.parametrize(
    ("column", "first"),
    [("principal_amount", "small"), ("firstrepaymenton_date", "large"), ("submittedon_date", "small")],
)
def test_loans_are_sorted_by_what_the_document_names(world: World, column: str, first: str) -> None:
    client = world.made("clients", world.new_client())
    early = world.made("loanproducts", plain(world))
    late = world.made("loanproducts", plain(world, firstRepaymentOffsetPeriod=1))
    made = {
        "small": loan(world, late, clientId=client, principal=500)["id"],
        "large": loan(
            world,
            early,
            clientId=client,
            principal=900,
            submittedOnDate="02 January 2015",
            expectedDisbursementDate="02 January 2015",
        )["id"],
    }
    found = [one["id"] for one in world.caller.get(f"loans?orderBy={column}&sortOrder=ASC&limit=2000").body]
    ours = [one for one in found if one in made.values()]
    assert ours[0] == made[first]
    assert len(ours) == 2


AT_ONCE = {"autoDisburse": True, "receiptNumber": "R-7", "checkNumber": 1}


def test_loans_are_paid_out_with_their_application(world: World) -> None:
    kind = world.lender.code_value("PaymentType", "Mobile money")
    product = world.made("loanproducts", plain(world, **AT_ONCE, paymentTypeId=kind))
    made = world.made("loans", world.new_loan(productId=product, principal=1200, graceOnInterestCharged=None))
    shown = world.caller.get(f"loans/{made}?associations=transactions").body
    assert shown["status"]["active"] is True
    [disbursed] = shown["transactions"]
    assert (disbursed["date"], disbursed["paymentDetailData"]["receiptNumber"]) == ([2015, 1, 1], "R-7")


@pytest.mark.parametrize("missing", ["paymentTypeId", "receiptNumber"])
def test_paying_out_at_once_needs_the_papers_of_the_payment(world: World, missing: str) -> None:
    body = {**plain(world, **AT_ONCE), "paymentTypeId": 1}
    del body[missing]
    refused = world.caller.post("loanproducts", body)
    assert (refused.status, refused.body["errors"][0]["parameterName"]) == (400, missing)
