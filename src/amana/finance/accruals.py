"""Income earned by a day: interest and charges of the schedule, row by row, shared out by days in the
running row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amana.finance.charges import ChargeTerms
from amana.finance.components import Components
from amana.finance.foreclosure import charges_until, interest_until
from amana.finance.schedule import Schedule
from amana.finance.terms import LoanTerms


@dataclass(frozen=True, slots=True)
class Accrual:
    """Income of instalment `number` earned on `on`; principal is never part of it."""

    on: date
    number: int
    components: Components


def accruals_until(
    charges: Sequence[ChargeTerms], terms: LoanTerms, schedule: Schedule, day: date
) -> tuple[Accrual, ...]:
    """What periodic accrual has earned by `day`: each row on its due date, the running one pro rata on
    `day`.
    """
    found = []
    for row in schedule.instalments:
        if row.due_date <= day:
            earned = Components(interest=row.interest, fees=row.fees, penalties=row.penalties)
            on = row.due_date
        elif row.from_date < day:
            fees, penalties = charges_until(charges, terms, schedule, row, day)
            earned = Components(interest=interest_until(terms, row, day), fees=fees, penalties=penalties)
            on = day
        else:
            continue
        if earned:
            found.append(Accrual(on, row.number, earned))
    return tuple(found)
