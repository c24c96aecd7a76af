"""Delinquency: for how long something has been past due, less grace and pauses, and the range that this falls in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from amana.finance.components import NOTHING, Components
from amana.finance.dues import OpenInstalment
from amana.finance.money import ZERO


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Days of delinquency that are classified alike; without `to_days` all from `from_days` on."""

    id: int
    classification: str
    from_days: int
    to_days: int | None = None

    def holds(self, days: int) -> bool:
        """Whether `days` lie in it."""
        return self.from_days <= days and (self.to_days is None or days <= self.to_days)

    def overlaps(self, other: AgeRange) -> bool:
        """Whether some number of days lies in both."""
        first, second = sorted((self, other), key=lambda one: one.from_days)
        return first.to_days is None or second.from_days <= first.to_days


@dataclass(frozen=True, slots=True)
class Pause:
    """Days in which delinquency does not grow, both included."""

    first: date
    last: date

    def running_on(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day <= self.last

    def days_within(self, since: date, day: date) -> int:
        """Days of it between `since` and `day`."""
        return max((min(self.last, day) - max(self.first, since)).days, 0)


@dataclass(frozen=True, slots=True)
class ClaimedBack:
    """Money of a payment that was claimed back on a day: what it had paid is past due from then on."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PastDue:
    """What is past due of a loan or an instalment: since when, for how many days, and how much."""

    since: date | None = None
    days: int = 0
    amount: Components = NOTHING
    delinquent_days: int = 0
    """Of the days past due: those beyond grace, in which nothing was paused."""

    def delinquent_since(self, grace_days: int) -> date | None:
        """The day from which days count as delinquent."""
        return None if self.since is None else self.since + timedelta(days=grace_days)


NOTHING_PAST_DUE = PastDue()


def effective(pauses: Iterable[Pause], resumed: Iterable[date]) -> tuple[Pause, ...]:
    """The pauses as they are: one that was resumed ends on that day."""
    ends = sorted(resumed)
    return tuple(
        replace(one, last=next((day for day in ends if one.running_on(day)), one.last))
        for one in sorted(pauses, key=lambda pause: pause.first)
    )


def range_of(ranges: Iterable[AgeRange], days: int) -> AgeRange | None:
    """The range that holds `days`; none for no days."""
    return next((one for one in ranges if one.holds(days)), None) if days > 0 else None


def instalment_past_due(
    row: OpenInstalment,
    claimed_back: Sequence[ClaimedBack],
    pauses: Sequence[Pause],
    day: date,
    *,
    last: bool = False,
) -> PastDue:
    """What is past due of one instalment on `day`. Grace is the loan's, not the instalment's.

    What was paid and claimed back in the instalment's time (for the `last` one its due date included) is past due from
    that day on, even before the due date.
    """
    if not row.outstanding:
        return NOTHING_PAST_DUE
    since, left = None, row.paid.total
    for one in claimed_back:
        within = row.from_date <= one.on < row.due_date or (last and one.on == row.due_date)
        if within and one.on < day and since is None:
            left -= one.amount
            since = one.on if left < ZERO else None
    if row.due_date < day:
        return _aged(since or row.due_date, row.outstanding, 0, pauses, day)
    if since is None:
        return NOTHING_PAST_DUE
    return _aged(since, Components(principal=-left), 0, pauses, day)


def loan_past_due(
    rows: Sequence[OpenInstalment],
    claimed_back: Sequence[ClaimedBack],
    pauses: Sequence[Pause],
    day: date,
    grace_days: int = 0,
) -> PastDue:
    """What is past due of a loan on `day`, since the oldest of its instalments that are."""
    since: date | None = None
    amount = NOTHING
    for row in rows:
        one = instalment_past_due(row, claimed_back, pauses, day, last=row is rows[-1])
        if one.since is not None:
            amount += one.amount
            since = since or one.since
    return NOTHING_PAST_DUE if since is None else _aged(since, amount, grace_days, pauses, day)


def _aged(since: date, amount: Components, grace_days: int, pauses: Sequence[Pause], day: date) -> PastDue:
    days = max((day - since).days, 0)
    paused = sum(one.days_within(since, day) for one in pauses)
    return PastDue(since, days, amount, max(days - grace_days - paused, 0))
