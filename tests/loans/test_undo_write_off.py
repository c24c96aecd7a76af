"""A write-off that is taken back."""

from datetime import date

import pytest

from amana.kernel.refusals import NotAllowedInState
from amana.loans.kinds import Accounting
from amana.loans.rebuild import differences, journal_differences
from amana.loans.recover import RecoverLoan
from amana.loans.refusals import RecoveredAlready
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.undo_write_off import UndoWriteOff
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import D, Lender


def test_what_was_written_off_is_owed_again(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-01", "900")
    before, books = lender.position(loan), lender.journal(loan)
    lender.do(WriteOffLoan(loan=loan, on=date(2015, 3, 1)))
    assert lender.journal(loan)["write_off"] == before["principal_charged"] - before["principal_paid"]
    lender.do(UndoWriteOff(loan=loan, note="It came back"))
    after = lender.position(loan)
    same = (
        "status",
        "principal_paid",
        "principal_written_off",
        "interest_charged",
        "closed_on",
        "last_money_on",
    )
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert lender.journal(loan) == books
    lender.repay(loan, "2015-03-01", "900")
    with lender.tenant.database.reading() as session:
        assert not [*differences(session, loan), *journal_differences(session, loan)]


def test_only_a_written_off_loan_has_a_write_off_to_undo(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    with pytest.raises(NotAllowedInState):
        lender.do(UndoWriteOff(loan=loan))


def test_a_write_off_after_which_money_came_in_is_undone_only_without_that_money(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.do(WriteOffLoan(loan=loan, on=date(2015, 3, 1)))
    recovered = lender.do(RecoverLoan(loan=loan, on=date(2015, 3, 2), amount=D(100))).id
    with pytest.raises(RecoveredAlready):
        lender.do(UndoWriteOff(loan=loan))
    lender.do(UndoTransaction(loan=loan, transaction=recovered))
    lender.do(UndoWriteOff(loan=loan))
    books = lender.journal(loan)
    assert (books["loan_portfolio"], books["fund_source"]) == (D("10000.00"), D("-10000.00"))
    assert set(books) == {"loan_portfolio", "fund_source"}
