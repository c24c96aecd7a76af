"""Loans that are paid out and repaid at the meetings of a group."""

from __future__ import annotations

import re
from datetime import date, timedelta

from amana.finance.calendars import Meeting
from amana.finance.dates import PeriodUnit
from amana.finance.rhythm import RhythmError, next_meeting, rule_part

_FREQUENCY = {
    "DAILY": PeriodUnit.DAYS,
    "WEEKLY": PeriodUnit.WEEKS,
    "MONTHLY": PeriodUnit.MONTHS,
    "YEARLY": PeriodUnit.YEARS,
}


def names_days(meeting: Meeting) -> bool:
    """Whether the recurrence is a rule that can be read, and gives at least one day from its beginning on."""
    interval = rule_part(meeting.recurrence, "INTERVAL") or "1"
    if rule_part(meeting.recurrence, "FREQ") not in _FREQUENCY or not re.fullmatch(
        r"0*[1-9]\d{0,3}", interval
    ):
        return False
    try:
        next_meeting(meeting, meeting.starts_on - timedelta(days=1))
    except (ValueError, TypeError, OverflowError):  # what a parser of rules makes of texts that are none
        return False
    return True


def is_meeting(meeting: Meeting, day: date) -> bool:
    """Whether the group meets on `day`."""
    try:
        return next_meeting(meeting, day - timedelta(days=1)) == day
    except RhythmError:
        return False


def meets_as_often(meeting: Meeting, unit: PeriodUnit) -> bool:
    """Whether repayments every so many `unit` can follow the meetings; a daily group takes any loan."""
    frequency = rule_part(meeting.recurrence, "FREQ")
    return frequency == "DAILY" or _FREQUENCY.get(frequency or "") is unit


def falls_on_meetings(meeting: Meeting, every: int) -> bool:
    """Whether a repayment `every` so many periods always meets a meeting."""
    return every % max(int(rule_part(meeting.recurrence, "INTERVAL") or 1), 1) == 0
