"""What money and forgiveness do to a loan, and what the books say of it."""

from dataclasses import replace
from datetime import date

import pytest

from amana.finance.terms import Recalculation
from amana.kernel.refusals import InvalidInput, NotAllowedInState, NotFound, NotSupported
from amana.ledger.close_period import ClosePeriod
from amana.ledger.closures import PeriodClosed
from amana.ledger.journal_queries import ListJournalLines
from amana.ledger.reopen_period import ReopenPeriod
from amana.loans.accrue import AccrueLoan
from amana.loans.add_charge import AddLoanCharge
from amana.loans.adjust import AdjustTransaction
from amana.loans.asking import ALL_PARTS, GetLoan
from amana.loans.close import CloseLoan
from amana.loans.close_as_rescheduled import CloseLoanAsRescheduled
from amana.loans.kinds import Accounting
from amana.loans.pay_back import PayBack
from amana.loans.payment import PaymentDetail
from amana.loans.recover import RecoverLoan
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.refusals import AlreadyReversed, AmountExceeds, NotAdjustable, PaidBackAlready, StillOwed
from amana.loans.repay import RepayLoan
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.waive_interest import WaiveInterest
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import HEAD_OFFICE, TODAY, D, Lender

FEBRUARY, MARCH = date(2015, 2, 1), date(2015, 3, 1)


def test_a_backdated_repayment_moves_the_later_ones_and_the_books_follow(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    late = lender.repay(loan, "2015-03-01", "888.49")
    assert lender.journal(loan, late)["interest_on_loan"] == D("-100.00")
    early = lender.repay(loan, "2015-02-01", "888.49")
    assert [row[:5] for row in lender.transactions(loan)[1:]] == [
        ("2015-02-01", "repayment", "888.49", "788.49", "100.00"),
        ("2015-03-01", "repayment", "888.49", "796.37", "92.12"),
    ]
    assert lender.journal(loan, early)["interest_on_loan"] == D("-100.00")
    assert lender.journal(loan, late)["interest_on_loan"] == D("-92.12")
    lender.do(UndoTransaction(loan=loan, transaction=early))
    assert lender.journal(loan, early) == {}
    assert lender.journal(loan, late)["interest_on_loan"] == D("-100.00")
    with pytest.raises(AlreadyReversed):
        lender.do(UndoTransaction(loan=loan, transaction=early))


def test_of_a_transaction_that_counts_differently_the_first_entry_is_taken_back(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    late = lender.repay(loan, "2015-03-01", "888.49")
    lender.repay(loan, "2015-02-01", "888.49")
    asked = ListJournalLines(transaction=f"L{late}")
    lines = lender.ask(asked).items
    assert [(one.account_name, one.side, one.amount) for one in lines] == [
        ("loan_portfolio", "credit", D("788.49")),
        ("interest_on_loan", "credit", D("100.00")),
        ("fund_source", "debit", D("888.49")),
        ("loan_portfolio", "debit", D("788.49")),
        ("interest_on_loan", "debit", D("100.00")),
        ("fund_source", "credit", D("888.49")),
        ("loan_portfolio", "credit", D("796.37")),
        ("interest_on_loan", "credit", D("92.12")),
        ("fund_source", "debit", D("888.49")),
    ]
    assert [one.reversed for one in lines] == [True] * 3 + [False] * 6
    assert lender.ask(replace(asked, as_it_stands=True)).items == lines[6:]


def test_an_adjustment_is_a_reversal_and_a_new_transaction(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    wrong = lender.repay(loan, "2015-02-01", "900")
    right = lender.do(AdjustTransaction(loan=loan, transaction=wrong, on=FEBRUARY, amount=D("888.49"))).id
    shown = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).transactions
    assert [(one.id, one.reversed) for one in shown[1:]] == [(wrong, True), (right, False)]
    assert lender.journal(loan, wrong) == {}
    lender.do(AdjustTransaction(loan=loan, transaction=right, on=FEBRUARY, amount=D(0)))
    assert lender.position(loan)["principal_paid"] == 0
    disbursement = shown[0].id
    with pytest.raises(NotAdjustable):
        lender.do(AdjustTransaction(loan=loan, transaction=disbursement, on=FEBRUARY, amount=D(1)))
    with pytest.raises(NotFound):
        lender.do(UndoTransaction(loan=loan, transaction=right + 10**6))


def test_interest_is_waived_from_the_first_instalment_on(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    event = lender.do(WaiveInterest(loan=loan, on=FEBRUARY, amount=D("150.00"))).id
    rows = lender.instalments(loan)
    assert [row["interest_waived"] for row in rows[:3]] == [D("100.00"), D("50.00"), D(0)]
    assert lender.journal(loan, event) == {}  # with cash accounting it was never income
    with pytest.raises(AmountExceeds):
        lender.do(WaiveInterest(loan=loan, on=FEBRUARY, amount=D("511.87")))


def test_a_write_off_gives_up_the_principal_and_a_recovery_is_income(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-01", "888.49")
    with pytest.raises(NotAllowedInState):
        lender.do(RecoverLoan(loan=loan, on=TODAY, amount=D(1)))
    given_up = lender.do(WriteOffLoan(loan=loan, on=MARCH)).id
    position = lender.position(loan)
    assert (position["status"], position["written_off_on"]) == ("written_off", MARCH)
    assert position["principal_written_off"] == D("9211.51")
    assert lender.journal(loan, given_up) == {"write_off": D("9211.51"), "loan_portfolio": D("-9211.51")}
    back = lender.do(RecoverLoan(loan=loan, on=TODAY, amount=D(500))).id
    assert lender.journal(loan, back) == {"fund_source": D(500), "income_from_recovery": D(-500)}
    with pytest.raises(AmountExceeds):
        lender.do(RecoverLoan(loan=loan, on=TODAY, amount=D(10000)))
    with pytest.raises(NotAllowedInState):
        lender.do(RepayLoan(loan=loan, on=TODAY, amount=D(1)))
    lender.do(UndoTransaction(loan=loan, transaction=back))
    lender.do(UndoTransaction(loan=loan, transaction=given_up))
    assert lender.position(loan)["status"] == "active"
    assert "write_off" not in lender.journal(loan)


def test_an_overpayment_can_be_given_back(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    paid = lender.repay(loan, "2015-02-01", "10700")
    assert lender.position(loan)["overpaid"] == D("38.14")
    with pytest.raises(AmountExceeds):
        lender.do(RefundOverpayment(loan=loan, on=MARCH, amount=D(39)))
    event = lender.do(RefundOverpayment(loan=loan, on=MARCH, amount=D("38.14"))).id
    assert lender.journal(loan, event) == {"overpayment_liability": D("38.14"), "fund_source": D("-38.14")}
    position = lender.position(loan)
    assert (position["status"], position["closed_on"], position["overpaid"]) == ("closed", MARCH, 0)
    lender.do(UndoTransaction(loan=loan, transaction=paid))  # what went back is owed now
    assert lender.journal(loan, event) == {"loan_portfolio": D("38.14"), "fund_source": D("-38.14")}
    position = lender.position(loan)
    assert (position["status"], position["charged_back"]) == ("active", D("38.14"))
    assert lender.instalments(loan)[2]["principal_due"] == D("804.34") + D("38.14")


def test_what_is_paid_back_is_owed_again_where_it_had_gone_to(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-01", "888.49")
    lender.repay(loan, "2015-02-01", "888.49")
    with pytest.raises(AmountExceeds):
        lender.do(PayBack(loan=loan, on=MARCH, amount=D(1777)))
    event = lender.do(PayBack(loan=loan, on=MARCH, amount=D(800))).id
    assert lender.transactions(loan)[-1][2:5] == (
        "800",
        "796.37",
        "3.63",
    )  # the principal of the second goes first
    assert lender.journal(loan, event) == {
        "loan_portfolio": D("796.37"),
        "interest_on_loan": D("3.63"),
        "fund_source": D("-800"),
    }
    first, second = lender.instalments(loan)[:2]
    assert (first["completed_on"], second["completed_on"]) == (FEBRUARY, None)
    assert (second["principal_paid"], second["interest_paid"], second["in_advance"]) == (
        0,
        D("88.49"),
        D("888.49"),
    )
    lender.do(UndoTransaction(loan=loan, transaction=event))
    assert lender.instalments(loan)[1]["completed_on"] == FEBRUARY
    assert lender.journal(loan, event) == {}


def test_a_payment_that_was_paid_back_can_be_neither_undone_nor_lowered(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    paid = lender.repay(loan, "2015-02-01", "888.49")
    refund = lender.do(PayBack(loan=loan, on=MARCH, amount=D(800))).id
    for change in (
        UndoTransaction(loan=loan, transaction=paid),
        AdjustTransaction(loan=loan, transaction=paid, on=FEBRUARY, amount=D(799)),
    ):
        with pytest.raises(PaidBackAlready):
            lender.do(change)
    lender.do(UndoTransaction(loan=loan, transaction=refund))
    lender.do(UndoTransaction(loan=loan, transaction=paid))
    assert lender.instalments(loan)[0]["principal_paid"] == 0


def test_charges_that_were_paid_last_are_paid_back_first_and_income_accrued_is_receivable_again(
    lender: Lender,
) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(10))
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC), terms={"number_of_repayments": 1})
    for day in (10, 20):
        lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 1, day)))
    lender.repay(loan, "2015-02-01", "1020")
    event = lender.do(PayBack(loan=loan, on=MARCH, amount=D(1015))).id
    assert lender.journal(loan, event) == {
        "loan_portfolio": D(900),
        "receivable_interest": D(100),
        "receivable_fee": D(15),
        "fund_source": D(-1015),
    }
    view = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS))
    assert [one.paid for one in view.charges] == [5, 0]


def test_money_is_not_paid_back_where_interest_follows_it(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH, recalculation=Recalculation()))
    lender.repay(loan, "2015-02-01", "888.49")
    with pytest.raises(NotSupported):
        lender.do(PayBack(loan=loan, on=MARCH, amount=D(10)))


def test_a_small_rest_is_let_go_when_the_loan_is_closed(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH, arrears_tolerance=D(5)))
    lender.repay(loan, "2015-02-01", "10656.86")
    with pytest.raises(StillOwed):
        other = lender.disbursed(lender.product())
        lender.do(CloseLoan(loan=other, on=MARCH))
    event = lender.do(CloseLoan(loan=loan, on=MARCH)).id
    assert lender.position(loan)["status"] == "closed"
    lender.do(UndoTransaction(loan=loan, transaction=event))
    assert lender.position(loan)["status"] == "active"


def test_a_loan_closed_as_rescheduled_posts_nothing(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    before = lender.journal(loan)
    lender.do(CloseLoanAsRescheduled(loan=loan, on=MARCH))
    assert lender.position(loan)["status"] == "rescheduled"
    assert lender.journal(loan) == before


def test_nothing_is_booked_into_a_closed_period(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    paid = lender.repay(loan, "2015-02-01", "888.49")
    closure = lender.do(ClosePeriod(office=HEAD_OFFICE, closed_on=date(2015, 2, 28))).id
    with pytest.raises(PeriodClosed):
        lender.repay(loan, "2015-02-28", "10")
    with pytest.raises(PeriodClosed):
        lender.do(UndoTransaction(loan=loan, transaction=paid))
    lender.repay(loan, "2015-03-01", "10")
    lender.do(ReopenPeriod(closure=closure))


def test_the_type_of_payment_has_to_be_one(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    cash = lender.code_value("PaymentType", "Cash")
    gold = lender.code_value("LoanCollateral", "Gold")
    with pytest.raises(InvalidInput):
        lender.do(RepayLoan(loan=loan, on=FEBRUARY, amount=D(1), payment=PaymentDetail(type=gold)))
    payment = PaymentDetail(type=cash, receipt_number="r1")
    event = lender.do(RepayLoan(loan=loan, on=FEBRUARY, amount=D(1), payment=payment, note="by hand")).id
    shown = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).transactions[-1]
    assert (shown.id, shown.payment, shown.payment_type_name, shown.note) == (
        event,
        payment,
        "Cash",
        "by hand",
    )


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_amounts_are_positive_and_no_finer_than_the_currency(lender: Lender, amount: str) -> None:
    loan = lender.disbursed(lender.product())
    with pytest.raises(InvalidInput):
        lender.repay(loan, "2015-02-01", amount)


def test_an_undone_transaction_is_a_mirror_of_its_entry(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    paid = lender.repay(loan, "2015-03-01", "888.49")
    lender.do(UndoTransaction(loan=loan, transaction=paid))
    entries = lender.rows(
        f"SELECT id, reverses, event_id FROM journal_entry WHERE transaction_ref = 'L{paid}' ORDER BY id"
    )
    assert [entry["reverses"] for entry in entries] == [None, entries[0]["id"]]
    assert entries[1]["event_id"] != paid  # the event that caused it


def test_a_backdated_waiver_takes_back_the_income_that_was_booked_for_later_days(lender: Lender) -> None:
    """First interest is 100.00, the second 92.12; both are booked on 1 March, the waiver counts from 1 February."""
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    lender.do(AccrueLoan(loan=loan, until=MARCH))
    waiver = lender.do(WaiveInterest(loan=loan, on=FEBRUARY, amount=D("150"))).id
    assert lender.journal(loan, waiver) == {"write_off": D("150.00"), "receivable_interest": D("-150.00")}
    lender.do(AccrueLoan(loan=loan, until=MARCH))
    assert lender.journal(loan)["receivable_interest"] == D("42.12")
