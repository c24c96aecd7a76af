"""Working days, holidays and meeting calendars that a repayment date has to respect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WHOLE_WEEK = frozenset(range(7))


class NonWorkingDayRule(StrEnum):
    """Where a due date goes that falls on a non-working day."""

    SAME_DAY = "same_day"
    NEXT_WORKING_DAY = "next_working_day"
    NEXT_REPAYMENT_DAY = "next_repayment_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """A day of every month: the `nth` (1 to 4, -1 the last) `weekday` (0 = Monday)."""

    nth: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days `first` to `last`; repayments move to `repayments_move_to`, or to the next repayment date when
    None.
    """

    first: date
    last: date
    repayments_move_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` is part of the holiday."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting calendar: RFC 5545 recurrence rule (`FREQ=WEEKLY;INTERVAL=1;BYDAY=FR`) and its first day."""

    recurrence: str
    starts_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaymentCalendar:
    """What bends the plain rhythm of due dates. `working_weekdays`: 0 = Monday .. 6 = Sunday."""

    working_weekdays: frozenset[int] = WHOLE_WEEK
    non_working_day_rule: NonWorkingDayRule = NonWorkingDayRule.SAME_DAY
    extend_term_for_daily: bool = False
    holidays: tuple[Holiday, ...] = ()
    meeting: Meeting | None = None

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working weekday."""
        return day.weekday() in self.working_weekdays

    def holiday_on(self, day: date) -> Holiday | None:
        """The holiday that covers `day`, if any."""
        return next((holiday for holiday in self.holidays if holiday.covers(day)), None)
