"""Foreclosure: a loan ended before its term, with interest shared out by days up to that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import charge_portions, charge_sums
from amana.finance.charges import ChargeTerms, ChargeTime
from amana.finance.money import ZERO, arithmetic, round_amount
from amana.finance.schedule import Instalment, Schedule
from amana.finance.terms import LoanTerms


def interest_until(terms: LoanTerms, row: Instalment, day: date) -> Decimal:
    """The part of the row's interest that belongs to the days up to `day`, rounded."""
    return share_of_days(terms, row.interest, row.from_date, row.due_date, day)


def share_of_days(terms: LoanTerms, interest: Decimal, from_date: date, due_date: date, day: date) -> Decimal:
    """The part of a period's interest that belongs to its days up to `day`, rounded."""
    length = (due_date - from_date).days
    if day >= due_date or length <= 0:
        return interest if day >= from_date else ZERO
    ctx = arithmetic(terms.precision)
    days = Decimal(max((day - from_date).days, 0))
    share = ctx.divide(ctx.multiply(interest, days), Decimal(length))
    return round_amount(share, terms.currency, terms.rounding)


def charges_until(
    charges: Sequence[ChargeTerms], terms: LoanTerms, schedule: Schedule, row: Instalment, day: date
) -> tuple[Decimal, Decimal]:
    """Fees and penalties of the row that fall due by `day`; an instalment fee only with the row itself."""
    by_key = {charge.key: charge for charge in charges}
    portions = []
    for portion in charge_portions(charges, terms, schedule):
        charge = by_key[portion.key]
        due_on = row.due_date if charge.time is ChargeTime.INSTALMENT else charge.due_on
        if portion.number == row.number and due_on is not None and due_on <= day:
            portions.append(portion)
    return charge_sums(portions)


def foreclosed_schedule(
    terms: LoanTerms, charges: Sequence[ChargeTerms], schedule: Schedule, on: date
) -> Schedule:
    """The schedule of a loan that is foreclosed on `on`: rows due before it, and one row due on it.

    That row carries all principal not due earlier, the interest of the days since the row before, and the
    charges due by then. Tranches not paid out by `on` are dropped.
    """
    kept = [row for row in schedule.instalments if row.due_date < on]
    rest = [row for row in schedule.instalments if row.due_date >= on]
    paid_out = tuple(one for one in schedule.disbursements if one.on <= on)
    principal = sum((one.amount for one in paid_out), ZERO) - sum((row.principal for row in kept), ZERO)
    interest = fees = penalties = ZERO
    start = kept[-1].due_date if kept else schedule.disbursements[0].on
    if rest:
        interest = interest_until(terms, rest[0], on)
        fees, penalties = charges_until(charges, terms, schedule, rest[0], on)
    last = Instalment(len(kept) + 1, start, on, principal, interest, ZERO, fees, penalties)
    return replace(schedule, disbursements=paid_out, instalments=(*kept, last))
