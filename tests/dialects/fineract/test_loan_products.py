"""What today's loan products say, they do."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from amana.dialects.fineract.dialect import fineract
from tests.dialects.caller import Caller
from tests.dialects.fineract.cases import NEW_PRODUCT
from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.loan_products import charge
from tests.dialects.golden.cases.loans import client
from tests.tenant_fixtures import copied

PLAIN = {
    **{name: value for name, value in NEW_PRODUCT.items() if "llocation" not in name},
    "transactionProcessingStrategyCode": "mifos-standard-strategy",
    "loanScheduleType": "CUMULATIVE",
    "loanScheduleProcessingType": "HORIZONTAL",
    "isInterestRecalculationEnabled": False,
}
SPELLING = {"locale": "en", "dateFormat": "yyyy-MM-dd"}


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Iterator[World]:
    with copied(database_server, template_database) as tenant:
        yield World(Caller.of(fineract(), tenant), tenant)


def product(world: World, **more: Any) -> int:
    body = {**PLAIN, "name": unique("Product"), **more}
    return int(world.make("loanproducts", {k: v for k, v in body.items() if v is not None}))


def applied(world: World, product: int, command: str = "", **more: Any) -> Any:
    borrower = more.get("clientId") or client(world)
    return world.caller.post(
        f"loans?command={command}" if command else "loans",
        {
            **SPELLING,
            "clientId": borrower,
            "productId": product,
            "loanType": "individual",
            "principal": 1000,
            "loanTermFrequency": 6,
            "loanTermFrequencyType": 2,
            "numberOfRepayments": 6,
            "repaymentEvery": 1,
            "repaymentFrequencyType": 2,
            "interestRatePerPeriod": 12,
            "amortizationType": 1,
            "interestType": 0,
            "interestCalculationPeriodType": 0,
            "transactionProcessingStrategyId": 1,
            "submittedOnDate": "2013-01-01",
            "expectedDisbursementDate": "2013-01-01",
            **more,
        },
    )


def approved(world: World, loan: int, amount: int) -> int:
    body = {**SPELLING, "approvedOnDate": "2013-01-01", "approvedLoanAmount": amount}
    return int(world.caller.post(f"loans/{loan}?command=approve", body).status)


def test_what_was_said_is_shown(world: World) -> None:
    made = world.make("loanproducts", {**NEW_PRODUCT, "name": unique("Progressive")})
    shown = world.get(f"loanproducts/{made}")
    assert shown["transactionProcessingStrategyCode"] == "advanced-payment-allocation-strategy"
    assert shown["loanScheduleType"]["code"] == "PROGRESSIVE"
    assert shown["loanScheduleProcessingType"]["code"] == "VERTICAL"
    assert shown["paymentAllocation"] == NEW_PRODUCT["paymentAllocation"]
    assert shown["isInterestRecalculationEnabled"] is True
    assert shown["interestRecalculationData"]["rescheduleStrategyMethod"]["id"] == 4
    assert shown["interestRecalculationData"]["recalculationRestFrequencyType"]["code"].endswith("daily")


@pytest.mark.parametrize(
    ("terms", "most"),
    [
        ({}, 1000),
        (
            {
                "allowApprovedDisbursedAmountsOverApplied": True,
                "overAppliedCalculationType": "percentage",
                "overAppliedNumber": 50,
            },
            1500,
        ),
        (
            {
                "allowApprovedDisbursedAmountsOverApplied": True,
                "overAppliedCalculationType": "flat",
                "overAppliedNumber": 200,
            },
            1200,
        ),
    ],
)
def test_more_than_applied_for_only_as_the_product_allows(
    world: World, terms: dict[str, Any], most: int
) -> None:
    offered = product(world, **terms)
    for amount, status in ((most + 1, 403), (most, 200)):
        loan = applied(world, offered).body["loanId"]
        assert approved(world, loan, amount) == status


def test_what_the_product_rules_out_is_refused(world: World) -> None:
    offered = product(world, canDefineInstallmentAmount=False)
    assert applied(world, offered, fixedEmiAmount=200).status == 400
    assert applied(world, offered).status == 200
    planless = product(world, multiDisburseLoan=True, disallowExpectedDisbursements=True)
    tranches = [{"expectedDisbursementDate": "2013-01-01", "principal": 1000}]
    assert applied(world, planless, disbursementData=tranches).status == 400


def test_a_loan_that_would_change_by_charging_it_off_is_not_charged_off(world: World) -> None:
    offered = product(world, chargeOffBehaviour="ZERO_INTEREST")
    assert world.get(f"loanproducts/{offered}")["chargeOffBehaviour"]["id"] == 2
    loan = applied(world, offered).body["loanId"]
    approved(world, loan, 1000)
    paid_out = {**SPELLING, "actualDisbursementDate": "2013-01-01"}
    world.post(f"loans/{loan}?command=disburse", paid_out)
    body = {**SPELLING, "transactionDate": "2013-02-01"}
    assert world.caller.post(f"loans/{loan}/transactions?command=charge-off", body).status == 501


def test_a_loan_due_on_a_weekday_of_the_month_with_principal_every_third_month(world: World) -> None:
    weekday = {"repaymentFrequencyNthDayType": -1, "repaymentFrequencyDayOfWeekType": 5}
    made = applied(world, product(world), **weekday, recurringMoratoriumOnPrincipalPeriods=2)
    assert made.status == 200, made.text
    shown = world.get(f"loans/{made.body['loanId']}?associations=repaymentSchedule")
    assert {name: shown[name] for name in weekday} == weekday
    assert shown["recurringMoratoriumOnPrincipalPeriods"] == 2
    rows = shown["repaymentSchedule"]["periods"][1:]
    days = [date(*row["dueDate"]) for row in rows]
    assert {day.weekday() for day in days} == {4}
    assert all((day + timedelta(days=7)).month != day.month for day in days)
    assert [row["period"] for row in rows if row["principalDue"]][:1] == [1]
    assert [row["principalDue"] for row in rows[1:3]] == [0, 0]
    half = applied(world, product(world), repaymentFrequencyNthDayType=2)
    assert half.body["errors"][0]["parameterName"] == "repaymentFrequencyDayOfWeekType"


def test_terms_that_a_product_keeps_to_itself(world: World) -> None:
    kept = {"interestType": False, "repaymentEvery": True}
    offered = product(world, allowAttributeOverrides=kept)
    shown = world.get(f"loanproducts/{offered}")["allowAttributeOverrides"]
    assert {name for name, allowed in shown.items() if not allowed} == {"interestType"}
    reply = applied(world, offered, interestType=1)
    assert reply.status == 400
    assert reply.body["errors"][0]["parameterName"] == "interestType"
    assert applied(world, offered).status == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("useBorrowerCycle", True),
        ("enableBuyDownFee", True),
        ("allowAttributeOverrides", {"principal": False}),
    ],
)
def test_what_is_not_there_is_refused_by_name(world: World, name: str, value: Any) -> None:
    reply = world.caller.post("loanproducts", {**PLAIN, "name": unique("Product"), name: value})
    assert reply.status == 400
    assert reply.body["errors"][0]["parameterName"] == name


@pytest.mark.parametrize(
    ("sent", "missing"),
    [
        ({"enableDownPayment": True}, ["disbursedAmountPercentageForDownPayment"]),
        (
            {"allowApprovedDisbursedAmountsOverApplied": True},
            ["overAppliedCalculationType", "overAppliedNumber"],
        ),
        (
            {"allowApprovedDisbursedAmountsOverApplied": True, "overAppliedCalculationType": "flat"},
            ["overAppliedNumber"],
        ),
    ],
)
def test_what_is_switched_on_is_said_how_much_of(
    world: World, sent: dict[str, Any], missing: list[str]
) -> None:
    made = product(world)
    for reply in (
        world.caller.post("loanproducts", {**NEW_PRODUCT, "name": unique("Product"), **sent}),
        world.caller.put(f"loanproducts/{made}", {**SPELLING, **sent}),
    ):
        assert reply.status == 400
        assert [one["parameterName"] for one in reply.body["errors"]] == missing
    down = {"enableDownPayment": True, "disbursedAmountPercentageForDownPayment": 25}
    assert world.caller.put(f"loanproducts/{made}", {**SPELLING, **down}).status == 200
    assert world.caller.put(f"loanproducts/{made}", {**SPELLING, "enableDownPayment": True}).status == 200
    world.put(f"loanproducts/{made}", {**SPELLING, "enableDownPayment": False})
    assert "disbursedAmountPercentageForDownPayment" not in world.get(f"loanproducts/{made}")


LINKED = {
    "interestRatePerPeriod": None,
    "interestRateFrequencyType": None,
    "isInterestRecalculationEnabled": True,
    "rescheduleStrategyMethod": 2,
    "recalculationRestFrequencyType": 2,
    "isLinkedToFloatingInterestRates": True,
    "interestRateDifferential": 2,
    "minDifferentialLendingRate": 0,
    "defaultDifferentialLendingRate": 1,
    "maxDifferentialLendingRate": 3,
    "isFloatingInterestRateCalculationAllowed": True,
}


def test_a_product_linked_to_a_floating_rate_lends_at_it(world: World) -> None:
    periods = [
        {"fromDate": "2040-01-01", "interestRate": 9},
        {"fromDate": "2040-02-01", "interestRate": "9.5"},
    ]
    body = {**SPELLING, "name": unique("Rate"), "ratePeriods": periods}
    rate = world.make("floatingrates", body)
    shown = world.get(f"floatingrates/{rate}")
    assert [(one["fromDate"], one["interestRate"], one["isActive"]) for one in shown["ratePeriods"]] == [
        ([2040, 1, 1], 9, True),
        ([2040, 2, 1], 9.5, True),
    ]
    made = product(world, **LINKED, floatingRatesId=rate)
    link = world.get(f"loanproducts/{made}")
    names = ("floatingRatesId", "isLinkedToFloatingInterestRates", "maxDifferentialLendingRate")
    assert [link[name] for name in names] == [rate, True, 3]
    assert "interestRatePerPeriod" not in link  # that of the day, not the product's
    floating = {"isFloatingInterestRate": True, "interestRateDifferential": 3}
    assert applied(world, made, **floating).status == 400  # it names a rate of its own, too
    planned = applied(world, made, "calculateLoanSchedule", **floating, interestRatePerPeriod=None)
    assert planned.body["periods"][1]["interestDue"] == pytest.approx(1000 * 14 * 31 / 36500, abs=0.005)
    loan = applied(world, made, **floating, interestRatePerPeriod=None).body["loanId"]
    found = world.get(f"loans/{loan}")
    assert (found["isFloatingInterestRate"], found["interestRateDifferential"]) == (True, 3)
    assert found["isLoanProductLinkedToFloatingRate"] is True
    assert found["annualInterestRate"] == 14
    rates = [(one["fromDate"], one["effectiveInterestRate"]) for one in found["interestRatesPeriods"]]
    assert rates == [([2040, 1, 1], 14), ([2040, 2, 1], 14.5)]


def test_rates_to_link_a_product_to_are_offered_while_they_are_used(world: World) -> None:
    used = world.make("floatingrates", {"name": unique("Rate")})
    retired = world.make("floatingrates", {"name": unique("Rate"), "isActive": False})
    made = product(world)
    for form in ("loanproducts/template", f"loanproducts/{made}?template=true"):
        offered = [one["id"] for one in world.get(form)["floatingRateOptions"]]
        assert used in offered, form
        assert retired not in offered, form


@pytest.mark.parametrize("missing", ["floatingRatesId", "interestRateDifferential"])
def test_a_link_says_to_what_and_at_what_margin(world: World, missing: str) -> None:
    rate = world.make("floatingrates", {"name": unique("Rate")})
    body = {**PLAIN, "name": unique("Product"), **LINKED, "floatingRatesId": rate}
    answer = world.caller.post(
        "loanproducts", {k: v for k, v in body.items() if v is not None and k != missing}
    )
    assert answer.status == 400
    assert answer.body["errors"][0]["parameterName"] == missing


def test_a_loan_tops_up_another_one(world: World) -> None:
    older = applied(world, product(world)).body
    number, borrower = older["loanId"], older["clientId"]
    day = {**SPELLING, "approvedOnDate": "2013-01-01"}
    world.post(f"loans/{number}?command=approve", day)
    world.post(f"loans/{number}?command=disburse", {**SPELLING, "actualDisbursementDate": "2013-01-01"})
    later = {"submittedOnDate": "2013-01-10", "expectedDisbursementDate": "2013-01-10"}
    asked = {**later, "clientId": borrower, "isTopup": True}
    kind = product(world, canUseForTopup=True)
    assert world.get(f"loanproducts/{kind}")["canUseForTopup"] is True
    refused = applied(world, kind, **asked)
    assert [one["parameterName"] for one in refused.body["errors"]] == ["loanIdToClose"]
    refused = applied(world, kind, **asked, loanIdToClose=number)
    code = "error.msg.loan.amount.less.than.outstanding.of.loan.to.be.closed"
    assert (refused.status, refused.body["errors"][0]["userMessageGlobalisationCode"]) == (403, code)
    loan = applied(world, kind, **asked, loanIdToClose=number, principal=2000).body["loanId"]
    world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": "2013-01-10"})
    paid_out = {**SPELLING, "actualDisbursementDate": "2013-01-10"}
    world.post(f"loans/{loan}?command=disburse", paid_out)
    assert world.get(f"loans/{number}")["status"]["closedObligationsMet"] is True
    shown = world.get(f"loans/{loan}?associations=all")
    assert (shown["isTopup"], shown["closureLoanId"]) == (True, number)
    assert shown["topupAmount"] > 1000
    undone = world.caller.post(f"loans/{loan}?command=undoDisbursal", {})
    code = "error.msg.loan.undo.disbursal.not.allowed.on.topup.loan"
    assert undone.body["errors"][0]["userMessageGlobalisationCode"] == code


def test_interest_in_equal_parts(world: World) -> None:
    made = product(world, isEqualAmortization=True, interestRateFrequencyType=2, interestRatePerPeriod=1)
    assert world.get(f"loanproducts/{made}")["isEqualAmortization"] is True
    asked = {"principal": 1200, "interestRatePerPeriod": 1, "interestCalculationPeriodType": 1}
    planned = applied(world, made, "calculateLoanSchedule", **asked)
    assert {row["interestDue"] for row in planned.body["periods"][1:-1]} == {7.06}
    planned = applied(world, made, "calculateLoanSchedule", **asked, isEqualAmortization=False)
    assert planned.body["periods"][1]["interestDue"] == 12


def test_an_application_carries_the_charges_it_names(world: World) -> None:
    fee = charge(world)
    offered = product(world, charges=[{"id": fee}])

    def carried(**more: Any) -> list[int]:
        loan = applied(world, offered, **more).body["loanId"]
        shown = world.get(f"loans/{loan}?associations=charges")
        return [one["chargeId"] for one in shown.get("charges", [])]

    named = {"chargeId": fee, "amount": 30, "dueDate": "2013-01-20"}
    assert carried() == []
    assert carried(charges=[named]) == [fee]
