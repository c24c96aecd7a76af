"""Equal instalments: how they are found, smoothed, and how the last open one takes the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amana.finance.money import HUNDRED, ONE, ZERO
from amana.finance.progressive.factors import next_fn
from amana.finance.progressive.periods import Annuity, EqualPart, Period
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.progressive.walk import Walk

_ROUNDS_OF_SMOOTHING = 3


def plan(walk: Walk, since: date, *, in_place: bool) -> None:
    """Work out the instalments of the periods due on `since` or later.

    `in_place` keeps what was paid in mind (change of rate, more periods); otherwise, and unless nothing was
    planned yet, instalments are those of a loan to which nothing was paid early.
    """
    related = walk.periods_from(since)
    _grant_interest_grace(walk)
    walk.refresh_factors(related)
    if walk.terms.flat:
        if related:
            _set_flat(walk, related)
            _grant_principal_grace(walk, related)
        return
    in_place = in_place or walk.bare or walk.is_empty
    walk.carry_balances()
    if in_place:
        _set_equal(walk, related)
    elif related:
        _take_over_from_bare_copy(walk, related[0].due_date, since)
    _grant_principal_grace(walk, related)
    walk.carry_balances()
    settle_last(walk, since)
    if in_place and related and walk.agreed_for(related[-1]) is None:
        smooth(walk, related)


def set_instalments(walk: Walk, periods: Sequence[Period]) -> None:
    """Give `periods` the instalments that repay the balance before them."""
    if not periods:
        return
    if walk.terms.flat:
        _set_flat(walk, periods)
    else:
        _set_equal(walk, periods)


def annuity(balance: Decimal, factors_plus_one: Sequence[Decimal], terms: ProgressiveTerms) -> Decimal:
    """The equal instalment, unrounded: balance x product of (1 + f) / fn.

    Each step in the digits of the loan's precision.
    """
    context = terms.context
    product, fn = ONE, ONE
    for index, factor in enumerate(factors_plus_one):
        product = context.multiply(product, factor)
        if index:
            fn = next_fn(fn, factor, context)
    return context.divide(context.multiply(product, balance), fn)


def _factor_plus_one(period: Period) -> Decimal:
    if period.interest_grace:
        return ONE
    return ONE + sum((one.factors.own for one in period.sub_periods), ZERO)


def _fixed_interest_share(periods: Sequence[Period], terms: ProgressiveTerms) -> Decimal:
    fixed = sum((period.fixed_interest for period in periods), ZERO)
    return terms.share(fixed, len(periods))


def _set_equal(walk: Walk, periods: Sequence[Period]) -> None:
    if not periods:
        return
    terms = walk.terms
    walk.worked_out()
    first = walk.periods.index(periods[0])
    balance = walk.periods[first - 1].balance if first else ZERO
    balance += periods[0].disbursed_within
    factors = tuple(_factor_plus_one(period) for period in periods)
    exact = annuity(balance, factors, terms)
    origin = Annuity(balance, factors, exact)
    instalment = terms.to_multiple(terms.rounded(exact) + _fixed_interest_share(periods, terms))
    for period in periods:
        agreed = walk.agreed_for(period)
        amount = instalment if agreed is None else agreed
        if amount >= period.paid and not (period.paid and period.fully_paid):
            period.instalment = period.agreed_instalment = amount
            period.origin = origin if agreed is None else None
    walk.touch(periods[0])


def _take_over_from_bare_copy(walk: Walk, first_due: date, since: date) -> None:
    bare = walk.without_payments()
    plan(bare, since, in_place=True)
    for period, planned in zip(walk.periods, bare.periods, strict=True):
        if period.due_date >= first_due:
            period.instalment = planned.instalment
            period.agreed_instalment = planned.agreed_instalment
            period.origin = planned.origin
            walk.touch(period)


def _set_flat(walk: Walk, periods: Sequence[Period]) -> None:
    """Principal not yet repaid and interest on what was disbursed, in equal parts; the last takes the rest.

    What was paid beyond a part is taken off the parts at the end.
    """
    terms = walk.terms
    total = _fixed_interest_share(periods, terms)
    first = walk.periods.index(periods[0])
    carried = walk.worked_out()[first - 1].unrecognised_interest if first else ZERO
    for period in periods:
        period.work_out(carried, terms)
        period.instalment = period.calculated_interest
        total += period.calculated_interest
        period.work_out(carried, terms)
        carried = period.unrecognised_interest
    repaid = ZERO
    if first:
        before = walk.periods[first - 1]
        repaid = before.disbursed_until(None) - before.balance
    total += periods[0].disbursed_until(periods[0].sub_periods[-1]) - repaid
    instalment = terms.to_multiple(terms.share(total, len(periods)))
    last = total - instalment * (len(periods) - 1)
    beyond = ZERO
    for period in periods:
        part = last if period is periods[-1] else instalment
        asked = part + period.credited + period.deferred_interest
        if asked < period.paid:
            beyond += period.paid - asked
            part = period.paid
        period.instalment = period.agreed_instalment = part
        period.origin = EqualPart(total, len(periods))
    walk.touch(periods[0])
    walk.carry_balances()
    _take_off_the_end(walk, periods, beyond)


def _take_off_the_end(walk: Walk, periods: Sequence[Period], amount: Decimal) -> None:
    for period in reversed(periods):
        if amount <= ZERO:
            break
        walk.worked_out()
        if period.fully_paid:
            continue
        settled = period.paid - period.credited - period.deferred_interest
        left = max(period.instalment - amount, ZERO, settled, period.calculated_interest)
        amount -= period.instalment - left
        period.instalment = left
        walk.touch(period)
        walk.carry_balances()


def _grant_interest_grace(walk: Walk) -> None:
    grace = walk.terms.grace_on_interest_payment
    if grace > 0:
        for index, period in enumerate(walk.periods):
            period.interest_grace = index < grace
        walk.touch()


def _grant_principal_grace(walk: Walk, related: Sequence[Period]) -> None:
    """The first periods pay interest only; the others share the principal."""
    if not related:
        return
    for period in walk.periods:
        period.principal_grace = False
    grace = walk.terms.grace_on_principal
    if walk.grace_lifted or grace <= 0:
        return
    for period in walk.periods[:grace]:
        walk.worked_out()
        if period.due_date >= related[0].due_date:
            period.instalment = period.agreed_instalment = period.interest_due
            period.principal_grace = True
            walk.touch(period)
        elif not period.principal_due:
            period.principal_grace = True
    repaying = [period for period in related if not period.principal_grace]
    if repaying:
        walk.carry_balances()
        set_instalments(walk, repaying)


def settle_last(walk: Walk, until: date) -> None:
    """Let the last open period take what the instalments and the principal owed differ by.

    Interest of paid later periods that is earned by `until` is deferred to it.
    """
    _limit_to_principal_left(walk)
    last = _last_open(walk)
    if last is None:
        return
    for period in walk.periods:
        if period.interest_moved_up:
            period.interest_moved_up = False
            walk.touch_only(period)
    if last.deferred_interest:
        last.deferred_interest = ZERO
        walk.touch_only(last)
    instalment = last.instalment + walk.disbursed + walk.credited_principal - walk.principal_due
    if last.fixed_interest > ZERO:
        instalment = max(instalment, last.paid_principal + last.fixed_interest)
    last.instalment = instalment
    walk.touch_only(last)
    if instalment < last.paid - last.credited:
        last.instalment = last.paid - last.credited
        settle_last(walk, until)
    defer_interest(walk, last, until)
    beyond = walk.principal_due - walk.principal_owed
    if last.deferred_interest and beyond > ZERO:  # what was deferred had been paid already
        last.instalment -= beyond
        walk.touch(last)


def _limit_to_principal_left(walk: Walk) -> None:
    """No instalment asks for more principal than is left to pay in all."""
    left = walk.principal_owed - walk.principal_paid
    for period in walk.worked_out():
        if period.principal_due - period.paid_principal <= left >= ZERO:
            continue
        beyond = period.outstanding_principal - left
        if beyond > ZERO:
            least = max(period.paid - period.credited, ZERO)
            period.instalment = max(period.instalment - beyond, least)
            walk.touch_only(period)
            walk.worked_out()


def _last_open(walk: Walk) -> Period | None:
    for period in reversed(walk.worked_out()):
        if not period.fully_paid:
            return period
    last = walk.periods[-1]
    if not walk.principal_paid and last.sub_periods and last.balance > ZERO:
        return last
    return None


def defer_interest(walk: Walk, last: Period, until: date) -> None:
    """Interest that runs by `until` in periods after `last`, which have no room for it, goes to `last`."""
    if not any(period.due_date > last.due_date for period in reversed(walk.periods)):
        return
    deferred = _without_room(walk, last, until)
    if not deferred:
        return
    last.deferred_interest = deferred
    for later in walk.periods:
        later.interest_moved_up = later.interest_moved_up or later.due_date > last.due_date
    walk.touch(last)


def _without_room(walk: Walk, last: Period, until: date) -> Decimal:
    """Interest run by `until` for which the latest of the periods after `last` that has too much has no room."""
    latest = max(walk.overdue, default=None)
    if latest == last.due_date:
        # interest on overdue principal was put on this period by correction: it is no interest of later days
        trial = walk.copied()
        for corrections in trial.overdue.values():
            for on, amount in corrections:
                trial.change_balance(on, correction=-amount)
        trial.stop_interest(until)
        trial.carry_balances()
        left_over = [(one.due_date, one.unrecognised_interest) for one in trial.worked_out()]
    else:
        left_over = walk.without_room(until)
    return next((left for due, left in reversed(left_over) if due > last.due_date and left > ZERO), ZERO)


class _Ending(NamedTuple):
    """How the last two open instalments differ."""

    instalment: Decimal
    difference: Decimal
    countable: int  # periods that can take a share of it
    repaying: int  # periods that repay principal

    @property
    def uneven(self) -> bool:
        """Whether the last one is off by more than half a cent for each period."""
        half = self.repaying // 2
        return half > 0 and abs(self.difference) * HUNDRED > half


def _ending(periods: Sequence[Period]) -> _Ending:
    spared = sum(1 for period in periods if period.principal_grace)
    for index in range(len(periods) - 1, 0, -1):
        last, before = periods[index], periods[index - 1]
        if last.principal_grace or before.principal_grace or last.fully_paid or before.fully_paid:
            continue
        fixed = sum(1 for one in periods if one.principal_grace or before.instalment < one.paid)
        difference = last.instalment - before.instalment
        return _Ending(before.instalment, difference, max(len(periods) - fixed, 1), len(periods) - spared)
    return _Ending(periods[0].instalment, ZERO, len(periods), len(periods) - spared)


def smooth(walk: Walk, related: Sequence[Period]) -> None:
    """Shift the instalment by the last one's difference shared over the periods, while that brings the
    last one closer; at most three times.
    """
    terms = walk.terms
    trial: Walk | None = None
    first = related[0]
    chosen = range(walk.periods.index(first), len(walk.periods))
    for _ in range(_ROUNDS_OF_SMOOTHING):
        walk.worked_out()
        ending = _ending(related)
        if not ending.uneven:
            return
        instalment = terms.to_multiple(ending.instalment + terms.share(ending.difference, ending.countable))
        if instalment == ending.instalment:
            return
        if trial is None:
            trial = walk.copied()
        movable = [
            index
            for index in chosen
            if not (trial.periods[index].holds_early_payments or trial.periods[index].principal_grace)
        ]
        for index in movable:
            period = trial.periods[index]
            if instalment >= period.paid:
                period.instalment = period.agreed_instalment = instalment
                trial.touch(period)
        trial.carry_balances()
        settle_last(trial, first.due_date)
        trial.worked_out()
        if abs(_ending(trial.periods).difference) >= abs(ending.difference):
            return
        for index in movable:
            taken = trial.periods[index].instalment
            walk.periods[index].instalment = walk.periods[index].agreed_instalment = taken
            walk.touch(walk.periods[index])
        walk.carry_balances()
