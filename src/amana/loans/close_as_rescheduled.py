"""Closing a loan whose rest goes on in another contract."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, ClosedAsRescheduled
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class CloseLoanAsRescheduled:
    """Close a loan whose rest goes on in another contract; nothing is posted, the books follow the new contract."""

    loan: int
    on: date
    note: str | None = None


@handles(CloseLoanAsRescheduled, permission="CLOSEASRESCHEDULED_LOAN")
def handle(command: CloseLoanAsRescheduled, work: Work, loans: LoanStore) -> Outcome:
    """Active becomes rescheduled."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.CLOSE)
    rules.not_charged_off(loan, Verb.CLOSE)
    rules.not_in_future(work, "closing", command.on)
    rules.not_before("closing", command.on, "disbursement", loan.header.position.disbursed_on)
    rules.not_before("closing", command.on, "latest transaction", loan.state.last_moved_on)
    body = ClosedAsRescheduled(amount=loan.state.outstanding, decided=UNDECIDED)
    return book(loans, loan, body, command.on, note=command.note, closed_on=command.on)
