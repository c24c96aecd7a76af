"""What a loan has earned by a day and is not booked yet."""

from datetime import date
from decimal import Decimal

from amana.finance.accruals import accruals_until
from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.finance.schedule import Disbursement, Instalment, Schedule
from amana.loans.events import Accrued, AccruedPart
from amana.loans.state import LoanState


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
