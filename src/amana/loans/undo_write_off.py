"""Owing again what had been written off."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.kinds import TransactionKind
from amana.loans.notes import Notes
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.loans.undo_transaction import reversal_of


@dataclass(frozen=True, kw_only=True)
class UndoWriteOff:
    """Reverse the write-off of a loan, as of today. What was recovered since stays income."""

    loan: int
    note: str | None = None


@handles(UndoWriteOff, permission="UNDOWRITEOFF_LOAN")
def handle(command: UndoWriteOff, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Written off becomes active."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.UNDO_WRITE_OFF)
    [lost] = [
        one
        for one in loan.state.transactions
        if one.kind is TransactionKind.WRITE_OFF and not one.is_reversed
    ]
    saved = loans.append(loan, (reversal_of(lost), work.business_date))
    notes.about_transaction(lost.id, command.note)
    return rules.outcome(loan.header, "loan transaction", lost.id, status=saved.status)
