"""Periods between dates and day counts. Dates are plain calendar dates; nothing here knows today."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from amana.finance.money import DEFAULT_PRECISION, arithmetic


class PeriodUnit(StrEnum):
    """Unit of a repayment period or term."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


def month_length(year: int, month: int) -> int:
    """Number of days of a month."""
    return calendar.monthrange(year, month)[1]


def nth_weekday(month_of: date, nth: int, weekday: int) -> date:
    """The `nth` (1 to 4, -1 the last) `weekday` (0 = Monday) of the month that `month_of` lies in."""
    first = month_of.replace(day=1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    if nth > 0:
        return day + timedelta(weeks=nth - 1)
    weeks = (month_length(day.year, day.month) - day.day) // 7
    return day + timedelta(weeks=weeks)


def add_months(start: date, months: int) -> date:
    """`start` moved by whole months; a day the month lacks becomes its last day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if start.day <= 28:
        return date(year, month, start.day)
    return date(year, month, min(start.day, month_length(year, month)))


def add_periods(start: date, count: int, unit: PeriodUnit) -> date:
    """`start` moved by `count` periods (negative moves back); month ends are clamped."""
    if unit is PeriodUnit.DAYS:
        return start + timedelta(days=count)
    if unit is PeriodUnit.WEEKS:
        return start + timedelta(weeks=count)
    return add_months(start, count if unit is PeriodUnit.MONTHS else 12 * count)


def with_seed_day(day: date, seed: date, unit: PeriodUnit) -> date:
    """Give a monthly date the day of its seed again: seeded on the 31st, 28 February is followed by 31
    March.
    """
    if unit is PeriodUnit.MONTHS and seed.day > 28 and day.day >= 28:
        return day.replace(day=min(month_length(day.year, day.month), seed.day))
    return day


def seed_for(start: date, seed: date, unit: PeriodUnit) -> date:
    """The seed that periods counted from `start` follow: its own day, when `start` is no date of `seed`'s
    rhythm.
    """
    return seed if with_seed_day(start, seed, unit) == start else start


def whole_periods_between(start: date, end: date, unit: PeriodUnit) -> int:
    """Complete periods from `start` to `end`; negative when `end` is earlier."""
    if unit is PeriodUnit.DAYS:
        return (end - start).days
    if unit is PeriodUnit.WEEKS:
        days = (end - start).days
        return days // 7 if days >= 0 else -(-days // 7)
    if end < start:
        return -whole_periods_between(end, start, unit)
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < start.day:
        months -= 1
    return months if unit is PeriodUnit.MONTHS else months // 12


def periods_between(
    start: date, end: date, unit: PeriodUnit, seed: date | None = None, precision: int = DEFAULT_PRECISION
) -> Decimal:
    """Periods from `start` to `end` as whole ones plus the share of days of the one begun.

    The share is days left over the days of the period they fall in (7 for weeks, the real length of the
    month or year); `seed` keeps month ends.
    """
    whole = whole_periods_between(start, end, unit)
    if unit is PeriodUnit.DAYS:
        return Decimal(whole)
    seed = seed_for(start, seed or start, unit)
    last = with_seed_day(add_periods(start, whole, unit), seed, unit)
    following = with_seed_day(add_periods(start, whole + 1, unit), seed, unit)
    left = Decimal((end - last).days)
    ctx = arithmetic(precision)
    return ctx.add(Decimal(whole), ctx.divide(left, Decimal((following - last).days)))


class DayCount(StrEnum):
    """Conventions that turn two dates into a fraction of a year."""

    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"
    ACTUAL_364 = "actual/364"
    ACTUAL_ACTUAL = "actual/actual"
    THIRTY_360 = "30/360"
    THIRTY_E_360 = "30E/360"


YEAR_OF = {
    DayCount.ACTUAL_365: 365,
    DayCount.ACTUAL_360: 360,
    DayCount.ACTUAL_364: 364,
    DayCount.ACTUAL_ACTUAL: 365,
    DayCount.THIRTY_360: 360,
    DayCount.THIRTY_E_360: 360,
}
"""Days of the year each convention divides by (actual/actual: of a year that is not a leap year)."""


def _days_30_360(start: date, end: date) -> int:
    """ISDA 2006 4.16(f), bond basis."""
    first = min(start.day, 30)
    last = 30 if end.day == 31 and first == 30 else end.day
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def _days_30e_360(start: date, end: date) -> int:
    """ISDA 2006 4.16(g), Eurobond basis."""
    last, first = min(end.day, 30), min(start.day, 30)
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def day_count_days(start: date, end: date, convention: DayCount) -> int:
    """Days from `start` to `end` as the convention counts them."""
    if convention is DayCount.THIRTY_360:
        return _days_30_360(start, end)
    if convention is DayCount.THIRTY_E_360:
        return _days_30e_360(start, end)
    return (end - start).days


def leap_year_days(start: date, end: date) -> int:
    """Days from `start` to `end` that lie in leap years; negative when `end` is earlier."""
    if end < start:
        return -leap_year_days(end, start)
    return sum(
        (min(end, date(year + 1, 1, 1)) - max(start, date(year, 1, 1))).days
        for year in range(start.year, end.year + 1)
        if calendar.isleap(year)
    )


def day_count_fraction(start: date, end: date, convention: DayCount) -> tuple[int, int]:
    """Days from `start` to `end`, of which `YEAR_OF` make a year, as a fraction of whole numbers.

    Actual/actual is the ISDA rule: a day of a leap year is 365/366 of a day.
    """
    days = day_count_days(start, end, convention)
    if convention is not DayCount.ACTUAL_ACTUAL:
        return days, 1
    return 366 * days - leap_year_days(start, end), 366


def year_fraction(
    start: date, end: date, convention: DayCount, precision: int = DEFAULT_PRECISION
) -> Decimal:
    """Fraction of a year from `start` to `end`; actual/actual is the ISDA rule (split at year ends)."""
    days, of = day_count_fraction(start, end, convention)
    return arithmetic(precision).divide(Decimal(days), Decimal(of * YEAR_OF[convention]))
