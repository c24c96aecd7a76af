"""Giving back the interest of a refund afterwards."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, Credited
from amana.loans.kinds import TransactionKind as K
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AlreadyReversed, InterestRefundedAlready, NotAdjustable, OtherDay
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.loans.undo_transaction import goes_along


@dataclass(frozen=True, kw_only=True)
class RefundInterest:
    """Give back ``amount`` of interest for a refund, on its day (``on``, where said, has to be it); once for each."""

    loan: int
    transaction: int
    amount: Decimal
    on: date | None = None
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


@handles(RefundInterest, permission="INTEREST_REFUND_LOAN")
def handle(command: RefundInterest, work: Work, loans: LoanStore) -> Outcome:
    """Less is owed, at the expense of interest income."""
    loan = loans.load(command.loan, payment=command.payment)
    require(loan.status, Verb.REPAY)
    if not loan.state.contract.is_progressive:
        raise NotSupported(what="A refund of interest on a loan whose schedule is cumulative")
    refund = loan.transaction(command.transaction)
    if refund.kind not in (K.MERCHANT_REFUND, K.PAYOUT_REFUND):
        raise NotAdjustable(kind=str(refund.kind))
    if command.on is not None and command.on != refund.on:
        raise OtherDay(on=command.on, limit=refund.on)
    if refund.is_reversed:
        raise AlreadyReversed
    if any(goes_along(one, refund) for one in loan.state.transactions):
        raise InterestRefundedAlready
    rules.positive("amount", command.amount, loan.state.contract.currency)
    work.actor.require_amount("INTEREST_REFUND_LOAN", command.amount)
    body = Credited(
        credit=K.INTEREST_REFUND,
        amount=command.amount,
        decided=UNDECIDED,
        payment=command.payment,
        related=refund.id,
    )
    return book(loans, loan, body, refund.on, note=command.note, external_id=command.external_id)
