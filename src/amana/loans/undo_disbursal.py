"""Taking a disbursement back."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.closing.records import NEVER_CLOSED
from amana.loans.events import DisbursalUndone
from amana.loans.notes import Notes
from amana.loans.refusals import TopUpStands
from amana.loans.states import Verb
from amana.loans.store import LoanStore
from amana.loans.topping_up import none_paid_off, reopen


@dataclass(frozen=True, kw_only=True)
class UndoDisbursal:
    """Make an active loan an approved one again; every transaction on it is reversed.

    ``reopens`` says that a loan it paid off is open again.
    """

    loan: int
    reopens: bool = False
    note: str | None = None


@handles(UndoDisbursal, permission="DISBURSALUNDO_LOAN")
def handle(command: UndoDisbursal, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Active becomes approved; the days that were closed for it begin anew when it is paid out again."""
    loan = loans.load(command.loan)
    rules.allow(loan, Verb.UNDO_DISBURSAL)
    none_paid_off(loan.state)
    closed = loan.state.contract.closes
    if closed is not None:
        if not command.reopens:
            raise TopUpStands
        reopen(loans, loans.load(closed), command.loan, work.business_date)
    saved = loans.append(loan, (DisbursalUndone(), work.business_date))
    work.session.run(NEVER_CLOSED, loan=loan.header.id)
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(loan.header, status=saved.status, disbursed_on=None)
