"""Paying a loan off before its term."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans.booking import booked
from amana.loans.events import UNDECIDED, Repaid
from amana.loans.payment import PaymentDetail
from amana.loans.payoff import closing
from amana.loans.refusals import NotThePayoff
from amana.loans.repay import check, receive
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class PrepayLoan:
    """Receive what closes the loan on the day ``on`` (``GetPayoff``), in the loan's currency; no more and no less."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None


@handles(PrepayLoan, permission="PREPAY_LOAN")
def handle(command: PrepayLoan, work: Work, loans: LoanStore) -> Outcome:
    """A repayment after which nothing is owed."""
    loan = loans.open(command.loan, command.on, command.payment)
    check(work, loan.header, "prepayment", command.on, command.amount)
    work.actor.require_amount("PREPAY_LOAN", command.amount)
    owed = closing(loans.whole(loan).events, command.on).total
    if command.amount != owed:
        raise NotThePayoff(amount=command.amount, on=command.on, payoff=owed)
    body = Repaid(amount=command.amount, decided=UNDECIDED, payment=command.payment)
    event = receive(loans, loan, body, command.on)
    return booked(loans, loan.header, event, note=command.note)
