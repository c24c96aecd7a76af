"""Putting a loan officer in charge."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import OfficerAssigned
from amana.loans.parties import officer_of
from amana.loans.refusals import WrongOfficer
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class AssignLoanOfficer:
    """Put ``officer`` in charge from ``on``; None takes the present one off."""

    loan: int
    on: date
    officer: int | None = None
    from_officer: int | None = None
    """Where given, has to be the present officer."""


def assign(
    work: Work, loans: LoanStore, loan: FullLoan, officer: int | None, on: date, from_officer: int | None
) -> None:
    """Put another officer in charge of a loaded loan."""
    rules.not_in_future(work, "assignment", on)
    rules.not_before("assignment", on, "submission", loan.state.life.submitted.on)
    if from_officer is not None and from_officer != loan.state.officer:
        raise WrongOfficer(officer=from_officer)
    if officer is not None:
        officer_of(work, officer)
    loans.append(loan, (OfficerAssigned(officer=officer), on))


@handles(AssignLoanOfficer, permission="UPDATELOANOFFICER_LOAN")
def handle(command: AssignLoanOfficer, work: Work, loans: LoanStore) -> Outcome:
    """Another officer is in charge; the events keep who was before."""
    loan = loans.load(command.loan)
    assign(work, loans, loan, command.officer, command.on, command.from_officer)
    return rules.outcome(loan.header, officer=command.officer, on=command.on)
