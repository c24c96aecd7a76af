"""Correcting a transaction: the old one is reversed, a new one booked, in one command."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.loans import rules
from amana.loans.booking import booked
from amana.loans.events import UNDECIDED, Credited, InterestWaived, MoneyEvent, Recorded, Repaid
from amana.loans.kinds import CREDITS, TransactionKind
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AlreadyReversed, AmountExceeds, NotAdjustable
from amana.loans.state import TransactionState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore, decide
from amana.loans.undo_transaction import UNDONE_BY, reversals, stays_as_it_is

ADJUSTABLE = (CREDITS - {TransactionKind.INTEREST_REFUND}) | {
    TransactionKind.REPAYMENT,
    TransactionKind.INTEREST_WAIVER,
}


@dataclass(frozen=True, kw_only=True)
class AdjustTransaction:
    """Replace a repayment, credit or waiver by one of ``amount`` on ``on``; an amount of zero only reverses it, as it
    does with everything that can be undone.
    """

    loan: int
    transaction: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None


def replacement(old: TransactionState, command: AdjustTransaction) -> MoneyEvent:
    """What is booked instead; how it is put is decided by the derivation."""
    if old.kind is TransactionKind.INTEREST_WAIVER:
        return InterestWaived(amount=command.amount, decided=UNDECIDED)
    if old.kind in CREDITS:
        return Credited(
            credit=old.kind,
            amount=command.amount,
            decided=UNDECIDED,
            payment=command.payment,
            related=old.related,
            charge=old.charge,
        )
    return Repaid(amount=command.amount, decided=UNDECIDED, payment=command.payment)


def check(work: Work, loan: FullLoan, command: AdjustTransaction) -> TransactionState:
    """The transaction to be replaced; refuses what cannot be corrected."""
    old = loan.transaction(command.transaction)
    undone = command.amount == ZERO and UNDONE_BY.get(old.kind) is Verb.ADJUST
    if old.kind not in ADJUSTABLE and not undone:
        raise NotAdjustable(kind=str(old.kind))
    require(loan.status, Verb.ADJUST)
    if old.is_reversed:
        raise AlreadyReversed
    stays_as_it_is(loan, old)
    if command.amount != ZERO:
        rules.no_charge_refunded_later(loan, command.on)
    if command.amount < ZERO:
        raise invalid("amount", "too_small", "The amount cannot be negative.", command.amount, 0)
    rules.not_in_future(work, "transaction", command.on)
    rules.not_before("transaction", command.on, "disbursement", loan.header.position.disbursed_on)
    if command.amount != ZERO:
        rules.working_day(work, loan.header, "transaction", command.on)
    return old


@handles(AdjustTransaction, permission="ADJUST_LOAN")
def handle(command: AdjustTransaction, work: Work, loans: LoanStore) -> Outcome:
    """The loan is derived anew without the old transaction and with the new one."""
    loan = loans.load(command.loan, on=command.on, payment=command.payment, events=2)
    old = check(work, loan, command)
    today = work.business_date
    if command.amount == ZERO:
        loans.extend(loan, *reversals(loans, loan, old, today))
        return rules.outcome(loan.header, "loan transaction", old.id, on=command.on, amount=command.amount)
    rules.positive("amount", command.amount, loan.state.contract.currency)
    work.actor.require_amount("ADJUST_LOAN", command.amount)
    new = loans.record(loan.header, replacement(old, command), command.on, 0)
    before = reversals(loans, loan, old, today, new.id)
    new = replace(new, seq=before[-1].seq + 1)
    _save(loans, loan, before, new)
    return booked(loans, loan.header, new, note=command.note)


def _save(loans: LoanStore, loan: FullLoan, reversals: list[Recorded], new: Recorded) -> None:
    events = (*loan.events, *reversals, new)
    state = loans.derived(events)
    if isinstance(new.body, InterestWaived):
        taken = next(one.decided for one in state.transactions if one.id == new.id)
        found = sum((portion.components.interest for portion in taken.portions), ZERO)
        if found < new.body.amount:
            raise AmountExceeds(
                what="waiver", amount=new.body.amount, limit_of="interest outstanding", limit=found
            )
    loans.save(loan, (*loan.events, *reversals, decide(state, new)), state)
