"""Arrears by the schedule planned at first, where interest follows the money."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.arrears import arrears_by_plan
from amana.finance.components import Components
from amana.finance.dues import AllocationStrategy, OpenInstalment
from amana.finance.terms import EarlyPayment, Recalculation, RestFrequency, RestUnit, ScheduleType
from amana.kernel.refusals import InvalidInput
from amana.loans.asking import GetLoan
from amana.loans.recalculate import RecalculateLoan
from tests.loans.world import START, TODAY, D, Lender

PLANNED = [Components(D(100 - each), D(each)) for each in (30, 20, 10)]
DUE = [date(2015, month, 1) for month in (2, 3, 4)]


def arrears_after(settled: Decimal, day: date) -> Any:
    """Of three planned instalments of 100, when one row, not planned, has taken everything that was settled."""
    row = Components(D(300), D(60))
    paid = Components(settled)
    rows = [
        (OpenInstalment(0, START, START, row, paid), Components()),
        *(
            (OpenInstalment(n, START, on, row), one)
            for n, (on, one) in enumerate(zip(DUE, PLANNED, strict=True), 1)
        ),
    ]
    return arrears_by_plan(rows, day)


@pytest.mark.parametrize(
    ("settled", "day", "since", "principal", "interest"),
    [
        ("0", "2015-02-01", None, "0", "0"),
        ("0", "2015-02-02", "2015-02-01", "70", "30"),
        ("30", "2015-02-02", "2015-02-01", "70", "0"),
        ("100", "2015-03-01", None, "0", "0"),
        ("110", "2015-03-02", "2015-03-01", "80", "10"),
        ("250", "2015-06-01", "2015-04-01", "50", "0"),
        ("400", "2015-06-01", None, "0", "0"),
    ],
)
def test_what_was_settled_counts_for_the_plan_in_order(
    settled: str, day: str, since: str | None, principal: str, interest: str
) -> None:
    late = arrears_after(D(settled), date.fromisoformat(day))
    assert late.since == (None if since is None else date.fromisoformat(since))
    assert (late.overdue.principal, late.overdue.interest) == (D(principal), D(interest))


@given(settled=st.decimals(0, 400, places=2), day=st.dates(START, date(2015, 6, 1)))
def test_what_is_late_is_what_was_planned_less_what_was_settled(settled: Decimal, day: date) -> None:
    planned = D(100) * sum(on < day for on in DUE)
    assert arrears_after(settled, day).total == max(planned - settled, D(0))


def product(lender: Lender, *, by_original: bool) -> int:
    rule = Recalculation(
        early_payment=EarlyPayment.RESCHEDULE_NEXT_REPAYMENTS,
        rest=RestFrequency(unit=RestUnit.DAILY),
        arrears_by_original=by_original,
    )
    return lender.product(strategy=AllocationStrategy.RBI_INDIA, recalculation=rule)


def test_money_in_advance_of_the_plan_leaves_nothing_overdue(lender: Lender) -> None:
    """Paid two weeks early, the first instalment's money leaves less interest, and a rest due on 1 February."""
    overdue = {}
    for by_original in (False, True):
        loan = lender.disbursed(product(lender, by_original=by_original))
        lender.repay(loan, "2015-01-15", "888.49")
        lender.day(date(2015, 2, 20))
        lender.do(RecalculateLoan(loan=loan))
        now = lender.ask(GetLoan(loan=loan))
        then = lender.ask(GetLoan(loan=loan, as_of=date(2015, 2, 20)))
        overdue[by_original] = (now.summary.overdue, now.summary.overdue_since)
        lender.day(TODAY)
        assert then.summary == now.summary
    assert overdue[False][0] > 0
    assert overdue[True] == (0, None)


def test_as_listed_as_derived(lender: Lender) -> None:
    loan = lender.disbursed(product(lender, by_original=True))
    lender.repay(loan, "2015-02-01", "500")
    now = lender.ask(GetLoan(loan=loan))
    assert lender.ask(GetLoan(loan=loan, as_of=TODAY)).summary == now.summary
    assert now.summary.overdue_since == date(2015, 2, 1)
    assert now.summary.overdue == 2 * D("888.49") - 500  # though arrears have made more of it since


def test_progressive_schedules_have_no_other_plan(lender: Lender) -> None:
    with pytest.raises(InvalidInput):
        lender.product(
            schedule_type=ScheduleType.PROGRESSIVE,
            strategy=AllocationStrategy.FREE,
            recalculation=Recalculation(
                early_payment=EarlyPayment.ADJUST_LAST_UNPAID,
                rest=RestFrequency(unit=RestUnit.DAILY),
                arrears_by_original=True,
            ),
        )
