"""What a product says, its loans do: terms, limits of time, cycle, fund, mix."""

from typing import Any

import pytest

from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.loan_products import charge, loan_product
from tests.dialects.golden.cases.loans import SPELLING, active, application_of, approved, client

ON = "01 March 2011"


def periods(world: World, asked: dict[str, Any] | None = None, **of_product: Any) -> list[Any]:
    """The instalments of 10,000 over twelve months at 2 % a month, of a product with these terms."""
    body = application_of(client(world), loan_product(world, **of_product), ON, **(asked or {}))
    shown = world.post("loans?command=calculateLoanSchedule", body)
    return list(shown["periods"][1:])


DAILY = {"interestCalculationPeriodType": 0}


@pytest.mark.parametrize(
    ("of_product", "asked", "first_interest"),
    [
        ({}, DAILY, 203.84),  # 31 days of 365
        ({"daysInYearType": 360}, DAILY, 206.67),
        ({"daysInYearType": 364}, DAILY, 204.40),
        ({"daysInYearType": 360, "daysInMonthType": 30}, DAILY, 200.00),
    ],
)
def test_days_of_year_and_month(
    world: World, of_product: dict[str, Any], asked: dict[str, Any], first_interest: float
) -> None:
    assert periods(world, asked, **of_product)[0]["interestDue"] == first_interest


def test_instalments_in_multiples(world: World) -> None:
    rows = periods(world, installmentAmountInMultiplesOf=100)
    assert {row["totalDueForPeriod"] for row in rows[:-1]} == {900}
    assert rows[-1]["totalDueForPeriod"] > 900


def test_a_moratorium_that_comes_again(world: World) -> None:
    rows = periods(world, recurringMoratoriumOnPrincipalPeriods=1)
    assert [bool(row["principalDue"]) for row in rows] == [True, False] * 5 + [True]


def test_a_small_rest_joins_the_instalment_before(world: World) -> None:
    fixed = {"fixedEmiAmount": 950}
    assert len(periods(world, fixed)) == 12
    assert len(periods(world, fixed, principalThresholdForLastInstallment=99)) == 11


def test_amounts_without_decimals_in_multiples(world: World) -> None:
    rows = periods(world, digitsAfterDecimal=0, inMultiplesOf=5)
    assert {row["totalDueForPeriod"] % 5 for row in rows} == {0}


def test_part_of_a_period_bears_part_of_its_interest(world: World) -> None:
    flat = {"interestType": 1, "repaymentsStartingFromDate": "15 April 2011"}
    whole = periods(world, flat)
    part = periods(world, flat, allowPartialPeriodInterestCalcualtion=True)
    assert [round(sum(row["interestDue"] for row in rows), 2) for rows in (whole, part)] == [2400, 2490.32]


def test_graces_and_tolerance_are_taken_over(world: World) -> None:
    graces = {"graceOnPrincipalPayment": 2, "graceOnInterestPayment": 1, "graceOnInterestCharged": 1}
    product = loan_product(world, **graces, inArrearsTolerance=7)
    loan = world.make("loans", application_of(client(world), product, ON), "loanId")
    shown = world.get(f"loans/{loan}")
    assert {name: shown[name] for name in (*graces, "inArrearsTolerance")} == {
        **graces,
        "inArrearsTolerance": 7,
    }


def test_fund_and_charges_are_taken_over(world: World) -> None:
    fund = world.make("funds", {"name": unique("Fund")})
    fee = charge(world)
    product = loan_product(world, fundId=fund)
    loan = world.make("loans", application_of(client(world), product, ON), "loanId")
    assert world.get(f"loans/{loan}")["fundId"] == fund
    world.put(f"loanproducts/{product}", {"charges": [{"id": fee}]})
    dated = [{"chargeId": fee, "amount": 5, "dueDate": "01 May 2011"}]
    other = application_of(client(world), product, ON, charges=dated)
    loan = world.make("loans", other, "loanId")
    assert [one["chargeId"] for one in world.get(f"loans/{loan}/charges")] == [fee]


def test_a_product_is_offered_between_its_days(world: World) -> None:
    days = {"startDate": "01 March 2011", "closeDate": "31 March 2011", **SPELLING}
    product = loan_product(world, **days)
    person = client(world)
    assert world.caller.post("loans", application_of(person, product, ON)).status == 200
    for on in ("28 February 2011", "01 April 2011"):
        reply = world.caller.post("loans", application_of(person, product, on))
        assert (reply.status, reply.body["errors"][0]["parameterName"]) == (400, "submittedOnDate")


def test_loans_count_in_the_cycle_of_their_borrower(world: World) -> None:
    counted = loan_product(world, includeInBorrowerCycle=True)
    person = client(world)
    for month in ("March", "April"):
        on = f"01 {month} 2011"
        loan = world.make("loans", application_of(person, counted, on), "loanId")
        world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": on})
        world.post(f"loans/{loan}?command=disburse", {**SPELLING, "actualDisbursementDate": on})
    shown = world.get(f"clients/{person}/accounts")["loanAccounts"]
    assert [one["loanCycle"] for one in shown] == [1, 2]


def test_products_that_exclude_each_other(world: World) -> None:
    made = active(world)
    other = loan_product(world)
    world.post(f"loanproducts/{other}/productmix", {"restrictedProducts": [made["product"]]})
    reply = world.caller.post("loans", application_of(made["client"], other, "01 April 2011"))
    assert reply.status == 403
    assert reply.body["errors"][0]["userMessageGlobalisationCode"] == "error.msg.loan.product.mix"
    assert world.caller.delete(f"loanproducts/{other}/productmix").status == 200
    assert world.caller.post("loans", application_of(made["client"], other, "01 April 2011")).status == 200


def test_loans_keep_the_terms_they_were_made_with(world: World) -> None:
    made = approved(world)
    before = world.get(f"loans/{made['loan']}?associations=repaymentSchedule")
    world.put(
        f"loanproducts/{made['product']}",
        {
            "interestRatePerPeriod": 3,
            "daysInYearType": 360,
            "locale": "en",
            "description": "For golden exchanges",
        },
    )
    assert world.get(f"loans/{made['loan']}?associations=repaymentSchedule") == before
