"""Periods, day counts and weekdays."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.dates import (
    DayCount,
    PeriodUnit,
    add_periods,
    day_count_days,
    periods_between,
    whole_periods_between,
    with_seed_day,
    year_fraction,
)

D = Decimal
MONTHS, WEEKS, DAYS, YEARS = PeriodUnit.MONTHS, PeriodUnit.WEEKS, PeriodUnit.DAYS, PeriodUnit.YEARS


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        (date(2015, 1, 31), 1, MONTHS, date(2015, 2, 28)),
        (date(2016, 1, 31), 1, MONTHS, date(2016, 2, 29)),
        (date(2015, 3, 31), -1, MONTHS, date(2015, 2, 28)),
        (date(2015, 11, 30), 3, MONTHS, date(2016, 2, 29)),
        (date(2016, 2, 29), 1, YEARS, date(2017, 2, 28)),
        (date(2015, 12, 28), 1, WEEKS, date(2016, 1, 4)),
        (date(2015, 2, 27), 2, DAYS, date(2015, 3, 1)),
    ],
)
def test_adding_periods_clamps_to_the_end_of_the_month(start, count, unit, end):
    assert add_periods(start, count, unit) == end


def test_a_schedule_seeded_on_the_31st_returns_to_it():
    seed, day, dues = date(2015, 1, 31), date(2015, 1, 31), []
    for _ in range(4):
        day = with_seed_day(add_periods(day, 1, MONTHS), seed, MONTHS)
        dues.append(day)
    assert dues == [date(2015, 2, 28), date(2015, 3, 31), date(2015, 4, 30), date(2015, 5, 31)]


@pytest.mark.parametrize(
    ("convention", "start", "end", "days"),
    [
        (DayCount.ACTUAL_365, date(2015, 1, 1), date(2015, 3, 1), 59),
        # ISDA 2006: the 31st counts as the 30th; at the end only after a 30th or 31st (30/360), always
        # (30E/360)
        (DayCount.THIRTY_360, date(2015, 1, 31), date(2015, 3, 31), 60),
        (DayCount.THIRTY_360, date(2015, 1, 15), date(2015, 3, 31), 76),
        (DayCount.THIRTY_E_360, date(2015, 1, 15), date(2015, 3, 31), 75),
        (DayCount.THIRTY_E_360, date(2015, 2, 28), date(2015, 3, 31), 32),
    ],
)
def test_day_counts(convention, start, end, days):
    assert day_count_days(start, end, convention) == days


@pytest.mark.parametrize(
    ("convention", "start", "end", "fraction"),
    [
        (DayCount.ACTUAL_360, date(2015, 1, 1), date(2015, 7, 1), D(181) / 360),
        (DayCount.ACTUAL_364, date(2015, 1, 1), date(2016, 1, 1), D(365) / 364),
        (DayCount.ACTUAL_ACTUAL, date(2015, 7, 1), date(2016, 7, 1), D(184) / 365 + D(182) / 366),
        (DayCount.THIRTY_360, date(2015, 1, 1), date(2016, 1, 1), D(1)),
    ],
)
def test_year_fractions(convention, start, end, fraction):
    assert abs(year_fraction(start, end, convention) - fraction) < D("1e-25")


@pytest.mark.parametrize(
    ("start", "end", "unit", "periods"),
    [
        (date(2015, 1, 1), date(2015, 2, 15), MONTHS, D("1.5")),
        (date(2015, 1, 31), date(2015, 2, 28), MONTHS, D(0) + D(28) / 28),
        (date(2015, 1, 1), date(2015, 1, 11), WEEKS, 1 + D(3) / 7),
        (date(2015, 1, 1), date(2016, 7, 1), YEARS, 1 + D(182) / 366),
        (date(2015, 1, 1), date(2015, 1, 11), DAYS, D(10)),
    ],
)
def test_periods_between_counts_the_share_of_the_period_begun(start, end, unit, periods):
    assert abs(periods_between(start, end, unit) - periods) < D("1e-26")


days = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@given(days, st.integers(0, 400), st.sampled_from(PeriodUnit))
def test_whole_periods_undo_adding(start, count, unit):
    end = add_periods(start, count, unit)
    whole = whole_periods_between(start, end, unit)
    # a clamped month end falls short of its last whole month
    assert whole == count or (end.day < start.day and whole == count - 1)


@given(days, days, days)
def test_actual_days_add_up(one, two, three):
    first, second, third = sorted((one, two, three))
    for convention in (DayCount.ACTUAL_365, DayCount.ACTUAL_360, DayCount.ACTUAL_ACTUAL):
        whole = year_fraction(first, third, convention)
        parts = year_fraction(first, second, convention) + year_fraction(second, third, convention)
        assert abs(whole - parts) < D("1e-24")
