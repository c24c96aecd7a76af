"""Giving back what was paid while the loan runs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import PaidBack
from amana.loans.payment import PaymentDetail
from amana.loans.refund_overpayment import moves_money
from amana.loans.refusals import AmountExceeds
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class PayBack:
    """Pay ``amount`` of what an active loan received back to the borrower (refund by cash)."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


@handles(PayBack, permission="REFUNDBYCASH_LOAN")
def handle(command: PayBack, work: Work, loans: LoanStore) -> Outcome:
    """What was paid last is owed again, from the last instalment on; under free allocation by the rule for it.

    Refuses more than was paid, and loans whose interest follows the money.
    """
    loan = loans.load(command.loan, on=command.on, payment=command.payment)
    state = loan.state
    require(loan.status, Verb.PAY_BACK)
    if state.contract.terms.recalculation is not None:
        raise NotSupported(what="A refund in cash of a loan whose interest follows the money")
    rules.positive("amount", command.amount, state.contract.currency)
    rules.not_in_future(work, "refund", command.on)
    latest = max((one.on for one in state.transactions if moves_money(one)), default=None)
    rules.not_before("refund", command.on, "latest transaction", latest)
    paid = sum((row.paid.total for row in state.instalments), ZERO)
    if command.amount > paid:
        raise AmountExceeds(what="refund", amount=command.amount, limit_of="amount paid", limit=paid)
    work.actor.require_amount("REFUNDBYCASH_LOAN", command.amount)
    body = PaidBack(amount=command.amount, payment=command.payment)
    return book(loans, loan, body, command.on, note=command.note, external_id=command.external_id)
