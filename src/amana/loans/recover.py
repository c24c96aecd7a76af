"""Money received on a loan that was written off."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import Recovered
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AmountExceeds
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class RecoverLoan:
    """Receive ``amount`` on a written-off loan; it is income, the loan stays closed."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None


def require_recoverable(loan: FullLoan, amount: Decimal) -> None:
    """Refuse to recover more than was written off."""
    state = loan.state
    given_up = (
        state.principal.written_off
        + state.interest.written_off
        + state.fees.written_off
        + state.penalties.written_off
    )
    left = given_up - state.recovered
    if amount > left:
        raise AmountExceeds(what="recovery", amount=amount, limit_of="amount written off", limit=left)


@handles(RecoverLoan, permission="RECOVERYPAYMENT_LOAN")
def handle(command: RecoverLoan, work: Work, loans: LoanStore) -> Outcome:
    """Recovered money changes no balance of the loan."""
    loan = loans.load(command.loan, on=command.on, payment=command.payment)
    require(loan.status, Verb.RECOVER)
    rules.positive("amount", command.amount, loan.state.contract.currency)
    rules.not_in_future(work, "recovery", command.on)
    rules.not_before("recovery", command.on, "write-off", loan.header.position.written_off_on)
    require_recoverable(loan, command.amount)
    work.actor.require_amount("RECOVERYPAYMENT_LOAN", command.amount)
    body = Recovered(amount=command.amount, payment=command.payment)
    return book(loans, loan, body, command.on, note=command.note)
