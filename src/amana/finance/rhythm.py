"""Due dates: the plain rhythm of a loan, bent by meetings, holidays and working days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulebase, rrulestr

from amana.finance.calendars import Meeting, NonWorkingDayRule, NthWeekday, RepaymentCalendar
from amana.finance.dates import PeriodUnit, add_periods, nth_weekday, with_seed_day

_FREQUENCY = {
    PeriodUnit.DAYS: "DAILY",
    PeriodUnit.WEEKS: "WEEKLY",
    PeriodUnit.MONTHS: "MONTHLY",
    PeriodUnit.YEARS: "YEARLY",
}
_MAX_MOVES = 1000  # a calendar without a single working day must not hang


class RhythmError(ValueError):
    """A calendar that yields no next date."""


def rule_part(recurrence: str, name: str) -> str | None:
    """The part `name` of a recurrence rule (`FREQ`, `INTERVAL` ...), in capitals."""
    found = re.search(rf"(?:^|[;:]){name}=([^;]+)", recurrence.upper())
    return found.group(1) if found else None


@lru_cache(maxsize=512)
def _rule(recurrence: str, starts_on: date) -> rrule | rrulebase:
    return rrulestr(recurrence, dtstart=datetime.combine(starts_on, time()), cache=True)


def next_meeting(meeting: Meeting, after: date) -> date:
    """The first meeting later than `after`. Raises RhythmError when the recurrence has ended."""
    unit_is_months = rule_part(meeting.recurrence, "FREQ") == "MONTHLY"
    by_rule = any(rule_part(meeting.recurrence, part) for part in ("BYDAY", "BYMONTHDAY", "BYSETPOS"))
    if unit_is_months and not by_rule:
        step = int(rule_part(meeting.recurrence, "INTERVAL") or 1)
        return _monthly_after(meeting.starts_on, step, after)
    found = _rule(meeting.recurrence, meeting.starts_on).after(datetime.combine(after, time()))
    if found is None:
        raise RhythmError(f"no meeting after {after}: {meeting.recurrence}")
    return found.date()


def _monthly_after(seed: date, step: int, after: date) -> date:
    """Monthly by the seed's day: months without that day take their last one (dateutil would skip them)."""
    if after < seed:
        return seed
    months = (after.year - seed.year) * 12 + after.month - seed.month
    count = months // step * step
    day = add_periods(seed, count, PeriodUnit.MONTHS)
    while day <= after:
        count += step
        day = add_periods(seed, count, PeriodUnit.MONTHS)
    return day


def _every(meeting: Meeting, unit: PeriodUnit, every: int) -> tuple[Meeting, int]:
    """The meeting rule a loan follows and how many of its dates make one period.

    A daily calendar takes the loan's own frequency; a monthly loan in a weekly group pays every fourth
    meeting.
    """
    frequency = rule_part(meeting.recurrence, "FREQ")
    interval = max(int(rule_part(meeting.recurrence, "INTERVAL") or 1), 1)
    if unit is PeriodUnit.MONTHS and frequency == "WEEKLY":
        every *= 4
    steps = max(every // interval, 1)
    if frequency == "DAILY":
        return Meeting(f"FREQ={_FREQUENCY[unit]};INTERVAL={interval}", meeting.starts_on), steps
    return meeting, steps


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date after holidays and working days, and the date from which the rhythm goes on."""

    due: date
    goes_on_from: date


class Rhythm:
    """The sequence of due dates of one loan."""

    __slots__ = (
        "_bends",
        "_extends",
        "_moves",
        "calendar",
        "due_on",
        "every",
        "first_repayment_on",
        "meeting",
        "offset",
        "seed",
        "start",
        "steps",
        "unit",
    )

    def __init__(
        self,
        start: date,
        every: int,
        unit: PeriodUnit,
        first: date | None,
        calendar: RepaymentCalendar,
        seed: date | None = None,
        offset: int = 0,
        due_on: NthWeekday | None = None,
    ) -> None:
        """`seed` is the day whose place in the month later dates keep; left out, the first date's. `offset` periods
        pass before the one that the first date ends, where that is not given. `due_on` picks the day of the month.
        """
        self.offset = offset
        self.due_on = due_on
        self.start = start
        self.every = every
        self.unit = unit
        self.calendar = calendar
        self.first_repayment_on = first
        self.seed = seed or first or start
        self.meeting: Meeting | None = None
        self.steps = 1
        if calendar.meeting is not None:
            self.meeting, self.steps = _every(calendar.meeting, unit, every)
        daily = unit is PeriodUnit.DAYS and every == 1 and self.meeting is None
        # each working day has one repayment: the rhythm goes on from where a date was moved to
        self._extends = calendar.extend_term_for_daily and daily
        self._moves = NonWorkingDayRule.NEXT_WORKING_DAY if self._extends else calendar.non_working_day_rule
        self._bends = bool(calendar.holidays) or len(calendar.working_weekdays) < 7

    def following(self, previous: date, *, first: bool = False) -> date:
        """The date after `previous`, before holidays and working days are looked at."""
        if first and self.first_repayment_on is not None:
            return self.first_repayment_on
        if first:
            for _ in range(self.offset):
                previous = self.following(previous)
        if self.meeting is not None:
            day = previous
            for _ in range(self.steps):
                day = next_meeting(self.meeting, day)
            return day
        day = with_seed_day(add_periods(previous, self.every, self.unit), self.seed, self.unit)
        return day if self.due_on is None else nth_weekday(day, self.due_on.nth, self.due_on.weekday)

    def adjusted(self, day: date) -> DueDate:
        """`day` moved off holidays and non-working days as the calendar's rules say."""
        if not self._bends:
            return DueDate(day, day)
        due, goes_on = day, day
        for _ in range(_MAX_MOVES):
            moved = self._off_non_working(due)
            holiday = self.calendar.holiday_on(moved)
            if holiday is not None and holiday.repayments_move_to is None:
                while goes_on <= moved:
                    goes_on = self.following(goes_on)
                moved = goes_on
            elif holiday is not None and holiday.repayments_move_to is not None:
                if holiday.covers(holiday.repayments_move_to):
                    raise RhythmError(f"a holiday moves repayments onto itself: {holiday.first}")
                moved = holiday.repayments_move_to
            if moved == due:
                return DueDate(due, due if self._extends else goes_on)
            due = moved
        raise RhythmError(f"no working day found from {day}")

    def _off_non_working(self, due: date) -> date:
        calendar = self.calendar
        if calendar.is_working(due) or not calendar.working_weekdays:
            return due
        rule = self._moves
        if rule is NonWorkingDayRule.SAME_DAY:
            return due
        if rule is NonWorkingDayRule.NEXT_REPAYMENT_DAY:
            later = self.following(due)
            for _ in range(_MAX_MOVES):
                if calendar.is_working(later):
                    return later
                later = self.following(later)
            raise RhythmError(f"no repayment day after {due} is a working day")
        step = timedelta(days=1 if rule is NonWorkingDayRule.NEXT_WORKING_DAY else -1)
        while not calendar.is_working(due):
            due += step
        return due

    def last_of(self, count: int) -> date:
        """The due date of the last of `count` repayments (what a flat daily loan counts its days to)."""
        day = self.start
        for number in range(count):
            day = self.following(day, first=number == 0)
            if self._extends:
                day = self.adjusted(day).due
        return self.adjusted(day).due

    def ideal_start(self, first_due: date) -> date:
        """One period before the first due date: where interest starts when the first period is irregular.

        A first period that is regular but for the shorter month it ends in starts with the loan.
        """
        if add_periods(self.start, self.every, self.unit) == first_due:
            return self.start
        return add_periods(first_due, -self.every, self.unit)
