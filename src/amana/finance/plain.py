"""The quick way to a plan without anything special; the same rows as the general walk, at a fraction of
its cost.

Portfolios are made of plain loans (one disbursement, no graces, no variations, no calendar that bends
dates). A test holds this way to the general one on random terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from amana.finance.calendars import WHOLE_WEEK
from amana.finance.dates import PeriodUnit, add_months
from amana.finance.interest import InterestRule
from amana.finance.money import ZERO, arithmetic, quantum_of
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
        and terms.repay_unit is not PeriodUnit.YEARS
        and (terms.interest_period is InterestPeriod.DAILY or not terms.partial_period_interest)
        and terms.days_in_month is DaysInMonth.ACTUAL
        and terms.day_count is None
        and calendar.meeting is None
        and not calendar.holidays
        and calendar.working_weekdays == WHOLE_WEEK
        and not (terms.currency.in_multiples_of > 1 and not terms.currency.digits)
    )


def plain_dues(terms: LoanTerms, start: date) -> list[date]:
    """The due dates of a plain loan: `start` moved by whole periods, month ends kept."""
    every, count = terms.repay_every, terms.number_of_repayments
    if terms.repay_unit is PeriodUnit.MONTHS:
        return [add_months(start, every * number) for number in range(1, count + 1)]
    step = timedelta(days=every if terms.repay_unit is PeriodUnit.DAYS else 7 * every)
    return [start + number * step for number in range(1, count + 1)]


def plain_rows(terms: LoanTerms, disbursement: Disbursement) -> tuple[Instalment, ...] | None:
    """The rows of a plain loan; None when an instalment would not cover its interest, which the walk
    refuses.
    """
    rule = InterestRule(terms, disbursement.on)
    annual = rule.annual_rate()
    ctx = arithmetic(terms.precision)
    quantum, rounding = quantum_of(terms.currency.digits), terms.rounding.decimal_name
    balance = disbursement.amount
    count = terms.number_of_repayments
    daily = terms.interest_period is InterestPeriod.DAILY
    factor = annual if daily else ctx.multiply(annual, Decimal(terms.repay_every))
    divisor = rule.divisor
    equal_instalments = terms.amortisation is Amortisation.EQUAL_INSTALMENTS
    if equal_instalments:
        amount = rule.instalment(balance, annual, count)
    else:
        amount = rule.rounded(ctx.divide(balance, Decimal(count)))
    multiply, divide = ctx.multiply, ctx.divide
    rows = []
    previous = disbursement.on
    for number, due in enumerate(plain_dues(terms, previous), 1):
        dividend = multiply(balance, factor)
        if daily:
            dividend = multiply(dividend, Decimal((due - previous).days))
        interest = divide(dividend, divisor).quantize(quantum, rounding, ctx)
        if equal_instalments:
            if amount < interest:
                return None
            principal = amount - interest
        else:
            principal = amount
        if principal > balance or number == count:
            principal = balance
        balance -= principal
        rows.append(Instalment(number, previous, due, principal, interest, balance))
        previous = due
        if balance == ZERO:
            break
    return tuple(rows)
