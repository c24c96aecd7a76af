"""Due dates: plain, by meeting, off holidays and non-working days."""

from datetime import date

import pytest

from amana.finance.calendars import Holiday, Meeting, NonWorkingDayRule, RepaymentCalendar
from amana.finance.dates import PeriodUnit
from amana.finance.rests import Rests
from amana.finance.rhythm import Rhythm, RhythmError, next_meeting
from amana.finance.terms import RestFrequency, RestUnit

MONDAY_TO_FRIDAY = frozenset(range(5))


def dues(rhythm, count):
    day, found = rhythm.start, []
    for number in range(count):
        adjusted = rhythm.adjusted(rhythm.following(day, first=number == 0))
        day = adjusted.goes_on_from
        found.append(adjusted.due)
    return found


def monthly(start=date(2015, 1, 10), first=None, **calendar):
    return Rhythm(start, 1, PeriodUnit.MONTHS, first, RepaymentCalendar(**calendar))


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (NonWorkingDayRule.SAME_DAY, date(2015, 5, 10)),
        (NonWorkingDayRule.NEXT_WORKING_DAY, date(2015, 5, 11)),
        (NonWorkingDayRule.PREVIOUS_WORKING_DAY, date(2015, 5, 8)),
        (NonWorkingDayRule.NEXT_REPAYMENT_DAY, date(2015, 6, 10)),
    ],
)
def test_a_sunday_goes_where_the_rule_says(rule, due):
    rhythm = monthly(working_weekdays=MONDAY_TO_FRIDAY, non_working_day_rule=rule)
    assert rhythm.adjusted(date(2015, 5, 10)).due == due


def test_the_rhythm_goes_on_from_the_day_before_it_was_moved():
    rhythm = monthly(
        working_weekdays=MONDAY_TO_FRIDAY, non_working_day_rule=NonWorkingDayRule.NEXT_WORKING_DAY
    )
    assert dues(rhythm, 5)[-2:] == [date(2015, 5, 11), date(2015, 6, 10)]


def daily(every=1, **calendar):
    """From Wednesday, 7 January 2015, in a week of five days."""
    bent = RepaymentCalendar(working_weekdays=MONDAY_TO_FRIDAY, **calendar)
    return Rhythm(date(2015, 1, 7), every, PeriodUnit.DAYS, None, bent)


@pytest.mark.parametrize("rule", NonWorkingDayRule)
def test_daily_loans_are_paid_once_on_each_working_day_where_their_term_is_extended(rule):
    rhythm = daily(non_working_day_rule=rule, extend_term_for_daily=True)
    assert [day.day for day in dues(rhythm, 5)] == [8, 9, 12, 13, 14]
    assert rhythm.last_of(5) == date(2015, 1, 14)


def test_without_that_the_days_off_are_paid_on_the_next_working_day():
    rhythm = daily(non_working_day_rule=NonWorkingDayRule.NEXT_WORKING_DAY)
    assert [day.day for day in dues(rhythm, 5)] == [8, 9, 12, 12, 12]


def test_a_holiday_extends_the_term_as_well():
    rhythm = daily(
        holidays=(Holiday(date(2015, 1, 8), date(2015, 1, 9), date(2015, 1, 13)),), extend_term_for_daily=True
    )
    assert [day.day for day in dues(rhythm, 3)] == [13, 14, 15]


def test_only_loans_of_every_day_are_extended():
    rhythm = daily(
        every=2, non_working_day_rule=NonWorkingDayRule.NEXT_WORKING_DAY, extend_term_for_daily=True
    )
    assert [day.day for day in dues(rhythm, 4)] == [9, 12, 13, 15]


def test_a_holiday_moves_repayments_to_its_day_or_to_the_next_repayment():
    to_a_day = monthly(holidays=(Holiday(date(2015, 2, 9), date(2015, 2, 12), date(2015, 2, 13)),))
    assert dues(to_a_day, 2) == [date(2015, 2, 13), date(2015, 3, 10)]
    to_the_next = monthly(holidays=(Holiday(date(2015, 2, 9), date(2015, 2, 12)),))
    assert dues(to_the_next, 2) == [date(2015, 3, 10), date(2015, 4, 10)]


def test_a_holiday_that_moves_onto_itself_is_refused():
    rhythm = monthly(holidays=(Holiday(date(2015, 2, 9), date(2015, 2, 12), date(2015, 2, 11)),))
    with pytest.raises(RhythmError):
        rhythm.adjusted(date(2015, 2, 10))


def test_a_first_repayment_date_seeds_the_others():
    assert dues(monthly(first=date(2015, 1, 31)), 3) == [
        date(2015, 1, 31),
        date(2015, 2, 28),
        date(2015, 3, 31),
    ]


@pytest.mark.parametrize(
    ("recurrence", "after", "meeting"),
    [
        ("FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", date(2015, 1, 2), date(2015, 1, 9)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", date(2015, 1, 2), date(2015, 1, 16)),
        ("FREQ=MONTHLY;INTERVAL=1;BYDAY=TU;BYSETPOS=2", date(2015, 1, 13), date(2015, 2, 10)),
        ("FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=25", date(2015, 1, 26), date(2015, 2, 25)),
        ("FREQ=YEARLY;INTERVAL=1", date(2015, 1, 2), date(2016, 1, 1)),
    ],
)
def test_meetings_follow_their_recurrence(recurrence, after, meeting):
    assert next_meeting(Meeting(recurrence, date(2015, 1, 1)), after) == meeting


def test_a_monthly_meeting_on_the_31st_meets_on_the_last_day_of_shorter_months():
    meeting = Meeting("FREQ=MONTHLY;INTERVAL=1", date(2015, 1, 31))
    assert next_meeting(meeting, date(2015, 1, 31)) == date(2015, 2, 28)
    assert next_meeting(meeting, date(2015, 2, 28)) == date(2015, 3, 31)


def test_loans_follow_the_meetings_of_their_group():
    weekly = Meeting("FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", date(2015, 1, 2))
    calendar = RepaymentCalendar(meeting=weekly)
    fortnightly = Rhythm(date(2015, 1, 2), 2, PeriodUnit.WEEKS, None, calendar)
    assert dues(fortnightly, 2) == [date(2015, 1, 16), date(2015, 1, 30)]
    every_month = Rhythm(date(2015, 1, 2), 1, PeriodUnit.MONTHS, None, calendar)
    assert dues(every_month, 2) == [date(2015, 1, 30), date(2015, 2, 27)]  # every fourth meeting


@pytest.mark.parametrize(
    ("frequency", "rests"),
    [
        (RestFrequency(), [date(2015, 2, 10), date(2015, 3, 10)]),
        (RestFrequency(RestUnit.DAILY), [date(2015, 1, 31), date(2015, 2, 1)]),
        (RestFrequency(RestUnit.WEEKLY, weekday=6), [date(2015, 2, 1), date(2015, 2, 8)]),
        (RestFrequency(RestUnit.MONTHLY, day_of_month=25), [date(2015, 2, 25), date(2015, 3, 25)]),
        (RestFrequency(RestUnit.MONTHLY, weekday=6, nth=-1), [date(2015, 2, 22), date(2015, 3, 29)]),
    ],
)
def test_rest_days(frequency, rests):
    days = Rests(frequency, monthly())
    first = days.after(date(2015, 1, 30))
    assert [first, days.after(first)] == rests


def test_the_day_of_disbursement_is_a_rest_day():
    assert Rests(RestFrequency(), monthly()).on_or_after(date(2015, 1, 10)) == date(2015, 1, 10)
