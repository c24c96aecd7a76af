"""Booking income that was earned but not yet paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.charges_earned import charges_earned_on
from amana.loans.earning import ChargeEarnedOn, charges_until, earned, is_suspended, suspended, told_apart
from amana.loans.events import Event
from amana.loans.kinds import Accounting, LoanStatus
from amana.loans.state import LoanState
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore

RIGHT = "EXECUTE_PERIODICACCRUAL"


@dataclass(frozen=True, kw_only=True)
class AccrueLoan:
    """Book accruals of a loan with periodic accrual accounting up to the end of ``until``."""

    loan: int
    until: date


def accruals(state: LoanState, until: date, charges: ChargeEarnedOn) -> Sequence[tuple[Event, date]]:
    """What is to be booked so that income is accrued up to the end of ``until``.

    Nothing is earned after the last due date, nor by a loan that was charged off; of a loan that does not perform only
    what it paid. Days that accruals have reached bring charges only that have joined since; the next day's accrual has
    what interest differs by.
    """
    if state.contract.accounting is not Accounting.ACCRUAL_PERIODIC or not state.instalments:
        return ()
    if state.status is not LoanStatus.ACTIVE or state.life.charged_off is not None:
        return ()
    if is_suspended(state, until):
        return suspended(state, until, charges)
    until = min(until, max(row.due_date for row in state.instalments))
    reached = state.contract.is_progressive and any(
        one.accrues and not one.is_reversed and one.on >= until for one in state.transactions
    )
    found = charges_until(state, until, charges) if reached else earned(state, until, charges)
    return told_apart(state, found)


@handles(AccrueLoan, permission=RIGHT, grouping="accounting")
def handle(command: AccrueLoan, work: Work, loans: LoanStore) -> Outcome:
    """Income of each instalment on its due date, of the running one pro rata on ``until``."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.ACCRUE)
    rules.not_in_future(work, "accrual", command.until)
    bodies = accruals(loan.state, command.until, charges_earned_on(work.moment))
    if bodies:
        loans.append(loan, *bodies)
    return rules.outcome(loan.header, accruals=len(bodies))
