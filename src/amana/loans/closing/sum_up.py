"""Accrual activity by itself, for loans whose days are not closed."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import activities, rules
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class SumUpAccruals:
    """Sum up the income of each instalment due by ``day``."""

    loan: int
    day: date


@handles(SumUpAccruals, permission="EXECUTE_PERIODICACCRUAL", grouping="accounting")
def handle(command: SumUpAccruals, work: Work, loans: LoanStore) -> Outcome:
    """Nothing where no instalment was due, or its sum is there already."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.ACCRUE)
    rules.not_in_future(work, "accrual activity", command.day)
    found = activities.due_by(loan.state, command.day)
    if found:
        loans.append(loan, *found)
    return rules.outcome(loan.header, activities=len(found))
