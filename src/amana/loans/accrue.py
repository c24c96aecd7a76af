"""Booking income that was earned but not yet paid."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.earning import earned
from amana.loans.events import Accrued
from amana.loans.kinds import Accounting
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class AccrueLoan:
    """Book accruals of a loan with periodic accrual accounting up to the end of ``until``."""

    loan: int
    until: date


@handles(AccrueLoan, permission="EXECUTE_PERIODICACCRUAL", grouping="accounting")
def handle(command: AccrueLoan, work: Work, loans: LoanStore) -> Outcome:
    """Income of each instalment on its due date, of the running one pro rata on ``until``."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.ACCRUE)
    rules.not_in_future(work, "accrual", command.until)
    bodies: list[tuple[Accrued, date]] = []
    if loan.state.contract.accounting is Accounting.ACCRUAL_PERIODIC:
        bodies = earned(loan.state, command.until)
    if bodies:
        loans.append(loan, *bodies)
    return rules.outcome(loan.header, accruals=len(bodies))
