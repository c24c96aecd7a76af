"""Rate factors: what one unit of balance earns over a stretch of a period.

A factor is kept at as many decimals as the loan's precision has digits, so that interest, instalment and
accruals of a stretch start from the same number.
"""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal
from typing import NamedTuple

from amana.finance.dates import (
    PeriodUnit,
    add_periods,
    periods_between,
    whole_periods_between,
    year_fraction,
)
from amana.finance.money import HUNDRED, ONE, ZERO, arithmetic, quantum_of
from amana.finance.progressive.terms import ProgressiveTerms, has_leap_day
from amana.finance.terms import DaysInMonth, DaysInYear, InterestPeriod, LeapYearRule

_DAYS_OF_UNIT = {
    PeriodUnit.DAYS: Decimal(1),
    PeriodUnit.WEEKS: Decimal(7),
    PeriodUnit.MONTHS: Decimal(30),
    PeriodUnit.YEARS: Decimal(360),
}
_UNITS_IN_YEAR = {PeriodUnit.WEEKS: Decimal(52), PeriodUnit.MONTHS: Decimal(12), PeriodUnit.YEARS: ONE}
_WIDE = arithmetic(60)


class Factors(NamedTuple):
    """`own` for the stretch itself (instalments are worked out with it), `to_due` from its first day to the
    period's due date (interest is the share of days of that).
    """

    own: Decimal
    to_due: Decimal


NO_INTEREST = Factors(ZERO, ZERO)


def rate_factor(
    rate: Decimal,
    unit_days: Decimal,
    every: Decimal,
    year_days: Decimal,
    days: Decimal,
    period_days: Decimal,
    context: Context,
) -> Decimal:
    """`rate` (a fraction of one) x (`unit_days` x `every` / `year_days`) x `days` / `period_days`.

    Each step in the digits of `context`, the result at as many decimals.
    """
    if not period_days:
        return ZERO
    fraction = context.divide(context.multiply(unit_days, every), year_days)
    earned = context.multiply(context.multiply(rate, fraction), days)
    return _kept(context.divide(earned, period_days), context)


def next_fn(previous: Decimal, factor_plus_one: Decimal, context: Context) -> Decimal:
    """The next term of the annuity's divisor: fn(k) = 1 + fn(k-1) x (1 + f(k)), fn(1) = 1."""
    return context.add(ONE, context.multiply(previous, factor_plus_one))


def _kept(factor: Decimal, context: Context) -> Decimal:
    return factor.quantize(quantum_of(context.prec), context.rounding, _WIDE)


def years_between(start: date, end: date, terms: ProgressiveTerms) -> Decimal:
    """Years of real days from `start` to `end`, split where a year ends.

    The year ends on 31 December, or on 1 January where interest is recognised from the disbursement day.
    """
    context, total, day = terms.context, ZERO, start
    for year in range(start.year, end.year + 1):
        if year == end.year:
            until = end
        else:
            until = date(year + 1, 1, 1) if terms.interest_from_disbursement else date(year, 12, 31)
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        total = context.add(total, context.divide(Decimal((until - day).days), Decimal(length)))
        day = until
    return total


class FactorRule:
    """Works out factors under one loan's terms; remembers them, since few stretches change at an event."""

    __slots__ = ("_known", "_start", "_terms", "_to_due")

    def __init__(self, terms: ProgressiveTerms, start: date) -> None:
        self._terms = terms
        self._start = start  # of the loan: periods aligned with it count as whole ones
        self._known: dict[tuple[date, date, date, date, Decimal], Factors] = {}
        self._to_due: dict[tuple[date, date, date, Decimal], Decimal] = {}

    def factors(self, period: tuple[date, date], stretch: tuple[date, date], annual: Decimal) -> Factors:
        """The factors of `stretch` within `period`, at `annual` per cent."""
        key = (*period, *stretch, annual)
        found = self._known.get(key)
        if found is None:
            rate = self._terms.context.divide(annual, HUNDRED)
            own = self._factor(period, stretch, rate, whole=True)
            begun = (*period, stretch[0], annual)
            to_due = self._to_due.get(begun)
            if to_due is None:
                to_due = self._factor(period, (stretch[0], period[1]), rate, whole=False)
                self._to_due[begun] = to_due
            found = self._known[key] = Factors(own, to_due)
        return found

    def _factor(
        self, period: tuple[date, date], stretch: tuple[date, date], rate: Decimal, *, whole: bool
    ) -> Decimal:
        terms = self._terms
        days = Decimal((stretch[1] - stretch[0]).days)
        period_days = Decimal((period[1] - period[0]).days)
        every = Decimal(terms.repay_every)
        if terms.interest_period is InterestPeriod.SAME_AS_REPAYMENT and terms.repay_unit in _UNITS_IN_YEAR:
            year = _UNITS_IN_YEAR[terms.repay_unit]
            return rate_factor(rate, ONE, every, year, days, period_days, terms.context)
        if terms.interest_period is InterestPeriod.DAILY and terms.day_count is not None:
            years = year_fraction(*stretch, terms.day_count, terms.precision)
            return _kept(terms.context.multiply(rate, years), terms.context)
        if self._splits_at_year_end(period, stretch):
            years = years_between(stretch[0], stretch[1], terms)
            return _kept(terms.context.multiply(rate, years), terms.context)
        year = Decimal(terms.year_length(stretch[0], *period))
        if terms.days_in_month is DaysInMonth.ACTUAL:
            return rate_factor(rate, days, ONE, year, ONE, ONE, terms.context)
        if not whole:
            every = self._units_in(period)
        return rate_factor(
            rate, _DAYS_OF_UNIT[terms.repay_unit], every, year, days, period_days, terms.context
        )

    def _splits_at_year_end(self, period: tuple[date, date], stretch: tuple[date, date]) -> bool:
        if self._terms.days_in_year is not DaysInYear.ACTUAL or stretch[1].year == stretch[0].year:
            return False
        return self._terms.leap_year_rule is LeapYearRule.FULL_LEAP_YEAR or has_leap_day(*period)

    def _units_in(self, period: tuple[date, date]) -> Decimal:
        """Whole and begun months (weeks, days) of a period; a period in step with the loan's start is
        regular whatever month ends do to its days.
        """
        terms, (start, due) = self._terms, period
        passed = whole_periods_between(self._start, due, terms.repay_unit)
        in_step = any(add_periods(self._start, passed + more, terms.repay_unit) == due for more in (0, 1))
        if in_step and add_periods(due, -terms.repay_every, terms.repay_unit) == start:
            return Decimal(terms.repay_every)
        return periods_between(start, due, terms.repay_unit, precision=terms.precision)
