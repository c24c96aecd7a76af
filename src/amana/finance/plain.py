"""The quick way to a plan without anything special; the same rows as the general walk, at a fraction of
its cost.

Portfolios are made of plain loans (one disbursement, no graces, no variations, no calendar that bends
dates). A test holds this way to the general one on random terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from amana.finance.calendars import WHOLE_WEEK
from amana.finance.dates import PeriodUnit, add_months
from amana.finance.interest import InterestRule
from amana.finance.money import DEFAULT_PRECISION, ZERO, arithmetic, quantum_of
from amana.finance.schedule import Disbursement, Instalment
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    InterestMethod,
    InterestPeriod,
    LoanTerms,
)


def is_plain(terms: LoanTerms, disbursements: Sequence[Disbursement]) -> bool:
    """Whether the quick way covers these terms."""
    calendar = terms.calendar
    return (
        len(disbursements) == 1
        and terms.interest_method is InterestMethod.DECLINING
        and not terms.multi_disburse
        and not terms.equal_amortisation
        and not terms.variations
        and terms.recalculation is None
        and terms.fixed_instalment is None
        and terms.fixed_principal_percentage is None
        and terms.down_payment_percentage is None
        and not terms.interest_may_exceed_instalment
        and terms.interest_charged_from is None
        and terms.first_repayment_on is None
        and terms.counted_from is None
        and not terms.minimum_days_to_first_repayment
        and not (terms.grace_on_principal or terms.grace_on_interest_payment)
        and not (terms.grace_on_interest_charged or terms.recurring_moratorium_on_principal)
        and terms.repay_principal_every == 1
        and terms.repay_interest_every == 1
        and not terms.first_repayment_offset
        and terms.due_on is None
        and terms.fixed_principal is None
        and not terms.balloons
        and terms.repay_unit is not PeriodUnit.YEARS
        and terms.precision >= DEFAULT_PRECISION
        and (terms.interest_period is InterestPeriod.DAILY or not terms.partial_period_interest)
        and terms.days_in_month is DaysInMonth.ACTUAL
        and terms.day_count is None
        and calendar.meeting is None
        and not calendar.holidays
        and calendar.working_weekdays == WHOLE_WEEK
        and not (terms.currency.in_multiples_of > 1 and not terms.currency.digits)
    )


@lru_cache(maxsize=1024)
def plain_dues(start: date, every: int, unit: PeriodUnit, count: int) -> tuple[date, ...]:
    """The due dates of a plain loan: `start` moved by whole periods, month ends kept.

    Remembered, since the loans of a day and a product share them.
    """
    if unit is PeriodUnit.MONTHS:
        return tuple(add_months(start, every * number) for number in range(1, count + 1))
    step = timedelta(days=every if unit is PeriodUnit.DAYS else 7 * every)
    return tuple(start + number * step for number in range(1, count + 1))


def plain_rows(terms: LoanTerms, disbursement: Disbursement) -> tuple[Instalment, ...] | None:
    """The rows of a plain loan; None when an instalment would not cover its interest, which the walk
    refuses.

    The rate of a period is divided once, in a few more digits than the loan's precision; its product with a
    balance, rounded to that precision, gives the cents of the quotient that the walk divides last.
    """
    rule = InterestRule(terms, disbursement.on)
    annual = rule.annual_rate()
    count, balance = terms.number_of_repayments, disbursement.amount
    daily = terms.interest_period is InterestPeriod.DAILY
    wide = arithmetic(terms.precision + 4)
    rate = wide.divide(annual if daily else wide.multiply(annual, Decimal(terms.repay_every)), rule.divisor)
    factor = rate
    factors: dict[int, Decimal] = {}  # by days
    equal_instalments = terms.amortisation is Amortisation.EQUAL_INSTALMENTS
    amount = rule.instalment(balance, annual, count) if equal_instalments else rule.share(balance, count)
    multiply = arithmetic(terms.precision).multiply
    quantize = arithmetic(terms.precision, terms.rounding).quantize
    quantum = quantum_of(terms.currency.digits)
    row = tuple.__new__  # the shortest way to a named tuple
    rows: list[Instalment] = []
    append = rows.append
    previous = disbursement.on
    dues = plain_dues(previous, terms.repay_every, terms.repay_unit, count)
    final = dues[-1] if dues else None
    for number, due in enumerate(dues, 1):
        if daily:
            days = (due - previous).days
            factor = factors.get(days) or factors.setdefault(days, wide.multiply(rate, Decimal(days)))
        interest = quantize(multiply(balance, factor), quantum)
        principal = amount - interest if equal_instalments else amount
        if principal >= balance or due is final:
            if principal < ZERO:
                return None
            append(Instalment(number, previous, due, balance, interest, balance - balance))
            break
        if principal < ZERO:
            return None
        balance -= principal
        append(
            row(Instalment, (number, previous, due, principal, interest, balance, ZERO, ZERO, False, False))
        )
        previous = due
    return tuple(rows)
