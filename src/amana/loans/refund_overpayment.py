"""Giving back what was paid too much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import OverpaymentRefunded
from amana.loans.kinds import INCOME_KEPT
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AmountExceeds
from amana.loans.state import TransactionState
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class RefundOverpayment:
    """Pay ``amount`` of the overpayment back to the borrower (credit balance refund)."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


def moves_money(one: TransactionState) -> bool:
    """Whether a transaction counts and is more than income booked."""
    return not one.is_reversed and one.kind not in INCOME_KEPT


@handles(RefundOverpayment, permission="CREDITBALANCEREFUND_LOAN")
def handle(command: RefundOverpayment, work: Work, loans: LoanStore) -> Outcome:
    """What is refunded is overpaid no more; with nothing left the loan is closed."""
    loan = loans.load(command.loan, on=command.on, payment=command.payment)
    require(loan.status, Verb.REFUND)
    rules.positive("amount", command.amount, loan.state.contract.currency)
    rules.not_in_future(work, "refund", command.on)
    latest = max((one.on for one in loan.state.transactions if moves_money(one)), default=None)
    rules.not_before("refund", command.on, "latest transaction", latest)
    overpaid = loan.state.overpaid
    if command.amount > overpaid:
        raise AmountExceeds(what="refund", amount=command.amount, limit_of="overpayment", limit=overpaid)
    work.actor.require_amount("CREDITBALANCEREFUND_LOAN", command.amount)
    body = OverpaymentRefunded(amount=command.amount, payment=command.payment)
    return book(loans, loan, body, command.on, note=command.note, external_id=command.external_id)
