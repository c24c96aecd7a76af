"""The steps of close of business: chosen by the institution, and done in its order."""

from collections.abc import Iterator
from datetime import date

import pytest

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.kernel.refusals import InvalidInput
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.closing.steps import (
    ALWAYS,
    ArrangeClosing,
    ClosingStep,
    GetClosingSteps,
    ListClosingSteps,
    PlacedStep,
)
from amana.loans.kinds import Accounting
from tests.loans.world import START, D, Lender

S = ClosingStep


def arranged(*steps: ClosingStep) -> ArrangeClosing:
    return ArrangeClosing(
        steps=tuple(PlacedStep(step=step, place=place) for place, step in enumerate(steps, 1))
    )


@pytest.fixture(autouse=True)
def all_steps_again(lender: Lender) -> Iterator[None]:
    yield
    lender.do(arranged(*S))


def closed(lender: Lender) -> set[str]:
    """What closing the first seven days books on 1,000 over four times five days, and what it tells of."""
    product = lender.product(
        Accounting.ACCRUAL_PERIODIC,
        principal=D(1000),
        number_of_repayments=4,
        repay_every=5,
        repay_unit=PeriodUnit.DAYS,
        accrual_activity=True,
        due_notice_days=1,
        overdue_notice_days=1,
    )
    lender.day(START)
    loan = lender.disbursed(product)
    for day in (2, 9):
        lender.day(date(2015, 1, day))
        lender.do(CloseLoanDays(loans=(loan,)))
    told = lender.rows("SELECT kind, payload FROM outbox WHERE kind LIKE 'loan.repayment%'")
    kinds = {str(row["kind"]) for row in told if row["payload"]["loan"] == loan}
    return kinds | {str(row[1]) for row in lender.transactions(loan)}


def test_every_step_is_taken_until_others_are_chosen(lender: Lender) -> None:
    assert [one.step for one in lender.ask(GetClosingSteps())] == list(S)
    chosen = (S.INTEREST, S.ACTIVITY, S.ACCRUALS, S.ARREARS, S.DELINQUENCY)
    lender.do(arranged(*chosen))
    assert [one.step for one in lender.ask(GetClosingSteps())] == list(chosen)
    assert {one.step for one in lender.ask(ListClosingSteps()) if one.always} == ALWAYS


@pytest.mark.parametrize(
    "wrong",
    [
        ArrangeClosing(steps=()),
        arranged(*S, S.ACCRUALS),
        ArrangeClosing(steps=tuple(PlacedStep(step=step, place=1) for step in S)),
        *(arranged(*(one for one in S if one is not left_out)) for left_out in sorted(ALWAYS)),
    ],
)
def test_what_cannot_be_chosen(lender: Lender, wrong: ArrangeClosing) -> None:
    with pytest.raises(InvalidInput):
        lender.do(wrong)


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (S.ACCRUALS, "accrual"),
        (S.ACTIVITY, "accrual_activity"),
        (S.DUE_NOTICES, "loan.repayment_due"),
        (S.OVERDUE_NOTICES, "loan.repayment_overdue"),
    ],
)
def test_a_step_that_is_left_out_does_nothing(lender: Lender, step: ClosingStep, result: str) -> None:
    whole = closed(lender)
    assert result in whole
    lender.do(arranged(*(one for one in S if one is not step)))
    assert closed(lender) == whole - {result}


@pytest.mark.parametrize(
    ("order", "booked"),
    [((S.PENALTIES, S.ACCRUALS), True), ((S.ACCRUALS, S.PENALTIES), False)],
)
def test_what_one_step_brings_about_the_next_one_finds(
    lender: Lender, order: tuple[ClosingStep, ...], booked: bool
) -> None:
    """A penalty that comes due on a day is income of that day only where it is charged first."""
    penalty = lender.charge(
        time=ChargeTime.OVERDUE_INSTALMENT, basis=ChargeBasis.FLAT, penalty=True, amount=D(7)
    )
    product = lender.product(Accounting.ACCRUAL_PERIODIC, charges=(penalty,))
    lender.day(START)
    loan = lender.disbursed(product)
    lender.do(arranged(*order, *sorted(ALWAYS)))
    lender.day(date(2015, 2, 5))
    lender.do(CloseLoanDays(loans=(loan,)))
    charged = sum((row["penalties_due"] for row in lender.instalments(loan)), D(0))
    assert charged == D(7)
    assert lender.journal(loan).get("income_from_penalty", D(0)) == (-D(7) if booked else D(0))
