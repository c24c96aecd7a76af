"""What is late: arrears by the schedule planned at first, and penalties that recur and are taken off."""

from collections.abc import Iterator
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
from amana.kernel.configuration.change_settings import ChangeSetting
from amana.kernel.refusals import InvalidInput
from amana.loans.accrue import AccrueLoan
from amana.loans.asking import GetLoan, ListLoanCharges
from amana.loans.charge_overdue import ChargeOverdueInstalments
from amana.loans.kinds import Accounting
from amana.loans.recalculate import RecalculateLoan
from amana.loans.take_off_penalties import TakeOffPenalties
from amana.loans.waive_charge import WaiveLoanCharge
from tests.loans.test_credits import sound
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


DAILY_PENALTY: dict[str, Any] = {
    "time": "overdue_instalment",
    "basis": "percent_of_amount_and_interest",
    "amount": D(1),
    "penalty": True,
    "every_count": 1,
    "every_unit": "days",
}


def penalties(lender: Lender, loan: int) -> list[tuple[str, str]]:
    """Due day and amount of each."""
    lender.do(ChargeOverdueInstalments(loan=loan))
    listed = lender.ask(ListLoanCharges(loan=loan))
    return sorted((one.due_on.strftime("%d.%m."), str(one.amount)) for one in listed)


@pytest.fixture
def without_grace(lender: Lender) -> Iterator[None]:
    lender.do(ChangeSetting(name="penalty-wait-period", value=0))
    yield
    lender.do(ChangeSetting(name="penalty-wait-period", value=2))
    lender.do(ChangeSetting(name="recurring-penalties-a-day-later", enabled=False))
    lender.day(TODAY)


@pytest.mark.usefixtures("without_grace")
@pytest.mark.parametrize(
    "accounting", [Accounting.NONE, Accounting.ACCRUAL_PERIODIC, Accounting.ACCRUAL_UPFRONT]
)
def test_penalties_taken_off_come_back_on_what_is_owed_now(lender: Lender, accounting: Accounting) -> None:
    """1 % a day of 888.49: on all of it first, on the 400 that are left once 3 February is charged anew."""
    lender.day(START)
    penalty = lender.charge(**DAILY_PENALTY)
    loan = lender.disbursed(lender.product(accounting, charges=(penalty,)))
    lender.day(date(2015, 2, 5))
    full = [(f"0{day}.02.", "8.88") for day in (1, 2, 3, 4)]
    assert penalties(lender, loan) == full
    lender.do(AccrueLoan(loan=loan, until=date(2015, 2, 5)))
    lender.repay(loan, "2015-02-03", str(D("888.49") - 400 + D("8.88")))
    assert penalties(lender, loan) == full
    lender.do(TakeOffPenalties(loan=loan, since=date(2015, 2, 3)))
    assert [one.due_on.day for one in lender.ask(ListLoanCharges(loan=loan))] == [1, 2]
    assert sound(lender, loan)
    lender.do(AccrueLoan(loan=loan, until=date(2015, 2, 5)))
    income = -lender.journal(loan).get("income_from_penalty", D(0))
    assert income == (2 * D("8.88") if accounting.is_accrual else 0)
    assert penalties(lender, loan) == [*full[:2], ("03.02.", "4.00"), ("04.02.", "4.00")]
    assert sound(lender, loan)


@pytest.mark.usefixtures("without_grace")
def test_a_recurring_penalty_may_come_a_day_later(lender: Lender) -> None:
    penalty = lender.charge(**DAILY_PENALTY)
    loan = lender.disbursed(lender.product(charges=(penalty,)))
    lender.do(ChangeSetting(name="recurring-penalties-a-day-later", enabled=True))
    lender.day(date(2015, 2, 5))
    assert [day for day, _ in penalties(lender, loan)] == ["01.02.", "02.02.", "03.02."]
    lender.do(ChangeSetting(name="recurring-penalties-a-day-later", enabled=False))
    assert len(penalties(lender, loan)) == 4


@pytest.mark.usefixtures("without_grace")
def test_what_was_waived_stays(lender: Lender) -> None:
    penalty = lender.charge(**DAILY_PENALTY)
    loan = lender.disbursed(lender.product(charges=(penalty,)))
    lender.day(date(2015, 2, 3))
    assert len(penalties(lender, loan)) == 2
    last = max(lender.ask(ListLoanCharges(loan=loan)), key=lambda one: one.due_on)
    lender.do(WaiveLoanCharge(loan=loan, loan_charge=last.id))
    lender.do(TakeOffPenalties(loan=loan, since=START))
    assert [one.id for one in lender.ask(ListLoanCharges(loan=loan))] == [last.id]
    assert sound(lender, loan)
