"""A payment that was claimed back is owed again."""

from dataclasses import dataclass
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, ChargedBack
from amana.loans.kinds import TransactionKind as K
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AlreadyReversed, AmountExceeds, NotAdjustable
from amana.loans.state import TransactionState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.topping_up import not_of_top_up

CLAIMABLE = frozenset(
    {
        K.REPAYMENT,
        K.DOWN_PAYMENT,
        K.GOODWILL_CREDIT,
        K.MERCHANT_REFUND,
        K.PAYOUT_REFUND,
        K.INTEREST_PAYMENT_WAIVER,
        K.INTEREST_REFUND,
        K.CHARGE_ADJUSTMENT,
    }
)
"""What can be claimed back."""


@dataclass(frozen=True, kw_only=True)
class ChargePaymentBack:
    """Let ``amount`` of a ``transaction`` be owed again from the business date on."""

    loan: int
    transaction: int
    amount: Decimal
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


def claimable(loan: FullLoan, one: TransactionState) -> Decimal:
    """What of a transaction has not been claimed back yet; refuses one that cannot be."""
    if one.kind not in CLAIMABLE:
        raise NotAdjustable(kind=str(one.kind))
    if one.is_reversed:
        raise AlreadyReversed
    not_of_top_up(one)
    before = (
        other.amount
        for other in loan.state.transactions
        if other.kind is K.CHARGEBACK and other.related == one.id and not other.is_reversed
    )
    return one.amount - sum(before, ZERO)


@handles(ChargePaymentBack, permission="CHARGEBACK_LOAN")
def handle(command: ChargePaymentBack, work: Work, loans: LoanStore) -> Outcome:
    """The next instalment grows by it; a loan that was paid is active again."""
    today = work.business_date
    loan = loans.load(command.loan, on=today, payment=command.payment)
    require(loan.status, Verb.CHARGE_BACK)
    one = loan.transaction(command.transaction)
    left = claimable(loan, one)
    rules.positive("amount", command.amount, loan.state.contract.currency)
    if command.amount > left:
        raise AmountExceeds(
            what="chargeback", amount=command.amount, limit_of="payment not claimed back yet", limit=left
        )
    work.actor.require_amount("CHARGEBACK_LOAN", command.amount)
    body = ChargedBack(amount=command.amount, decided=UNDECIDED, related=one.id, payment=command.payment)
    return book(loans, loan, body, today, note=command.note, external_id=command.external_id)
