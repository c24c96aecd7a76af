"""Rest and compounding days: when the balance that bears interest is brought up to date."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from amana.finance.calendars import Meeting
from amana.finance.rhythm import Rhythm, next_meeting
from amana.finance.terms import LoanTerms, RestFrequency, RestUnit

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def recurrence(frequency: RestFrequency) -> str:
    """The RFC 5545 rule of a frequency that does not follow the repayments."""
    rule = f"FREQ={frequency.unit.upper()};INTERVAL={frequency.interval}"
    if frequency.unit is RestUnit.WEEKLY and frequency.weekday is not None:
        rule += f";BYDAY={_WEEKDAYS[frequency.weekday]}"
    elif frequency.unit is RestUnit.MONTHLY:
        if frequency.nth is not None and frequency.weekday is not None:
            rule += f";BYDAY={_WEEKDAYS[frequency.weekday]};BYSETPOS={frequency.nth}"
        elif frequency.day_of_month is not None:
            rule += f";BYMONTHDAY={frequency.day_of_month}"
    return rule


class Rests:
    """The days of one frequency, in the rhythm of one loan."""

    __slots__ = ("_dues", "_frequency", "_known", "_meeting", "_rhythm", "_start")

    def __init__(self, frequency: RestFrequency, rhythm: Rhythm) -> None:
        self._frequency = frequency
        self._rhythm = rhythm
        self._start = frequency.starts_on or rhythm.start
        self._meeting = Meeting(recurrence(frequency), self._start)
        self._dues = [rhythm.start]  # the day of disbursement is a rest day too
        self._known = rhythm.start

    def after(self, day: date) -> date:
        """The first rest day later than `day`."""
        unit = self._frequency.unit
        if unit is RestUnit.DAILY:
            return self._daily_after(day)
        if unit is not RestUnit.SAME_AS_REPAYMENT:
            return next_meeting(self._meeting, day)
        while self._dues[-1] <= day:
            self._known = self._rhythm.following(self._known, first=len(self._dues) == 1)
            self._dues.append(self._rhythm.adjusted(self._known).due)
        return self._dues[bisect_right(self._dues, day)]

    def on_or_after(self, day: date) -> date:
        """The first rest day not earlier than `day`."""
        return self.after(day - timedelta(days=1))

    def _daily_after(self, day: date) -> date:
        if day < self._start:
            return self._start
        interval = max(self._frequency.interval, 1)
        steps = (day - self._start).days // interval + 1
        return self._start + timedelta(days=steps * interval)


def rest_days(terms: LoanTerms, start: date) -> Rests:
    """The rest days of a loan first disbursed on `start`; with each repayment when its terms say nothing
    else.
    """
    frequency = terms.recalculation.rest if terms.recalculation else RestFrequency()
    first_due = terms.first_repayment_on
    rhythm = Rhythm(
        start, terms.repay_every, terms.repay_unit, first_due, terms.calendar, due_on=terms.due_on
    )
    return Rests(frequency, rhythm)
