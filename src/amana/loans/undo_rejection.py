"""Taking a rejection back."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import Reopened
from amana.loans.notes import Notes
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class UndoLoanRejection:
    """Make the loan an application again, as of today."""

    loan: int
    note: str | None = None


@handles(UndoLoanRejection, permission="REJECTUNDO_LOAN")
def handle(command: UndoLoanRejection, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Rejected becomes submitted."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.UNDO_REJECTION)
    saved = loans.append(loan, (Reopened(), work.business_date))
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(loan.header, status=saved.status, closed_on=None)
