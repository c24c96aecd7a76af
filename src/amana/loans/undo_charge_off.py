"""Counting on a loan again that was charged off."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import TransactionReversed
from amana.loans.kinds import TransactionKind as K
from amana.loans.notes import Notes
from amana.loans.refund_overpayment import moves_money
from amana.loans.refusals import NotChargedOff, NotLast
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class UndoChargeOff:
    """Reverse the charge-off of a loan, as of today. It has to be the latest transaction."""

    loan: int
    note: str | None = None


@handles(UndoChargeOff, permission="UNDOCHARGEOFF_LOAN")
def handle(command: UndoChargeOff, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """What was taken off the books is on them again."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.CHARGE_OFF)
    counting = [one for one in loan.state.transactions if not one.is_reversed]
    found = [one for one in counting if one.kind is K.CHARGE_OFF]
    if not found:
        raise NotChargedOff
    if [one for one in counting if moves_money(one)][-1] is not found[0]:
        raise NotLast
    event = loans.record(
        loan.header, TransactionReversed(event=found[0].id), work.business_date, loan.events[-1].seq + 1
    )
    saved = loans.add(loan, event)
    notes.about_transaction(found[0].id, command.note)
    return rules.outcome(loan.header, "loan transaction", found[0].id, status=saved.status)
