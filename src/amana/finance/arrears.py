"""What is overdue on a day, since when, and whether that counts as being in arrears."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.components import NOTHING, Components
from amana.finance.dues import OpenInstalment
from amana.finance.money import ZERO


@dataclass(frozen=True, slots=True)
class Arrears:
    """Overdue amounts of a loan on a day, by component, and the first due date not met."""

    overdue: Components = NOTHING
    since: date | None = None
    days: int = 0
    instalments: int = 0

    @property
    def total(self) -> Decimal:
        """All that is overdue."""
        return self.overdue.total


def arrears_on(instalments: Iterable[OpenInstalment], day: date) -> Arrears:
    """What was due before `day` and is still owed. A due date that is `day` itself is not overdue yet."""
    overdue = NOTHING
    since: date | None = None
    count = 0
    for row in instalments:
        if row.due_date >= day or not row.outstanding:
            continue
        overdue += row.outstanding
        count += 1
        since = row.due_date if since is None else min(since, row.due_date)
    return Arrears(overdue, since, (day - since).days if since else 0, count)


def arrears_by_plan(instalments: Iterable[tuple[OpenInstalment, Components]], day: date) -> Arrears:
    """What the first plan, given beside each instalment, wanted before `day` and was not settled.

    All principal and interest that was settled counts for the plan in order of due date, for the interest of an
    instalment first. Charges are overdue as they stand.
    """
    rows = list(instalments)
    settled = sum((_without_charges(row.due - row.outstanding) for row, _ in rows), ZERO)
    overdue = NOTHING
    since: date | None = None
    count = 0
    for row, planned in sorted(rows, key=lambda one: one[0].due_date):
        if row.due_date >= day:
            break
        interest = min(settled, planned.interest)
        principal = min(settled - interest, planned.principal)
        settled -= interest + principal
        owed = row.outstanding
        late = Components(
            planned.principal - principal, planned.interest - interest, owed.fees, owed.penalties
        )
        if late:
            overdue += late
            count += 1
            since = since or row.due_date
    return Arrears(overdue, since, (day - since).days if since else 0, count)


def _without_charges(amounts: Components) -> Decimal:
    return amounts.principal + amounts.interest


def go_on_from(dues: Iterable[tuple[date, date | None]], day: date, after: int) -> bool:
    """Whether arrears that once lasted more than `after` days have not come to an end: since then something was overdue
    all the time. `dues` are due dates with the days they were met; what was met after `day` counts as unmet.
    """
    late = [(due, met if met is not None and met <= day else None) for due, met in dues if due < day]
    ends = [(due, met) for due, met in late if met is not None and due < met]

    def goes_on(end: date) -> bool:
        return any(due < end and (met is None or met > end) for due, met in late)

    return any(
        (met - due).days > after and all(goes_on(end) for _, end in ends if end >= met) for due, met in ends
    )


def in_arrears(arrears: Arrears, tolerance: Decimal = ZERO, grace_days: int = 0) -> bool:
    """Whether the loan counts as in arrears: more than `tolerance` overdue, for more than `grace_days`
    days.
    """
    return arrears.total > tolerance and arrears.days > grace_days
