"""Booking income that was earned but not yet paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.accruals import accruals_until
from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.finance.schedule import Disbursement, Instalment, Schedule
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import Accrued, AccruedPart
from amana.loans.kinds import Accounting
from amana.loans.state import LoanState
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class AccrueLoan:
    """Book accruals of a loan with periodic accrual accounting up to the end of ``until``."""

    loan: int
    until: date


def schedule_of(state: LoanState) -> Schedule:
    """The schedule of a derived loan in the form of the arithmetic."""
    return Schedule(
        state.contract.currency,
        tuple(Disbursement(on, amount) for on, amount in state.disbursements),
        tuple(
            Instalment(
                row.number,
                row.from_date,
                row.due_date,
                row.due.principal,
                row.due.interest,
                row.balance,
                row.due.fees,
                row.due.penalties,
                row.extra,
            )
            for row in state.instalments
        ),
    )


def earned(state: LoanState, until: date) -> list[tuple[Accrued, date]]:
    """What was earned by the end of ``until`` and not booked yet, one accrual per day on which it counts.

    What was forgiven before it was booked is never earned.
    """
    terms = state.contract.terms
    charges = tuple(one.terms() for one in state.contract.charges)
    rows = {row.number: row for row in state.instalments}
    by_day: dict[date, list[AccruedPart]] = {}
    for accrual in accruals_until(charges, terms, schedule_of(state), until):
        row = rows[accrual.number]
        missing = _less(accrual.components - row.accrued, row.waived, accrual.components)
        if missing:
            part = AccruedPart(accrual.number, missing.interest, missing.fees, missing.penalties)
            by_day.setdefault(accrual.on, []).append(part)
    return [(Accrued(parts=tuple(parts)), on) for on, parts in sorted(by_day.items())]


def _less(open_: Components, waived: Components, whole: Components) -> Components:
    """What is left to book: never more than what was not forgiven."""

    def left(name: str) -> Decimal:
        value: Decimal = min(getattr(open_, name), getattr(whole, name) - getattr(waived, name))
        return max(value, ZERO)

    return Components(ZERO, left("interest"), left("fees"), left("penalties")) if whole else NOTHING


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
