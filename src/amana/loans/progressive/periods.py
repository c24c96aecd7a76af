"""The periods of a progressive loan, and its terms as the engine of instalments takes them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from amana.finance.dates import add_periods
from amana.finance.interest import annual_rate
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.rhythm import Rhythm
from amana.finance.terms import LoanTerms, VariationKind

RATE_CHANGES = (VariationKind.INTEREST_RATE, VariationKind.INTEREST_RATE_FROM_INSTALMENT)
DIGITS = 19
"""Significant digits of rate factors, as today's system has them."""


def planned_periods(terms: LoanTerms, start: date) -> list[tuple[date, date]]:
    """First day and due date of every instalment of a loan that begins on ``start``.

    Due dates count from the day the terms name, else from ``start``; a fixed length sets the last one.
    """
    start = terms.counted_from or start
    first = terms.first_repayment_on
    rhythm = Rhythm(start, terms.repay_every, terms.repay_unit, first, terms.calendar, due_on=terms.due_on)
    found: list[tuple[date, date]] = []
    at, previous = start, start
    for number in range(terms.number_of_repayments):
        moved = rhythm.adjusted(rhythm.following(at, first=number == 0))
        at = moved.goes_on_from
        found.append((previous, moved.due))
        previous = moved.due
    length = terms.progressive.fixed_length
    if length is not None and found:
        found[-1] = (found[-1][0], add_periods(start, length, terms.repay_unit))
    return found


def due_in_the_end(terms: LoanTerms, dues: Sequence[date]) -> list[date]:
    """The due dates of the instalments planned for ``dues``, after all changes that were agreed on."""
    found = list(dues)
    changes = (one for one in terms.variations if one.kind is VariationKind.DUE_DATE)
    for one in sorted(changes, key=lambda change: change.applies_from):
        first = next((at for at, due in enumerate(found) if due >= one.applies_from), len(found))
        if one.new_date is not None:
            found[first:] = rhythm_from(one.new_date, terms, len(found) - first)
    return found


def rhythm_from(first: date, terms: LoanTerms, count: int) -> list[date]:
    """``count`` due dates in the loan's rhythm, beginning with ``first``."""
    return [add_periods(first, number * terms.repay_every, terms.repay_unit) for number in range(count)]


def yearly_rate(terms: LoanTerms) -> Decimal:
    """The nominal rate per year in per cent."""
    term = terms.number_of_repayments * terms.repay_every
    return annual_rate(terms.interest_rate, terms.interest_rate_unit, term, terms.repay_unit)


def bears_interest(terms: LoanTerms) -> bool:
    """Whether there is a rate, now or after a change."""
    rates = (one.value for one in terms.variations if one.kind in RATE_CHANGES)
    return bool(yearly_rate(terms)) or any(rates)


def names_instalments(terms: LoanTerms) -> bool:
    """Whether the amount of instalments was agreed on, now or with a disbursement."""
    varied = any(one.kind is VariationKind.INSTALMENT_AMOUNT for one in terms.variations)
    return terms.fixed_instalment is not None or varied


def engine_terms(terms: LoanTerms) -> ProgressiveTerms:
    """The terms as the engine of instalments takes them."""
    special = terms.progressive
    return ProgressiveTerms(
        currency=terms.currency,
        annual_rate=yearly_rate(terms),
        repay_every=terms.repay_every,
        repay_unit=terms.repay_unit,
        interest_method=terms.interest_method,
        interest_period=terms.interest_period,
        partial_period_interest=terms.partial_period_interest,
        days_in_year=terms.days_in_year,
        days_in_month=terms.days_in_month,
        day_count=terms.day_count,
        leap_year_rule=special.leap_year_rule,
        interest_from_disbursement=special.interest_from_disbursement_day,
        grace_on_principal=terms.grace_on_principal,
        grace_on_interest_payment=terms.grace_on_interest_payment,
        full_term_tranches=terms.number_of_repayments if special.full_term_tranches else 0,
        instalment_multiples_of=terms.instalment_multiples_of,
        fixed_instalment=terms.fixed_instalment,
        processing=special.processing,
        rounding=terms.rounding,
        precision=DIGITS,
    )
