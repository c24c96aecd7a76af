"""Closing a loan by hand."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, LetGo
from amana.loans.refusals import StillOwed
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class CloseLoan:
    """Close a loan that owes no more than its arrears tolerance; the rest is let go as a write-off."""

    loan: int
    on: date
    note: str | None = None


@handles(CloseLoan, permission="CLOSE_LOAN")
def handle(command: CloseLoan, work: Work, loans: LoanStore) -> Outcome:
    """Active becomes closed."""
    loan = loans.load(command.loan)
    state = loan.state
    require(loan.status, Verb.CLOSE)
    rules.not_in_future(work, "closing", command.on)
    rules.not_before("closing", command.on, "disbursement", loan.header.position.disbursed_on)
    rules.not_before("closing", command.on, "latest transaction", state.last_moved_on)
    if state.outstanding > state.contract.arrears_tolerance:
        raise StillOwed(outstanding=state.outstanding, tolerance=state.contract.arrears_tolerance)
    body = LetGo(amount=state.outstanding, decided=UNDECIDED)
    return book(loans, loan, body, command.on, note=command.note, closed_on=command.on)
