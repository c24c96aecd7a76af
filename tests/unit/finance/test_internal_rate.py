"""The internal rate of return of every schedule is its nominal rate, but for what rounding explains.

The bound. A row's interest is r B + e with |e| at most half a cent, B the balance before it; so a payment is
B(k-1) (1 + r) - B(k) + e(k), and discounted at r all payments but for the errors add up to the principal: their
present value misses it by E = sum of e(k) v^k, v = 1 / (1 + r). At the internal rate r' it misses by nothing.
The present value falls with the rate, by D = sum of k c(k) (1 + x)^-(k+1) at the rate x. By the mean value
theorem |r' - r| = |E| / D at some x between the two, and as D falls too it is at most |E| / D at the greater.
"""

from datetime import date
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

from amana.finance.cumulative import ScheduleError
from amana.finance.dates import PeriodUnit, add_periods
from amana.finance.generate import generate_schedule
from amana.finance.money import Currency
from amana.finance.progressive.model import InterestModel
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    DaysInYear,
    InterestMethod,
    InterestPeriod,
    LoanTerms,
    RateUnit,
)

CENT = Currency("USD", 2)
HALF_A_CENT = 0.005
SOLVER = 1e-9
"""What the root finding, in binary fractions, leaves."""


REGULAR_DAYS = {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7}

days_or_weeks = st.sampled_from([PeriodUnit.DAYS, PeriodUnit.WEEKS])
amounts = st.decimals(Decimal(50), Decimal(1_000_000), places=2)
rates = st.decimals(Decimal("0.1"), Decimal(80), places=3)
counts = st.integers(1, 60)
starts = st.dates(date(2000, 1, 1), date(2060, 12, 31))
amortisations = st.sampled_from(Amortisation)


def allowed(payments: list[float], nominal: float, found: float) -> float:
    """The most that rounding moves the rate of a period from `nominal` to `found`."""
    greater = max(nominal, found)
    error = HALF_A_CENT * sum((1 + nominal) ** -k for k in range(1, len(payments) + 1))
    slope = sum(k * paid * (1 + greater) ** -(k + 1) for k, paid in enumerate(payments, 1))
    return error / slope + SOLVER


def cumulative(
    start: date, amount: Decimal, rate: Decimal, count: int, every: int, unit: PeriodUnit, **changes
) -> list[tuple[date, Decimal]]:
    """Due dates and instalments of the cumulative engine."""
    terms = {
        "currency": CENT,
        "principal": amount,
        "number_of_repayments": count,
        "repay_every": every,
        "repay_unit": unit,
        "interest_rate": rate,
        "interest_rate_unit": RateUnit.YEAR,
        "interest_method": InterestMethod.DECLINING,
        "amortisation": Amortisation.EQUAL_INSTALMENTS,
        "interest_period": InterestPeriod.DAILY,
        "expected_disbursement_on": start,
    }
    try:
        schedule = generate_schedule(LoanTerms(**(terms | changes)))
    except ScheduleError:  # an instalment that does not cover its interest
        assume(False)
    return [(row.due_date, row.total) for row in schedule.instalments]


def progressive(
    start: date, amount: Decimal, rate: Decimal, count: int, every: int, unit: PeriodUnit, **changes
) -> list[tuple[date, Decimal]]:
    """Due dates and instalments of the progressive engine."""
    terms = {"currency": CENT, "annual_rate": rate, "repay_every": every, "repay_unit": unit}
    ends = [add_periods(start, every * number, unit) for number in range(1, count + 1)]
    model = InterestModel.planned(
        ProgressiveTerms(**(terms | changes)), list(zip([start, *ends], ends, strict=False))
    )
    model.disburse(start, amount)
    return [(row.due_date, row.principal + row.interest) for row in model.periods()]


def assert_nominal(start: date, amount: Decimal, rows: list[tuple[date, Decimal]], nominal: float, days: int):
    """The yearly rate that discounts the payments to the amount is `nominal` a period of `days`, compounded."""
    yearly = pyxirr.xirr(
        [start, *(due for due, _ in rows)], [-float(amount), *(float(paid) for _, paid in rows)]
    )
    assert yearly is not None
    found = (1 + yearly) ** (days / 365) - 1
    assert abs(found - nominal) <= allowed([float(paid) for _, paid in rows], nominal, found)


@given(starts, amounts, rates, counts, days_or_weeks, st.integers(1, 26), amortisations)
def test_cumulative_schedules_of_equal_periods(start, amount, rate, count, unit, every, amortisation):
    days = every * REGULAR_DAYS[unit]
    rows = cumulative(
        start, amount, rate, count, every, unit, days_in_year=DaysInYear.D365, amortisation=amortisation
    )
    assert_nominal(start, amount, rows, float(rate) / 100 * days / 365, days)


@given(starts, amounts, rates, counts, days_or_weeks, st.integers(1, 26))
def test_progressive_schedules_of_equal_periods(start, amount, rate, count, unit, every):
    days = every * REGULAR_DAYS[unit]
    rows = progressive(start, amount, rate, count, every, unit, days_in_year=DaysInYear.D365)
    assert_nominal(start, amount, rows, float(rate) / 100 * days / 365, days)


def assert_nominal_by_period(amount: Decimal, rows: list[tuple[date, Decimal]], nominal: float):
    """The rate of a period that discounts the payments to the amount is `nominal`, whatever its days."""
    payments = [float(paid) for _, paid in rows]
    found = pyxirr.irr([-float(amount), *payments])
    assert found is not None
    assert abs(found - nominal) <= allowed(payments, nominal, found)


@pytest.mark.parametrize("unit", [PeriodUnit.WEEKS, PeriodUnit.MONTHS])
@given(starts, amounts, rates, counts, st.integers(1, 6), amortisations)
def test_cumulative_schedules_by_repayment_period(unit, start, amount, rate, count, every, amortisation):
    same = InterestPeriod.SAME_AS_REPAYMENT
    rows = cumulative(
        start, amount, rate, count, every, unit, interest_period=same, amortisation=amortisation
    )
    in_year = 12 if unit is PeriodUnit.MONTHS else 52
    assert_nominal_by_period(amount, rows, float(rate) / 100 * every / in_year)


@given(starts, amounts, rates, counts, st.integers(1, 6), st.booleans())
def test_progressive_schedules_by_month(start, amount, rate, count, every, thirty):
    if thirty:
        changes = {"days_in_month": DaysInMonth.D30, "days_in_year": DaysInYear.D360}
    else:
        changes = {"interest_period": InterestPeriod.SAME_AS_REPAYMENT}
    rows = progressive(start, amount, rate, count, every, PeriodUnit.MONTHS, **changes)
    assert_nominal_by_period(amount, rows, float(rate) / 100 * every / 12)


@pytest.mark.parametrize("cents", [7, -7])
def test_the_bound_sees_a_few_wrong_cents(cents):
    """Twelve payments may be off by six cents by rounding; not by seven."""
    start, amount = date(2024, 1, 1), Decimal(100)
    rows = progressive(start, amount, Decimal(12), 12, 1, PeriodUnit.WEEKS, days_in_year=DaysInYear.D365)
    nominal = 0.12 * 7 / 365
    assert_nominal(start, amount, rows, nominal, 7)
    due, paid = rows[0]
    rows[0] = (due, paid + Decimal(cents).scaleb(-2))
    with pytest.raises(AssertionError):
        assert_nominal(start, amount, rows, nominal, 7)
