"""Forgiving interest."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, InterestWaived
from amana.loans.refusals import AmountExceeds
from amana.loans.settled import takes_money
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class WaiveInterest:
    """Forgive ``amount`` of the interest, from the first instalment that owes some."""

    loan: int
    on: date
    amount: Decimal
    note: str | None = None


def require_waivable(loan: FullLoan, amount: Decimal) -> None:
    """Refuse to forgive more interest than is owed."""
    owed = loan.state.interest.outstanding
    if amount > owed:
        raise AmountExceeds(what="waiver", amount=amount, limit_of="interest outstanding", limit=owed)


@handles(WaiveInterest, permission="WAIVEINTERESTPORTION_LOAN")
def handle(command: WaiveInterest, work: Work, loans: LoanStore) -> Outcome:
    """Interest forgiven is owed no more."""
    loan = loans.load(command.loan)
    takes_money(work, loan.status)
    require(loan.status, Verb.WAIVE_INTEREST)
    rules.positive("amount", command.amount, loan.state.contract.currency)
    rules.not_in_future(work, "waiver", command.on)
    rules.not_before("waiver", command.on, "disbursement", loan.header.position.disbursed_on)
    require_waivable(loan, command.amount)
    work.actor.require_amount("WAIVEINTERESTPORTION_LOAN", command.amount)
    body = InterestWaived(amount=command.amount, decided=UNDECIDED)
    return book(loans, loan, body, command.on, note=command.note)
