"""Taking back the latest of several disbursements."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotAllowedInState
from amana.loans import rules
from amana.loans.events import Event, TranchesChanged, TransactionReversed
from amana.loans.kinds import TransactionKind as K
from amana.loans.notes import Notes
from amana.loans.state import LoanState, TransactionState
from amana.loans.states import Verb
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class UndoLastDisbursal:
    """Reverse the latest disbursement of a loan paid out in tranches, with the fees taken at it."""

    loan: int
    note: str | None = None


def to_reverse(state: LoanState) -> list[TransactionState]:
    """The latest disbursement and what was booked after it for its day; refuses the only one, and one that was followed
    by money of a later day.
    """
    counting = sorted((one for one in state.transactions if not one.is_reversed), key=lambda one: one.seq)
    paid_out = [one for one in counting if one.kind is K.DISBURSEMENT]
    if len(paid_out) < 2 or state.contract.closes is not None:
        raise NotAllowedInState(kind="loan", status="paid out once", verb=str(Verb.UNDO_TRANCHE))
    last = paid_out[-1]
    if any(one.on > last.on and one.kind is not K.ACCRUAL for one in counting):
        raise NotAllowedInState(kind="loan", status="paid on since", verb=str(Verb.UNDO_TRANCHE))
    same_day = [one for one in counting if one.seq > last.seq and one.on == last.on]
    return [last, *(one for one in same_day if one.kind is not K.ACCRUAL)]


def no_longer_planned(state: LoanState) -> list[Event]:
    """The plan of a progressive loan without the tranche taken back: it is not expected again."""
    planned, place = state.contract.terms.tranches, len(state.disbursements) - 1
    if not state.contract.is_progressive or place >= len(planned):
        return []
    return [TranchesChanged(tranches=(*planned[:place], *planned[place + 1 :]))]


@handles(UndoLastDisbursal, permission="DISBURSALLASTUNDO_LOAN")
def handle(command: UndoLastDisbursal, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """The tranche of a cumulative loan is expected again, that of a progressive one is not."""
    loan = loans.load(command.loan, events=2)
    rules.allow(loan, Verb.UNDO_TRANCHE)
    bodies: list[tuple[Event, date]] = [
        (TransactionReversed(event=one.id, upkeep=one.kind is not K.DISBURSEMENT), work.business_date)
        for one in to_reverse(loan.state)
    ]
    bodies.extend((one, work.business_date) for one in no_longer_planned(loan.state))
    saved = loans.append(loan, *bodies)
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(loan.header, status=saved.status, paid_out=saved.state.paid_out)
