"""What is agreed about a progressive loan, as far as its instalments and interest need it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import cached_property

from amana.finance.dates import DayCount, PeriodUnit, add_periods
from amana.finance.money import ZERO, Currency, RoundingMode, Scale, arithmetic, round_amount
from amana.finance.terms import (
    DaysInMonth,
    DaysInYear,
    InterestMethod,
    InterestPeriod,
    LeapYearRule,
    Processing,
)


@dataclass(frozen=True, kw_only=True)
class ProgressiveTerms:
    """The arithmetic terms of one progressive loan.

    `annual_rate` in per cent. `precision` is the significant digits of rate factors and of every step before
    an amount is rounded to the currency. `instalment_multiples_of` rounds instalments to whole multiples (0:
    none). `recalculates_instalments` lets a payment before its period end that period's instalment at what
    was paid.
    """

    currency: Currency
    annual_rate: Decimal
    repay_every: int
    repay_unit: PeriodUnit
    interest_method: InterestMethod = InterestMethod.DECLINING
    interest_period: InterestPeriod = InterestPeriod.DAILY
    partial_period_interest: bool = True
    days_in_year: DaysInYear = DaysInYear.ACTUAL
    days_in_month: DaysInMonth = DaysInMonth.ACTUAL
    day_count: DayCount | None = None  # of daily interest, instead of the days in year and month
    leap_year_rule: LeapYearRule = LeapYearRule.FULL_LEAP_YEAR
    interest_from_disbursement: bool = False  # years of real days end on 1 January, else on 31 December
    grace_on_principal: int = 0
    grace_on_interest_payment: int = 0
    full_term_tranches: int = 0  # instalments every tranche is spread over from its day; 0: those left
    instalment_multiples_of: int = 0
    fixed_instalment: Decimal | None = None  # agreed on instead of the annuity; the last one takes the rest
    processing: Processing = Processing.HORIZONTAL
    recalculates_instalments: bool = True
    rounding: RoundingMode = RoundingMode.HALF_EVEN
    precision: int = 19

    @cached_property
    def context(self) -> Context:
        """The arithmetic of intermediate steps."""
        return arithmetic(self.precision, self.rounding)

    @cached_property
    def flat(self) -> bool:
        """Whether interest runs on what was disbursed, not on the balance."""
        return self.interest_method is InterestMethod.FLAT

    def rounded(self, amount: Decimal) -> Decimal:
        """`amount` as money of the loan."""
        return round_amount(amount, self.currency, self.rounding)

    def share(self, amount: Decimal, count: int) -> Decimal:
        """`amount` divided by `count`, as money of the loan."""
        return self.rounded(self.context.divide(amount, Decimal(count)))

    def to_multiple(self, instalment: Decimal) -> Decimal:
        """`instalment` in whole multiples; as it is where that would leave nothing of it."""
        if self.instalment_multiples_of <= 0:
            return instalment
        rounded = round_amount(instalment, Scale(0, self.instalment_multiples_of), self.rounding)
        return instalment if rounded == ZERO < instalment else rounded

    def due_date(self, start: date, number: int) -> date:
        """The due date `number` periods after `start`."""
        return add_periods(start, number * self.repay_every, self.repay_unit)

    def year_length(self, on: date, period_from: date, period_due: date) -> int:
        """Days of the year that divides the rate of interest running from `on`, within a period."""
        if self.days_in_year is not DaysInYear.ACTUAL:
            return int(self.days_in_year)
        if not calendar.isleap(on.year):
            return 365
        if self.leap_year_rule is LeapYearRule.FULL_LEAP_YEAR or has_leap_day(period_from, period_due):
            return 366
        return 365


def has_leap_day(start: date, end: date) -> bool:
    """Whether a 29 February lies after `start` and not after `end`."""
    return any(
        calendar.isleap(year) and start < date(year, 2, 29) <= end for year in range(start.year, end.year + 1)
    )
