"""Close of business: a loan's days gone through one by one, what they book, and the rest when the loan ends."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import InterestPeriod, RateUnit, ScheduleType
from amana.kernel.configuration.business_date import BusinessDay, SetBusinessDate
from amana.kernel.configuration.change_settings import ChangeSetting
from amana.loans.add_charge import AddLoanCharge
from amana.loans.asking import GetLoan, GetLoanTransaction, LoanPart
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.closing.queries import GetOldestClosedDay
from amana.loans.kinds import Accounting
from amana.loans.rebuild import differences, journal_differences
from amana.loans.undo_disbursal import UndoDisbursal
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.waive_charge import WaiveLoanCharge
from tests.loans.test_progressive import DEFAULT
from tests.loans.world import START, D, Lender

JANUARY = [date(2015, 1, day) for day in range(1, 32)]


@pytest.fixture
def loan(lender: Lender) -> int:
    """1,000 over four times five days at 12 % a year: 1.64, 1.23, 0.82 and 0.41 of interest."""
    product = lender.product(
        Accounting.ACCRUAL_PERIODIC,
        principal=D(1000),
        number_of_repayments=4,
        repay_every=5,
        repay_unit=PeriodUnit.DAYS,
        interest_rate=D(12),
        interest_rate_unit=RateUnit.YEAR,
        interest_period=InterestPeriod.DAILY,
        accrual_activity=True,
    )
    lender.day(START)
    return lender.disbursed(product)


def closed(lender: Lender, loan: int, day: int) -> None:
    """The days before the ``day``-th of January closed."""
    lender.day(JANUARY[day - 1])
    lender.do(CloseLoanDays(loans=(loan,)))


def booked(lender: Lender, loan: int, *kinds: str) -> list[tuple[str, str, str]]:
    return [(row[0][-2:], row[1], row[2]) for row in lender.transactions(loan) if row[1] in kinds]


def is_as_rebuilt(lender: Lender, loan: int) -> bool:
    with lender.tenant.database.reading() as session:
        found: list[Any] = [*differences(session, loan), *journal_differences(session, loan)]
    return not found


def test_each_day_books_what_was_earned_since_the_day_before(lender: Lender, loan: int) -> None:
    closed(lender, loan, 2)
    assert booked(lender, loan, "accrual") == []  # the day of disbursement earns nothing
    closed(lender, loan, 7)
    assert booked(lender, loan, "accrual", "accrual_activity") == [
        ("02", "accrual", "0.33"),
        ("03", "accrual", "0.33"),
        ("04", "accrual", "0.32"),
        ("05", "accrual", "0.33"),
        ("06", "accrual", "0.33"),
        ("06", "accrual_activity", "1.64"),
    ]
    assert lender.journal(loan)["interest_on_loan"] == D("-1.64")
    assert is_as_rebuilt(lender, loan)


def test_a_day_is_closed_once_and_a_loan_begins_with_yesterday(lender: Lender, loan: int) -> None:
    closed(lender, loan, 5)
    assert booked(lender, loan, "accrual") == [("04", "accrual", "0.98")]
    closed(lender, loan, 5)
    assert len(booked(lender, loan, "accrual")) == 1


def test_a_loan_paid_out_anew_begins_its_days_anew(lender: Lender, loan: int) -> None:
    closed(lender, loan, 5)
    assert lender.ask(GetLoan(loan=loan)).last_closed_on == JANUARY[3]
    lender.do(UndoDisbursal(loan=loan))
    assert lender.ask(GetLoan(loan=loan)).last_closed_on is None


def test_the_rest_is_earned_when_nothing_is_owed_any_more(lender: Lender, loan: int) -> None:
    closed(lender, loan, 4)
    owed = sum(row[f"{part}_due"] for row in lender.instalments(loan) for part in ("principal", "interest"))
    payment = lender.repay(loan, "2015-01-04", str(owed))
    total = sum(row["interest_due"] for row in lender.instalments(loan))
    assert lender.journal(loan)["interest_on_loan"] == -total
    [(day, _, amount)] = booked(lender, loan, "accrual_activity")
    assert (day, D(amount)) == ("04", total)
    lender.do(UndoTransaction(loan=loan, transaction=payment))
    assert booked(lender, loan, "accrual_activity") == []
    earned = sum(D(amount) for _, _, amount in booked(lender, loan, "accrual"))
    assert 0 < earned < lender.instalments(loan)[0]["interest_due"]
    assert lender.journal(loan)["interest_on_loan"] == -earned
    assert is_as_rebuilt(lender, loan)


def test_the_whole_income_of_the_instalment_of_its_day_stays_booked_when_a_loan_goes_on(
    lender: Lender,
) -> None:
    terms = {"number_of_repayments": 1, "interest_rate": D(12), "interest_rate_unit": RateUnit.YEAR}
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC, principal=D(1000), **terms))
    [row] = lender.instalments(loan)
    lender.day(JANUARY[11])
    payment = lender.repay(loan, "2015-01-10", str(row["principal_due"] + row["interest_due"]))
    lender.do(UndoTransaction(loan=loan, transaction=payment))
    assert [(day, D(amount)) for day, _, amount in booked(lender, loan, "accrual")] == [
        ("10", row["interest_due"])
    ]
    assert lender.journal(loan)["interest_on_loan"] == -row["interest_due"]
    assert is_as_rebuilt(lender, loan)


def test_the_loans_furthest_behind_are_told(lender: Lender, loan: int) -> None:
    closed(lender, loan, 5)
    lender.day(JANUARY[9])
    while loan not in (behind := lender.ask(GetOldestClosedDay())).loans:
        lender.do(CloseLoanDays(loans=behind.loans))
    assert (behind.day, behind.oldest) == (JANUARY[8], JANUARY[3])
    lender.do(CloseLoanDays(loans=behind.loans))
    assert loan not in lender.ask(GetOldestClosedDay()).loans


def test_close_of_business_goes_to_the_day_that_was_set(lender: Lender, loan: int) -> None:
    lender.day(JANUARY[4])
    lender.do(SetBusinessDate(which=BusinessDay.CLOSING_DAY, day=JANUARY[4]))
    lender.do(CloseLoanDays(loans=(loan,)))
    assert lender.ask(GetLoan(loan=loan)).last_closed_on == JANUARY[4]
    [(day, _, _)] = booked(lender, loan, "accrual")
    assert day == "05"
    lender.day(JANUARY[5])  # the day before is closed already
    lender.do(CloseLoanDays(loans=(loan,)))
    assert len(booked(lender, loan, "accrual")) == 1
    assert is_as_rebuilt(lender, loan)


def told_of(lender: Lender, loan: int) -> list[tuple[str, int, str]]:
    found = lender.rows(
        sa.text("SELECT kind, payload FROM outbox WHERE kind LIKE 'loan.repayment%' ORDER BY id")
    )
    return [
        (row["kind"].removeprefix("loan.repayment_"), row["payload"]["instalment"], row["payload"]["amount"])
        for row in found
        if row["payload"]["loan"] == loan
    ]


def test_repayments_are_announced_before_they_are_due_and_when_they_were_missed(lender: Lender) -> None:
    product = lender.product(
        principal=D(1000),
        number_of_repayments=2,
        repay_every=10,
        repay_unit=PeriodUnit.DAYS,
        interest_rate=D(0),
        due_notice_days=1,
        overdue_notice_days=3,
    )
    lender.day(START)
    loan = lender.disbursed(product)
    for day in range(2, 16):
        closed(lender, loan, day)
    assert told_of(lender, loan) == [("due", 1, "500.00"), ("overdue", 1, "500.00")]
    lender.repay(loan, "2015-01-15", "1000")
    closed(lender, loan, 30)
    assert told_of(lender, loan) == [("due", 1, "500.00"), ("overdue", 1, "500.00")]


@pytest.mark.parametrize(
    ("own", "told"),
    [(None, [("due", 1, "500.00"), ("overdue", 1, "500.00")]), (50, [("overdue", 1, "500.00")])],
)
def test_where_a_product_says_nothing_the_institution_says_when_repayments_are_announced(
    lender: Lender, own: int | None, told: list[tuple[str, int, str]]
) -> None:
    usual = ("days-before-repayment-is-due", "days-after-repayment-is-overdue")
    product = lender.product(
        principal=D(1000),
        number_of_repayments=2,
        repay_every=10,
        repay_unit=PeriodUnit.DAYS,
        interest_rate=D(0),
        due_notice_days=own,
    )
    for on in (False, True):
        for name in usual:
            lender.do(ChangeSetting(name=name, enabled=on, value=2))
        lender.day(START)
        loan = lender.disbursed(product)
        for day in range(2, 16):
            closed(lender, loan, day)
        assert told_of(lender, loan) == (told if on else [])
    for name in usual:
        lender.do(ChangeSetting(name=name, enabled=False))


def listed(lender: Lender, loan: int) -> list[Any]:
    return list(lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.TRANSACTIONS}))).transactions)


@pytest.mark.parametrize("at_once", [False, True])
def test_a_charge_after_the_last_due_date_is_booked_at_once_where_that_is_settled(
    lender: Lender, loan: int, at_once: bool
) -> None:
    lender.do(ChangeSetting(name="enable-immediate-charge-accrual-post-maturity", enabled=at_once))
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(25))
    lender.day(JANUARY[24])
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=JANUARY[24]))
    assert booked(lender, loan, "accrual") == ([("25", "accrual", "25.00")] if at_once else [])
    assert is_as_rebuilt(lender, loan)


def test_a_charge_waived_shows_what_had_been_booked_of_it_and_goes_on_when_undone(
    lender: Lender, loan: int
) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(25))
    added = [lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=JANUARY[day])).id for day in (2, 14)]
    closed(lender, loan, 5)
    for charge in added:
        lender.do(WaiveLoanCharge(loan=loan, loan_charge=charge))

    def waived() -> list[tuple[int, D, D]]:
        found = listed(lender, loan)
        return [(one.id, one.amount, one.portions.fees) for one in found if one.kind == "charge_waiver"]

    assert [row[1:] for row in waived()] == [(25, 25), (25, 0)]
    lender.do(UndoTransaction(loan=loan, transaction=waived()[0][0]))
    assert [row[1:] for row in waived()] == [(25, 25), (25, 0)]


def test_an_activity_taken_back_is_found_by_its_number_only(lender: Lender, loan: int) -> None:
    closed(lender, loan, 4)
    owed = sum(row[f"{part}_due"] for row in lender.instalments(loan) for part in ("principal", "interest"))
    payment = lender.repay(loan, "2015-01-04", str(owed))
    [summed_up] = [one.id for one in listed(lender, loan) if one.kind == "accrual_activity"]
    lender.do(UndoTransaction(loan=loan, transaction=payment))
    assert summed_up not in [one.id for one in listed(lender, loan)]
    assert lender.ask(GetLoanTransaction(loan=loan, transaction=summed_up)).reversed


def activities(lender: Lender, loan: int) -> list[tuple[int, Decimal, int]]:
    """Day in January, sum, and how often it came out differently."""
    found = [one for one in listed(lender, loan) if one.kind == "accrual_activity"]
    return [(one.on.day, one.amount, one.replays) for one in found]


def test_when_an_end_is_undone_the_next_activity_stands_for_it(lender: Lender, loan: int) -> None:
    closed(lender, loan, 4)
    owed = sum(row[f"{part}_due"] for row in lender.instalments(loan) for part in ("principal", "interest"))
    payment = lender.repay(loan, "2015-01-04", str(owed))
    assert [row[::2] for row in activities(lender, loan)] == [(4, 0)]
    lender.day(JANUARY[12])
    lender.do(UndoTransaction(loan=loan, transaction=payment))
    assert activities(lender, loan) == [(6, D("1.64"), 1), (11, D("1.23"), 0)]


def test_a_charge_of_a_day_that_accruals_have_reached_is_booked_on_it(lender: Lender) -> None:
    loan = lent_for_five_days(lender)
    closed(lender, loan, 6)
    owed = sum(row[f"{part}_due"] for row in lender.instalments(loan) for part in ("principal", "interest"))
    lender.repay(loan, "2015-01-06", str(owed))
    before = booked(lender, loan, "accrual")
    assert before[-1][0] == "06"
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(3))
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=JANUARY[5]))
    closed(lender, loan, 7)
    assert booked(lender, loan, "accrual") == [*before, ("06", "accrual", "3.00")]
    assert is_as_rebuilt(lender, loan)


def test_interest_that_is_claimed_back_is_earned_once(lender: Lender) -> None:
    order = (Component.INTEREST, Component.PRINCIPAL, Component.FEES, Component.PENALTIES)
    loan = lent_for_five_days(lender, chargeback_order=order, number_of_repayments=2)
    interest = sum(row["interest_due"] for row in lender.instalments(loan))
    lender.day(JANUARY[5])
    first = lender.repay(loan, "2015-01-06", "502.46")
    lender.do(ChargePaymentBack(loan=loan, transaction=first, amount=D("502.46")))
    assert sum(row["interest_due"] for row in lender.instalments(loan)) > interest
    closed(lender, loan, 20)
    assert lender.journal(loan)["interest_on_loan"] == -interest
    assert is_as_rebuilt(lender, loan)


def lent_for_five_days(lender: Lender, **more: Any) -> int:
    """1,000 at 12 % a year, progressive, due in five days; the interest does not follow the money."""
    terms: dict[str, Any] = {
        "principal": D(1000),
        "number_of_repayments": 1,
        "repay_every": 5,
        "repay_unit": PeriodUnit.DAYS,
        "interest_rate": D(12),
        "interest_rate_unit": RateUnit.YEAR,
        "interest_period": InterestPeriod.DAILY,
        "strategy": AllocationStrategy.FREE,
        "schedule_type": ScheduleType.PROGRESSIVE,
        "allocation_rules": (DEFAULT,),
    }
    lender.day(START)
    return lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC, **{**terms, **more}))
