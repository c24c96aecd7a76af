"""Taking penalties for overdue instalments off a loan, so that they can be charged anew on what is owed now."""

from dataclasses import dataclass
from datetime import date

from amana.finance.charges import ChargeTime
from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import ChargeRemoved, Event
from amana.loans.kinds import TransactionKind
from amana.loans.state import ChargeState, TransactionState
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.loans.undo_transaction import reversal_of


@dataclass(frozen=True, kw_only=True)
class TakeOffPenalties:
    """Take the penalties for overdue instalments that fell due on ``since`` or later off the loan."""

    loan: int
    since: date


@handles(TakeOffPenalties, permission="DEACTIVATEOVERDUE_LOANCHARGE")
def handle(command: TakeOffPenalties, work: Work, loans: LoanStore) -> Outcome:
    """What had been paid of them pays something else; one that was waived or given up stays. Accruals that booked them
    are reversed: penalties that are still due come back with the next charging, and income with the next accrual.
    """
    loan = loans.load(command.loan)
    require(loan.status, Verb.TAKE_OFF_PENALTIES)
    today = work.business_date
    gone = {one.charge.id for one in loan.state.charges if _is_meant(one, command.since)}
    bodies: list[tuple[Event, date]] = [(ChargeRemoved(charge=charge), today) for charge in sorted(gone)]
    bodies += [(reversal_of(one), today) for one in loan.state.transactions if _booked(one, gone)]
    if bodies:
        loans.append(loan, *bodies)
    return rules.outcome(loan.header, charges=len(gone))


def _booked(one: TransactionState, gone: set[int]) -> bool:
    """Whether it made income of a penalty that is gone."""
    accrued = one.kind in (TransactionKind.ACCRUAL, TransactionKind.ACCRUAL_ADJUSTMENT)
    return accrued and not one.is_reversed and any(share.charge in gone for share in one.decided.charges)


def _is_meant(one: ChargeState, since: date) -> bool:
    due_on = one.charge.due_on if one.charge.time is ChargeTime.OVERDUE_INSTALMENT else None
    untouched = one.total("waived") == ZERO == one.total("written_off")
    return due_on is not None and due_on >= since and untouched
