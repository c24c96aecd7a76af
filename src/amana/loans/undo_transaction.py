"""Reversing a transaction."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import Recorded, TransactionReversed
from amana.loans.kinds import CREDITS, TransactionKind
from amana.loans.notes import Notes
from amana.loans.refusals import AlreadyReversed, NotAdjustable
from amana.loans.state import TransactionState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.topping_up import not_of_top_up

UNDONE_BY: dict[TransactionKind, Verb] = {
    TransactionKind.REPAYMENT: Verb.ADJUST,
    TransactionKind.INTEREST_WAIVER: Verb.ADJUST,
    TransactionKind.CHARGE_PAYMENT: Verb.ADJUST,
    TransactionKind.CHARGE_WAIVER: Verb.ADJUST,
    TransactionKind.OVERPAYMENT_REFUND: Verb.ADJUST,
    TransactionKind.CHARGEBACK: Verb.ADJUST,
    TransactionKind.CASH_REFUND: Verb.ADJUST,
    # interest that was given back is taken back with its refund
    **dict.fromkeys(CREDITS - {TransactionKind.INTEREST_REFUND}, Verb.ADJUST),
    TransactionKind.WRITE_OFF: Verb.UNDO_WRITE_OFF,
    TransactionKind.RECOVERY: Verb.UNDO_RECOVERY,
}
"""What can be undone, and as which verb the life of the loan has to allow it."""


@dataclass(frozen=True, kw_only=True)
class UndoTransaction:
    """Reverse a repayment, waiver, charge payment, recovery, refund or write-off; as of today."""

    loan: int
    transaction: int
    only: TransactionKind | None = None
    """Refuse a transaction of another kind."""
    note: str | None = None


def reversal_of(one: TransactionState, replaced_by: int | None = None) -> TransactionReversed:
    """The event that ends a transaction, with how it counted until then."""
    return TransactionReversed(
        event=one.id,
        replaced_by=replaced_by,
        decided=one.decided,
        balance=one.balance,
        recognised=one.recognised,
    )


def stays_as_it_is(loan: FullLoan, one: TransactionState) -> None:
    """Refuse to take back what other things stand on: chargebacks, a refunded charge, the other side of a top-up."""
    rules.not_claimed_back(loan, one.id)
    not_of_top_up(one)
    if one.kind is TransactionKind.REPAYMENT or one.kind in CREDITS:
        rules.no_charge_refunded_later(loan, one.on)


def goes_along(one: TransactionState, undone: TransactionState) -> bool:
    """Whether it falls with ``undone``: the interest that a refund gave back."""
    return one.kind is TransactionKind.INTEREST_REFUND and one.related == undone.id and not one.is_reversed


def reversals(
    loans: LoanStore, loan: FullLoan, one: TransactionState, today: date, replaced_by: int | None = None
) -> list[Recorded]:
    """The reversal of a transaction, and of what goes along with it."""
    along = (each for each in loan.state.transactions if goes_along(each, one))
    bodies = [reversal_of(one, replaced_by), *(reversal_of(each) for each in along)]
    first = loan.events[-1].seq + 1
    return [loans.record(loan.header, body, today, seq) for seq, body in enumerate(bodies, first)]


@handles(UndoTransaction, permission="ADJUST_LOAN")
def handle(command: UndoTransaction, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """The loan is derived anew as if the transaction had never been."""
    loan = loans.load(command.loan)
    one = loan.transaction(command.transaction)
    verb = UNDONE_BY.get(one.kind)
    if verb is None or command.only not in (None, one.kind):
        raise NotAdjustable(kind=str(one.kind))
    if one.is_reversed:
        raise AlreadyReversed
    stays_as_it_is(loan, one)
    let_go = verb is Verb.UNDO_WRITE_OFF and loan.state.life.written_off is None
    require(loan.status, Verb.ADJUST if let_go else verb)
    saved = loans.extend(loan, *reversals(loans, loan, one, work.business_date))
    notes.about_transaction(one.id, command.note)
    return rules.outcome(loan.header, "loan transaction", one.id, status=saved.status)
