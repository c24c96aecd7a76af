"""Interest of a period and the instalment that repays a balance.

Rates stay as given and are divided last: an amount is balance x rate x periods over one denominator, so
nothing is lost before the final rounding. Conventions are those of Mifos X: twelve months, 52 weeks and
365 days to a year.
"""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal

from amana.finance.dates import (
    YEAR_OF,
    PeriodUnit,
    add_periods,
    day_count_fraction,
    seed_for,
    whole_periods_between,
    with_seed_day,
)
from amana.finance.money import HUNDRED, ONE, ZERO, Scale, arithmetic, round_amount
from amana.finance.terms import DaysInMonth, DaysInYear, InterestPeriod, LoanTerms, RateUnit

PERIODS_IN_YEAR = {
    PeriodUnit.DAYS: 365,
    PeriodUnit.WEEKS: 52,
    PeriodUnit.MONTHS: 12,
    PeriodUnit.YEARS: 1,
}

RATES_IN_YEAR = {RateUnit.DAY: 365, RateUnit.WEEK: 52, RateUnit.MONTH: 12}
"""How often the rate of a shorter time goes into the yearly one."""

_REGULAR_DAYS = {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7, PeriodUnit.MONTHS: 30, PeriodUnit.YEARS: 365}


def annual_rate(
    rate: Decimal, unit: RateUnit, periods: int, period_unit: PeriodUnit, ctx: Context | None = None
) -> Decimal:
    """Nominal yearly rate in per cent; `periods` of `period_unit` make the whole term."""
    if unit is RateUnit.YEAR:
        return rate
    ctx = ctx or arithmetic()
    if unit in RATES_IN_YEAR:
        return ctx.multiply(rate, Decimal(RATES_IN_YEAR[unit]))
    return ctx.divide(ctx.multiply(rate, Decimal(PERIODS_IN_YEAR[period_unit])), Decimal(periods))


class InterestRule:
    """The interest convention of one loan, bound to its currency, rounding and precision."""

    __slots__ = ("_ctx", "_daily", "_partial", "_thirty", "_year", "seed", "terms")

    def __init__(self, terms: LoanTerms, seed: date) -> None:
        self.terms = terms
        self.seed = seed
        self._ctx = arithmetic(terms.precision)
        self._daily = terms.interest_period is InterestPeriod.DAILY
        self._partial = terms.partial_period_interest
        self._thirty = terms.days_in_month is DaysInMonth.D30 and terms.repay_unit is PeriodUnit.MONTHS
        year = 365 if terms.days_in_year is DaysInYear.ACTUAL else int(terms.days_in_year)
        by_days = self._daily or terms.repay_unit is PeriodUnit.DAYS
        if self._daily and terms.day_count is not None:
            year, by_days = YEAR_OF[terms.day_count], True
        self._year = Decimal(year if by_days else PERIODS_IN_YEAR[terms.repay_unit])

    @property
    def units_in_year(self) -> Decimal:
        """Units of the rate (days, or repayment units) that make a year."""
        return self._year

    @property
    def day_count(self) -> str:
        """The convention in a word: real days or days of months of thirty over the year's, or repayment periods."""
        if not self._daily:
            return "repayment periods"
        if self.terms.day_count is not None:
            return self.terms.day_count.value
        return f"{'30' if self._thirty else 'actual'}/{self._year}"

    @property
    def regular_units(self) -> int:
        """Units of the rate in one regular period: 30 days a month, 365 a year when interest is daily."""
        units = self.terms.repay_every
        return units * _REGULAR_DAYS[self.terms.repay_unit] if self._daily else units

    @property
    def divisor(self) -> Decimal:
        """Periods (or days) in a year times a hundred: what balance x yearly rate x time is divided by."""
        return self._year * HUNDRED

    def annual_rate(self) -> Decimal:
        """The agreed rate as a yearly one, in per cent."""
        terms = self.terms
        term = terms.number_of_repayments * terms.repay_every
        return annual_rate(terms.interest_rate, terms.interest_rate_unit, term, terms.repay_unit, self._ctx)

    def rounded(self, amount: Decimal) -> Decimal:
        """`amount` as money of the loan."""
        return round_amount(amount, self.terms.currency, self.terms.rounding)

    def share(self, amount: Decimal, parts: int) -> Decimal:
        """`amount` over `parts`, rounded."""
        return self.rounded(self._ctx.divide(amount, Decimal(parts)))

    def percentage(self, amount: Decimal, per_cent: Decimal) -> Decimal:
        """`per_cent` of `amount`, rounded."""
        return self.rounded(self._ctx.divide(self._ctx.multiply(amount, per_cent), HUNDRED))

    def to_multiple(self, amount: Decimal) -> Decimal:
        """`amount` rounded to the loan's instalment multiples."""
        return round_amount(amount, Scale(0, self.terms.instalment_multiples_of), self.terms.rounding)

    def time(self, start: date, end: date, *, part: bool = False) -> tuple[int, int]:
        """The time from `start` to `end` in the unit of the rate (days, or repayment units), as a fraction.

        Interest by repayment period counts a period as a whole whatever its days, unless the terms allow
        partial periods or this is only `part` of a period in which the balance changed.
        """
        terms = self.terms
        if self._daily and terms.day_count is not None:
            return day_count_fraction(start, end, terms.day_count)
        if (
            self._daily
            and terms.repay_unit is PeriodUnit.YEARS
            and terms.days_in_year is not DaysInYear.ACTUAL
        ):
            whole, length = self._periods(start, end)
            return whole * int(terms.days_in_year), length
        if self._daily and not self._thirty:
            return (end - start).days, 1
        if self._daily:
            whole, length = self._periods(start, end)
            return 30 * whole, length
        if self._partial or part:
            return self._periods(start, end)
        return terms.repay_every, 1

    def _periods(self, start: date, end: date) -> tuple[int, int]:
        """Repayment units from `start` to `end`: whole ones and the share of days of the one begun."""
        unit = self.terms.repay_unit
        whole = whole_periods_between(start, end, unit)
        if unit is PeriodUnit.DAYS:
            return whole, 1
        seed = seed_for(start, self.seed, unit)
        last = with_seed_day(add_periods(start, whole, unit), seed, unit)
        following = with_seed_day(add_periods(start, whole + 1, unit), seed, unit)
        length = (following - last).days
        return whole * length + (end - last).days, length

    def interest(
        self, balance: Decimal, annual: Decimal, start: date, end: date, *, part: bool = False
    ) -> Decimal:
        """Interest on `balance` at the yearly rate `annual` (per cent) from `start` to `end`, rounded."""
        above, below = self.time(start, end, part=part)
        ctx = self._ctx
        dividend = ctx.multiply(ctx.multiply(balance, annual), Decimal(above))
        return self.rounded(ctx.divide(dividend, self._year * below * 100))

    def flat_interest(
        self, principal: Decimal, annual: Decimal, start: date, end: date, term: int
    ) -> Decimal:
        """Interest on `principal` for the whole term: real days, or `term` repayment units; rounded."""
        above, below = self.flat_time(start, end, term)
        ctx = self._ctx
        dividend = ctx.multiply(ctx.multiply(principal, annual), Decimal(above))
        return self.rounded(ctx.divide(dividend, self._year * below * 100))

    def interest_of_plan(self, total: Decimal) -> Decimal:
        """Interest for the whole term that a plan came to."""
        return total

    def flat_time(self, start: date, end: date, term: int) -> tuple[int, int]:
        """The time that flat interest is charged for, as a fraction: real days, or ``term`` repayment units."""
        if self._daily and self.terms.day_count is not None:
            return day_count_fraction(start, end, self.terms.day_count)
        if self._daily:
            return (end - start).days, 1
        return self._periods(start, end) if self._partial else (term, 1)

    def regular_rate(self, annual: Decimal, each: int = 1) -> Decimal:
        """The rate of `each` regular periods: 30 days a month, 365 a year when interest is daily."""
        ctx = self._ctx
        return ctx.divide(ctx.multiply(annual, Decimal(self.regular_units * each)), self._year * HUNDRED)

    def worth(self, amount: Decimal, annual: Decimal, periods: int, *, each: int = 1) -> Decimal:
        """What `amount` is worth `periods` times `each` regular periods before it is due; not rounded."""
        ctx = self._ctx
        return ctx.divide(amount, ctx.power(ctx.add(ONE, self.regular_rate(annual, each)), periods))

    def instalment(self, balance: Decimal, annual: Decimal, count: int, *, each: int = 1) -> Decimal:
        """The equal instalment that repays `balance` in `count` times `each` regular periods, rounded.

        Annuity formula P r / (1 - (1 + r)^-n) with r of `each` regular periods. Rounded to the loan's
        instalment multiples, where it has them.
        """
        ctx = self._ctx
        terms = self.terms
        rate = self.regular_rate(annual, each)
        if rate == ZERO:
            exact = ctx.divide(balance, Decimal(count))
        else:
            growth = ctx.power(ctx.add(ONE, rate), count)
            exact = ctx.divide(ctx.multiply(ctx.multiply(balance, rate), growth), ctx.subtract(growth, ONE))
        if terms.instalment_multiples_of >= 1:
            return self.to_multiple(exact)
        return self.rounded(exact)
