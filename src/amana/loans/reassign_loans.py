"""Handing several loans over to another officer."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans.assign_officer import assign
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class ReassignLoans:
    """Hand several loans from one officer to another, all or none."""

    loans: tuple[int, ...]
    officer: int
    on: date
    from_officer: int | None = None


@handles(ReassignLoans, permission="BULKREASSIGN_LOAN")
def handle(command: ReassignLoans, work: Work, loans: LoanStore) -> Outcome:
    """Loans are locked in order of their ids."""
    for loan in sorted(set(command.loans)):
        assign(work, loans, loans.load(loan), command.officer, command.on, command.from_officer)
    return Outcome(kind="staff", id=command.officer, office=work.actor.office_id, changes={"on": command.on})
