"""Loans with progressive schedules and free allocation: instalments that follow what happens."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, FutureInstalment, RuledPayment
from amana.finance.terms import (
    DaysInMonth,
    DaysInYear,
    EarlyPayment,
    InterestPeriod,
    PreClosure,
    RateUnit,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
    Tranche,
)
from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.loans.add_charge import AddLoanCharge
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.charge_off import ChargeLoanOff
from amana.loans.credit import CreditGoodwill, RefundFromMerchant, RefundPayout
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting, RefundWithInterest, TransactionKind
from amana.loans.payoff import GetPayoff
from amana.loans.rebuild import differences, journal_differences
from amana.loans.records import loan_transaction
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.rescheduling.approve import ApproveReschedule
from amana.loans.rescheduling.request import RequestReschedule
from amana.loans.rescheduling.terms import RescheduleTerms
from amana.loans.undo_last_disbursal import UndoLastDisbursal
from amana.loans.undo_transaction import UndoTransaction
from tests.loans.world import START, D, Lender

STANDARD = tuple(
    Bucket(f"{time}_{component}")
    for time in ("past_due", "due", "in_advance")
    for component in ("penalties", "fees", "principal", "interest")
)
DEFAULT = AllocationRule(payment=RuledPayment.DEFAULT, order=STANDARD)
DAILY = Recalculation(rest=RestFrequency(RestUnit.DAILY), early_payment=EarlyPayment.ADJUST_LAST_UNPAID)
FEBRUARY, MARCH = date(2015, 2, 1), date(2015, 3, 1)


def progressive(lender: Lender, **terms: Any) -> int:
    """100 at 7 % a year in six monthly instalments, 30/360, interest following the money day by day."""
    usual: dict[str, Any] = {
        "principal": D(100),
        "number_of_repayments": 6,
        "repay_unit": PeriodUnit.MONTHS,
        "interest_rate": D(7),
        "interest_rate_unit": RateUnit.YEAR,
        "interest_period": InterestPeriod.DAILY,
        "days_in_year": DaysInYear.D360,
        "days_in_month": DaysInMonth.D30,
        "strategy": AllocationStrategy.FREE,
        "schedule_type": ScheduleType.PROGRESSIVE,
        "allocation_rules": (DEFAULT,),
        "recalculation": DAILY,
    }
    accounting = terms.pop("accounting", Accounting.CASH)
    return lender.product(accounting, **{**usual, **terms})


def lent(lender: Lender, **terms: Any) -> int:
    return lender.disbursed(progressive(lender, **terms))


def dues(lender: Lender, loan: int) -> list[tuple[str, str]]:
    return [(f"{row['principal_due']:.2f}", f"{row['interest_due']:.2f}") for row in lender.instalments(loan)]


def sound(lender: Lender, loan: int) -> bool:
    with lender.tenant.database.reading() as session:
        return not [*differences(session, loan), *journal_differences(session, loan)]


def given_back(lender: Lender, loan: int) -> list[dict[str, Any]]:
    table = loan_transaction
    kind = str(TransactionKind.INTEREST_REFUND)
    return lender.rows(sa.select(table).where(table.c.loan_id == loan, table.c.kind == kind))


def replays(lender: Lender, loan: int) -> dict[int, int]:
    view = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.TRANSACTIONS})))
    return {one.id: one.replays for one in view.transactions}


def test_a_tranche_taken_back_is_not_expected_again(lender: Lender) -> None:
    product = progressive(lender, multi_disburse=True, maximum_tranches=3, planned_tranches=True)
    tranches = (Tranche(START, D(60)), Tranche(FEBRUARY, D(30)))
    loan = lender.submit(product, terms={"tranches": tranches})
    lender.ready(loan)
    lender.do(DisburseLoan(loan=loan, on=FEBRUARY))
    with pytest.raises(NotAllowedInState):  # 10 are left, but no third tranche was planned
        lender.do(DisburseLoan(loan=loan, on=MARCH, amount=D(10)))
    lender.do(UndoLastDisbursal(loan=loan))
    shown = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.SCHEDULE})))
    assert [(one.amount, one.disbursed_on) for one in shown.tranches] == [(60, START)]
    assert [row.planned for row in shown.schedule.disbursements] == [False]
    with pytest.raises(NotAllowedInState):
        lender.do(DisburseLoan(loan=loan, on=MARCH, amount=D(30)))
    assert sound(lender, loan)


def test_an_instalment_paid_on_time_leaves_the_plan_as_it_was(lender: Lender) -> None:
    lender.day(FEBRUARY)
    loan = lent(lender)
    plan = [
        ("16.43", "0.58"),
        ("16.52", "0.49"),
        ("16.62", "0.39"),
        ("16.72", "0.29"),
        ("16.81", "0.20"),
        ("16.90", "0.10"),
    ]
    assert dues(lender, loan) == plan
    lender.repay(loan, "2015-02-01", "17.01")
    assert dues(lender, loan) == plan
    assert sound(lender, loan)


def test_overdue_principal_bears_interest_until_today_and_early_money_stops_it(lender: Lender) -> None:
    lender.day(date(2015, 2, 15))
    late = lent(lender)
    assert dues(lender, late)[1] == ("16.47", "0.54")  # a month on 83.57, half of it on 16.43 more
    early = lent(lender)
    lender.repay(early, "2015-01-15", "17.01")
    assert dues(lender, early)[0] == ("16.75", "0.26")  # interest of the days until the payment
    assert sound(lender, late)
    assert sound(lender, early)


@pytest.mark.parametrize(
    ("pre_closure", "second"),
    [(PreClosure.TILL_PRECLOSURE_DATE, ("16.47", "0.54")), (PreClosure.TILL_REST_DATE, ("16.43", "0.58"))],
)
def test_what_is_overdue_bears_interest_by_the_period_only_where_closing_the_loan_costs_whole_periods_too(
    lender: Lender, pre_closure: PreClosure, second: tuple[str, str]
) -> None:
    lender.day(date(2015, 2, 15))
    rule = replace(DAILY, rest=RestFrequency(RestUnit.SAME_AS_REPAYMENT), pre_closure=pre_closure)
    assert dues(lender, lent(lender, recalculation=rule))[1] == second


def test_what_the_payoff_says_closes_the_loan(lender: Lender) -> None:
    lender.day(date(2015, 2, 15))
    loan = lent(lender)
    lender.repay(loan, "2015-02-01", "17.01")
    owed = lender.ask(GetPayoff(loan=loan, on=date(2015, 2, 15)))
    assert owed.components.principal == D("83.57")
    assert owed.amount == D("83.81")
    lender.repay(loan, "2015-02-15", str(owed.amount))
    assert lender.position(loan)["status"] == "closed"
    assert sound(lender, loan)


@pytest.mark.parametrize(
    ("future", "paid"),
    [
        (FutureInstalment.NEXT, ["50", "0", "0", "0"]),
        (FutureInstalment.LAST, ["0", "0", "0", "50"]),
        (FutureInstalment.REAMORTISE, ["12.50", "12.50", "12.50", "12.50"]),
    ],
)
def test_each_kind_of_payment_follows_its_own_rule(
    lender: Lender, future: FutureInstalment, paid: list[str]
) -> None:
    lender.day(date(2015, 1, 10))
    rule = replace(DEFAULT, payment=RuledPayment.GOODWILL_CREDIT, future=future)
    loan = lent(
        lender,
        principal=D(400),
        number_of_repayments=4,
        interest_rate=D(0),
        recalculation=None,
        allocation_rules=(DEFAULT, rule),
    )
    lender.do(CreditGoodwill(loan=loan, on=date(2015, 1, 10), amount=D(50)))
    assert [row["principal_paid"] for row in lender.instalments(loan)] == [Decimal(one) for one in paid]
    assert sound(lender, loan)


def test_a_payment_backdated_before_another_replays_it(lender: Lender) -> None:
    lender.day(date(2015, 3, 10))
    loan = lent(lender)
    later = lender.repay(loan, "2015-03-01", "17.01")
    assert replays(lender, loan)[later] == 0
    lender.repay(loan, "2015-02-01", "17.01")
    assert replays(lender, loan)[later] == 1
    assert [row["completed_on"] for row in lender.instalments(loan)][:2] == [FEBRUARY, MARCH]
    assert sound(lender, loan)


def test_a_charge_joins_when_it_is_asked_for_and_takes_what_was_overpaid(lender: Lender) -> None:
    lender.day(date(2015, 1, 10))
    loan = lent(lender, interest_rate=D(0), recalculation=None)
    lender.repay(loan, "2015-01-10", "110")
    assert lender.position(loan)["overpaid"] == 10
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(4))
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 1, 20)))
    assert lender.position(loan)["overpaid"] == 6
    assert lender.position(loan)["fees_paid"] == 4
    lender.do(RefundOverpayment(loan=loan, on=date(2015, 1, 10), amount=D(6)))
    assert lender.position(loan)["status"] == "closed"
    assert sound(lender, loan)


def test_a_chargeback_is_owed_with_the_next_instalment_in_the_products_order(lender: Lender) -> None:
    lender.day(MARCH)
    order = (Component.PENALTIES, Component.FEES, Component.INTEREST, Component.PRINCIPAL)
    loan = lent(lender, chargeback_order=order)
    lender.repay(loan, "2015-02-01", "17.01")
    second = lender.repay(loan, "2015-03-01", "17.01")
    lender.do(ChargePaymentBack(loan=loan, transaction=second, amount=D("17.01")))
    assert dues(lender, loan)[2] == (
        "33.04",
        "0.98",
    )  # twice 17.01: both interests, and that of the 16.52 owed again
    assert lender.position(loan)["charged_back"] == D("16.52")
    assert sound(lender, loan)


def test_a_refund_gives_its_interest_back_and_loses_it_with_itself(lender: Lender) -> None:
    lender.day(FEBRUARY)
    both = (RefundWithInterest.MERCHANT_ISSUED_REFUND, RefundWithInterest.PAYOUT_REFUND)
    loan = lent(lender, interest_refunds=both)
    refund = lender.do(RefundFromMerchant(loan=loan, on=FEBRUARY, amount=D(100))).id
    [interest] = given_back(lender, loan)
    assert interest["amount"] == D("0.58")
    assert interest["related_id"] == refund
    lender.do(UndoTransaction(loan=loan, transaction=refund))
    assert all(row["reversed_on"] for row in given_back(lender, loan))
    assert sound(lender, loan)


def test_a_refund_without_interest_gives_none_back(lender: Lender) -> None:
    lender.day(FEBRUARY)
    loan = lent(lender, interest_refunds=(RefundWithInterest.PAYOUT_REFUND,))
    lender.do(RefundFromMerchant(loan=loan, on=FEBRUARY, amount=D(50)))
    lender.do(RefundPayout(loan=loan, on=FEBRUARY, amount=D(10), with_interest=False))
    assert not given_back(lender, loan)


@pytest.mark.parametrize(
    "terms",
    [
        {"allocation_rules": ()},
        {"allocation_rules": (DEFAULT, DEFAULT)},
        {"allocation_rules": (replace(DEFAULT, order=STANDARD[:11]),)},
        {"allocation_rules": (replace(DEFAULT, order=(*STANDARD[:11], STANDARD[0])),)},
        {"chargeback_order": (Component.PRINCIPAL,)},
        {"strategy": AllocationStrategy.MIFOS_STANDARD},
        {"schedule_type": ScheduleType.CUMULATIVE},
        {"automatic_down_payment": True},
    ],
)
def test_rules_are_complete_and_go_with_progressive_schedules(lender: Lender, terms: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        progressive(lender, **terms)


def test_of_a_chargeback_in_the_products_order_only_what_no_overpayment_covers_reaches_the_portfolio(
    lender: Lender,
) -> None:
    lender.day(FEBRUARY)
    loan = lent(lender, interest_rate=D(0), recalculation=None, chargeback_order=tuple(Component))
    paid = lender.repay(loan, "2015-01-10", "60")
    lender.repay(loan, "2015-02-01", "55")
    assert lender.position(loan)["overpaid"] == 15
    back = lender.do(ChargePaymentBack(loan=loan, transaction=paid, amount=D(40))).id
    assert lender.transactions(loan)[-1][2:4] == ("40", "40")
    assert lender.journal(loan, back) == {
        "overpayment_liability": D("15.00"),
        "loan_portfolio": D("25.00"),
        "fund_source": D("-40.00"),
    }
    assert sound(lender, loan)


def test_interest_unpaid_is_told_apart_by_whether_it_is_due(lender: Lender) -> None:
    def unpaid(loan: int) -> tuple[str, str]:
        moved = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.MOVED}))).moved
        return f"{moved.interest_due_unpaid:.2f}", f"{moved.interest_running_unpaid:.2f}"

    lender.day(date(2015, 1, 15))
    loan = lent(lender)
    assert unpaid(loan) == ("0.00", "0.26")  # 100 at 7 % for 14 of 31 days of a month
    lender.repay(loan, "2015-01-15", "17.01")
    assert unpaid(loan) == ("0.00", "0.00")
    lender.day(FEBRUARY)
    assert unpaid(loan) == ("0.00", "0.27")  # 83.25 for the other 17 days, due with the second instalment
    lender.day(MARCH)
    assert unpaid(loan) == ("0.76", "0.00")


def test_what_closes_a_loan_on_a_day_in_the_past_is_less_interest_on_the_principal_of_now(
    lender: Lender,
) -> None:
    lender.day(date(2015, 2, 15))
    loan = lent(lender)
    lender.repay(loan, "2015-02-01", "17.01")
    lender.repay(loan, "2015-02-15", "5")

    def closing(on: date) -> tuple[str, str]:
        parts = lender.ask(GetPayoff(loan=loan, on=on)).components
        return f"{parts.principal:.2f}", f"{parts.interest:.2f}"

    assert closing(date(2014, 12, 31)) == ("78.57", "0.00")
    assert closing(FEBRUARY) == ("78.57", "0.00")
    assert closing(date(2015, 2, 2)) == ("78.57", "0.02")
    assert closing(date(2015, 2, 15)) == ("78.57", "0.24")


def test_what_was_overpaid_settles_a_part_of_what_is_claimed_back(lender: Lender) -> None:
    lender.day(MARCH)
    loan = lent(lender)
    payment = lender.repay(loan, "2015-03-01", "120")
    overpaid = lender.position(loan)["overpaid"]
    assert 0 < overpaid < 25
    lender.do(ChargePaymentBack(loan=loan, transaction=payment, amount=D(25)))
    position = lender.position(loan)
    assert (position["status"], position["overpaid"]) == ("active", 0)
    left = position["principal_charged"] - position["principal_paid"]
    assert left == D(25) - overpaid == lender.journal(loan)["loan_portfolio"]
    [claimed] = [row for row in lender.transactions(loan) if row[1] == "chargeback"]
    assert (D(claimed[2]), D(claimed[3])) == (25, 25)  # all of it bears interest again
    assert "overpayment_liability" not in lender.journal(loan)
    assert sound(lender, loan)


def test_a_loan_charged_off_is_closed_by_everything_scheduled(lender: Lender) -> None:
    lender.day(MARCH)
    loan = lent(lender)
    lender.do(ChargeLoanOff(loan=loan, on=MARCH))
    position = lender.position(loan)
    owed = lender.ask(GetPayoff(loan=loan, on=MARCH)).components
    assert owed.interest == position["interest_charged"] > D("1.5")
    assert lender.ask(GetPayoff(loan=loan, on=date(2015, 2, 28))).components.interest < owed.interest
    lender.repay(loan, "2015-03-01", str(owed.total))
    closed = lender.position(loan)
    assert (closed["status"], closed["interest_paid"], closed["overpaid"]) == ("closed", owed.interest, 0)


@pytest.mark.parametrize(
    ("rate", "kind", "amount"), [(4, "accrual_adjustment", "0.25"), (9, "accrual", "0.17")]
)
def test_another_rate_of_the_past_changes_what_a_charged_off_loan_had_earned(
    lender: Lender, rate: int, kind: str, amount: str
) -> None:
    lender.day(MARCH)
    loan = lent(lender, accounting=Accounting.ACCRUAL_PERIODIC)
    lender.do(ChargeLoanOff(loan=loan, on=MARCH))
    booked = [(row[0], row[1], row[2]) for row in lender.transactions(loan) if row[1].startswith("accrual")]
    assert booked == [("2015-03-01", "accrual", "1.16")]  # twice 100 at 7 % for a month, nothing was paid
    changes = RescheduleTerms(from_due_date=date(2015, 2, 2), new_interest_rate=D(rate))
    asked = RequestReschedule(loan=loan, changes=changes, submitted_on=MARCH)
    lender.do(ApproveReschedule(request=int(lender.do(asked).id), on=MARCH))
    booked = [(row[0], row[1], row[2]) for row in lender.transactions(loan) if row[1].startswith("accrual")]
    assert booked[1:] == [("2015-03-01", kind, amount)]
    assert sound(lender, loan)


def test_a_charge_after_the_last_instalment_joins_it_when_it_is_moved_behind_the_charge(
    lender: Lender,
) -> None:
    lender.day(date(2015, 1, 10))
    loan = lent(lender, interest_rate=D(0), recalculation=None)
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(4))
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 7, 20)))
    assert lender.instalments(loan)[-1]["due_date"] == date(2015, 7, 20)
    changes = RescheduleTerms(from_due_date=date(2015, 6, 1), new_due_date=date(2015, 6, 25))
    asked = RequestReschedule(loan=loan, changes=changes, submitted_on=date(2015, 1, 10))
    lender.do(ApproveReschedule(request=int(lender.do(asked).id), on=date(2015, 1, 10)))
    last = lender.instalments(loan)[-1]
    assert (last["number"], last["due_date"], last["fees_due"]) == (6, date(2015, 7, 25), 4)
    assert sound(lender, loan)


def test_interest_given_back_follows_what_turns_out_to_have_been_before_its_refund(lender: Lender) -> None:
    lender.day(date(2015, 1, 22))
    product = progressive(
        lender,
        principal=D(1000),
        interest_rate=D("9.9"),
        days_in_year=DaysInYear.ACTUAL,
        days_in_month=DaysInMonth.ACTUAL,
        interest_refunds=(RefundWithInterest.MERCHANT_ISSUED_REFUND,),
        accounting=Accounting.ACCRUAL_PERIODIC,
    )
    loan = lender.disbursed(product)
    refund = lender.do(RefundFromMerchant(loan=loan, on=date(2015, 1, 22), amount=D(1000))).id
    assert [f"{one['amount']:.2f}" for one in given_back(lender, loan)] == ["5.70"]
    early = lender.repay(loan, "2015-01-10", "85.63")
    assert [f"{one['amount']:.2f}" for one in given_back(lender, loan)] == ["5.42"]
    lender.do(UndoTransaction(loan=loan, transaction=early))
    assert [f"{one['amount']:.2f}" for one in given_back(lender, loan)] == ["5.70"]
    assert sound(lender, loan)
    lender.do(UndoTransaction(loan=loan, transaction=refund))  # what it gave back falls with it
    assert [one["reversed_on"] is None for one in given_back(lender, loan)] == [False]
    assert sound(lender, loan)
