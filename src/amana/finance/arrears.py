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


def in_arrears(arrears: Arrears, tolerance: Decimal = ZERO, grace_days: int = 0) -> bool:
    """Whether the loan counts as in arrears: more than `tolerance` overdue, for more than `grace_days`
    days.
    """
    return arrears.total > tolerance and arrears.days > grace_days
