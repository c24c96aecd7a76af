"""Re-ageing with equal amortisation: what is left is spread over new instalments in equal parts, without
further interest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.dates import PeriodUnit, add_periods
from amana.finance.money import ZERO, Scale, round_amount
from amana.finance.progressive.instalments import settle_last
from amana.finance.progressive.periods import Period
from amana.finance.progressive.reading import Outstanding, outstanding_on
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.progressive.walk import Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class ReAgeing:
    """New instalments: `count` of them, the first due on `first_due`, then `every` `unit`.

    `full_interest` spreads the interest of the whole remaining term, otherwise only what has run until
    then. `charges_outstanding` are fees and penalties that are spread beside.
    """

    first_due: date
    count: int
    every: int
    unit: PeriodUnit
    full_interest: bool
    charges_outstanding: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class EqualParts:
    """`total` in `count` parts of `part`; the last takes `rest` as well.

    Where the rest would make the last part negative, parts stop when the total is used up.
    """

    total: Decimal
    count: int
    part: Decimal
    rest: Decimal

    def __getitem__(self, index: int) -> Decimal:
        if not 0 <= index < self.count:
            raise IndexError(index)
        if self.part + self.rest < ZERO:
            return ZERO if self.part * (index + 1) > self.total else self.part
        return self.part + self.rest if index == self.count - 1 else self.part

    def __add__(self, other: EqualParts) -> EqualParts:
        if other.count != self.count:
            raise ValueError("parts of different numbers do not add up")
        return EqualParts(
            self.total + other.total, self.count, self.part + other.part, self.rest + other.rest
        )


def equal_parts(total: Decimal, count: int, multiples_of: int | None, terms: ProgressiveTerms) -> EqualParts:
    """`total` in `count` equal parts, rounded to the currency (and to whole `multiples_of`)."""
    if total <= ZERO:
        return EqualParts(total, count, ZERO, ZERO)
    part = terms.share(total, count)
    if multiples_of:
        part = round_amount(part, Scale(0, multiples_of), terms.rounding)
    return EqualParts(total, count, part, total - part * count)


def reage_equally(walk: Walk, on: date, reageing: ReAgeing) -> None:
    """End the schedule on `on` and spread what is left as `reageing` says."""
    maturity = walk.periods[-1].due_date
    left = reageing_amounts(walk, on, full_interest=reageing.full_interest)
    paid = _paid_from(walk, on)
    charged_back = sum(
        (one.credited_principal for one in walk.periods if one.from_date >= on and one.due_date > on), ZERO
    )
    _end_schedule(walk, on)
    credit(walk, on, principal=charged_back)
    walk.worked_out()
    for period in walk.periods:
        _close_as_paid(walk, period)
    if maturity >= on:
        _hold_early_payments(walk, paid)
    _join_empty_periods(walk)
    added = _add_periods(walk, reageing)
    _give_instalments(walk, added, left, reageing.charges_outstanding)
    walk.carry_balances()
    walk.add_rate(min(on, maturity), ZERO)
    settle_last(walk, on)


def reageing_amounts(walk: Walk, on: date, *, full_interest: bool) -> Outstanding:
    """What a re-ageing on `on` would spread."""
    return outstanding_on(walk, walk.periods[-1].due_date if full_interest else on)


def credit(walk: Walk, on: date, *, principal: Decimal = ZERO, interest: Decimal = ZERO) -> None:
    """Charge principal or interest back: it is due with the period that runs on `on`."""
    changed = walk.change_balance(on, correction=principal)
    if changed is None:
        return
    last = walk.periods[-1]
    for period in walk.periods:
        if period.from_date <= on and (on < period.due_date or (period is last and on == period.due_date)):
            starting = [one for one in period.changing() if one.from_date == on]
            if starting:
                period.charged_back = True
                starting[-1].credited_principal += principal
                starting[-1].credited_interest += interest
                walk.touch(period)
            break
    walk.refresh_factors([changed])
    walk.carry_balances()
    settle_last(walk, on)


def _paid_from(walk: Walk, on: date) -> Outstanding:
    """What was paid already towards periods that are not over."""
    open_then = [one for one in walk.periods if one.due_date >= on]
    return Outstanding(
        sum((one.paid_principal for one in open_then), ZERO),
        sum((one.paid_interest for one in open_then), ZERO),
    )


def _end_schedule(walk: Walk, on: date) -> None:
    running = walk.period_on(on)
    if running is None:
        return
    running.holds_early_payments = True
    running.due_date = on
    running.changing()[-1].due_date = on
    walk.refresh_factors([running])
    if running is not walk.periods[-1]:
        walk.periods[:] = [one for one in walk.periods if one.due_date <= on]
    walk.touch()


def _close_as_paid(walk: Walk, period: Period) -> None:
    forgone = min(period.outstanding_interest, period.credited_interest)
    period.changing()[-1].credited_interest -= forgone
    period.instalment = period.paid
    period.credited_principal_moved = period.credited_principal
    period.credited_interest_moved = period.credited_interest
    period.interest_moved_down = True
    walk.touch()


def _hold_early_payments(walk: Walk, paid: Outstanding) -> None:
    holder = walk.periods[-1]
    holder.paid_interest = paid.interest
    holder.paid_principal = paid.principal
    holder.instalment = holder.paid
    holder.reaged = True
    holder.holds_early_payments = True
    walk.touch(holder)
    walk.refresh_factors([holder])


def _join_empty_periods(walk: Walk) -> None:
    """Neighbouring periods in which nothing is due any more become one."""
    walk.worked_out()
    kept: list[Period] = []
    for period in walk.periods:
        if kept and _is_empty(kept[-1]) and _is_empty(period):
            kept[-1].due_date = period.due_date
            kept[-1].changing()[-1].due_date = period.due_date
            walk.refresh_factors([kept[-1]])
        else:
            kept.append(period)
    walk.periods[:] = kept
    walk.touch()


def _is_empty(period: Period) -> bool:
    due = period.instalment or period.principal_due or period.interest_due
    return period.holds_early_payments and not due


def _add_periods(walk: Walk, reageing: ReAgeing) -> list[Period]:
    added = []
    previous = walk.periods[-1]
    due = reageing.first_due
    for _ in range(reageing.count):
        period = Period.whole(previous.due_date, due)
        period.disbursed_before = previous.disbursed_before
        period.reaged = True
        added.append(period)
        previous = period
        due = add_periods(due, reageing.every, reageing.unit)
    walk.periods.extend(added)
    walk.touch()
    return added


def _give_instalments(walk: Walk, periods: list[Period], left: Outstanding, charges: Decimal) -> None:
    """Equal totals of principal, interest and charges; principal takes what rounding leaves."""
    terms, count = walk.terms, len(periods)
    interest = equal_parts(left.interest, count, None, terms)
    beside = interest.part + equal_parts(charges, count, None, terms).part
    part = equal_parts(left.principal + left.interest + charges, count, None, terms).part - beside
    principal = EqualParts(left.principal, count, part, left.principal - part * count)
    both = principal + interest
    for index, period in enumerate(periods):
        period.fixed_interest = interest[index]
        period.instalment = period.agreed_instalment = both[index]
    walk.touch()
