"""Taking an approval back."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import ApprovalUndone
from amana.loans.notes import Notes
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class UndoLoanApproval:
    """Make the loan an application again, for the amount applied for."""

    loan: int
    note: str | None = None


@handles(UndoLoanApproval, permission="APPROVALUNDO_LOAN")
def handle(command: UndoLoanApproval, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Approved becomes submitted."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.UNDO_APPROVAL)
    saved = loans.append(loan, (ApprovalUndone(), work.business_date))
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(loan.header, status=saved.status, approved_on=None)
