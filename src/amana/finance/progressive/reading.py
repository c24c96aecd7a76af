"""Questions to a progressive loan as of a day. None of them changes it: each works on a copy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amana.finance.money import ZERO
from amana.finance.progressive.instalments import settle_last
from amana.finance.progressive.periods import Period
from amana.finance.progressive.stories import PeriodStory, stories_of
from amana.finance.progressive.walk import Walk
from amana.finance.terms import Processing


class Dues(NamedTuple):
    """What a period asks for: its instalment and the split of it."""

    instalment: Decimal
    principal: Decimal
    interest: Decimal


class Outstanding(NamedTuple):
    """What is left to pay of the whole loan."""

    principal: Decimal
    interest: Decimal


def dues_on(walk: Walk, from_date: date, due_date: date, on: date) -> Dues:
    """The most that is due of a period if the loan is looked at on `on`: interest until then only.

    Raises NoSuchPeriodError.
    """
    found = _running_dues(walk, from_date, due_date, on)
    if found is not None:
        return found
    then = _as_of(walk, on)
    period = then.period(from_date, due_date)
    open_periods = len(then.unpaid())
    if on <= period.from_date:
        _ask_in_advance(walk, then, period, open_periods)
    then.worked_out()
    if walk.terms.processing is Processing.HORIZONTAL:
        return Dues(period.instalment, period.principal_due, period.interest_due)
    principal = period.to_pay if open_periods > 1 else period.principal_due
    principal_left = max(then.principal_owed - then.principal_paid, ZERO) + period.paid_principal
    interest_left = max(then.interest_due - then.interest_paid, ZERO) + period.paid_interest
    return Dues(period.instalment, min(principal, principal_left), min(period.interest_due, interest_left))


def _running_dues(walk: Walk, from_date: date, due_date: date, on: date) -> Dues | None:
    """`dues_on` without a copy, for the period that runs on `on`: its own interest until then, where later periods
    have room for what the loan costs less. None where settling the last one might reach it.
    """
    terms = walk.terms
    if terms.flat or terms.processing is not Processing.HORIZONTAL or not from_date < on < due_date:
        return None
    periods, place = walk.worked_out(), -1
    left = walk.principal_owed - walk.principal_paid
    carried = ZERO
    for index, period in enumerate(periods):
        if period.due_date >= on:
            place = index
            break
        if period.interest_moved_up or period.principal_due - period.paid_principal > left:
            return None
        carried = period.unrecognised_interest
    asked = periods[place]
    if asked.dates != (from_date, due_date) or asked.charged_back or asked.interest_moved_up:
        return None
    if any(one.disbursed and one.due_date > on for one in asked.sub_periods):
        return None
    running = asked.sub_period_on(on, first=not place)
    _, due = asked.recognised(asked.interest_by(on, running, terms), carried)
    principal = max(asked.to_pay - due, ZERO, asked.paid_principal)
    if principal - asked.paid_principal > left:
        return None
    return Dues(asked.instalment, principal, due) if _have_room(walk, place, principal, left) else None


def _have_room(walk: Walk, place: int, principal: Decimal, left: Decimal) -> bool:
    """Whether the open periods after the one at `place`, of which `principal` is known, take in full what the loan
    costs less where none of them bears interest.
    """
    room, due = ZERO, principal
    for index, period in enumerate(walk.periods):
        if index < place:
            due += period.principal_due
        elif index > place:
            beyond = period.charged_back or period.disbursed_within or period.interest_moved_up
            open_part = period.instalment - period.paid
            if beyond or period.fixed_interest or period.deferred_interest or open_part > left:
                return False
            due += max(period.instalment - period.paid_interest, period.paid_principal)
            room += open_part
    owed = walk.disbursed + walk.credited_principal
    return room > ZERO and room + owed - due > ZERO


def _ask_in_advance(walk: Walk, then: Walk, period: Period, open_periods: int) -> None:
    """A period that has not begun asks for its agreed instalment, as far as so much principal is left."""
    if period.reaged:
        period.instalment = walk.period(*period.dates).instalment
    elif open_periods > 1:
        period.instalment = period.agreed_instalment
        then.touch_only(period)
        then.worked_out()
        left = max(then.principal_owed - then.principal_paid, ZERO)
        period.instalment -= max(period.outstanding_principal - left, ZERO)
    elif open_periods == 1 and period.fully_paid:
        left = then.principal_owed - then.principal_paid + period.paid_principal + period.interest_due
        period.instalment = min(period.agreed_instalment, left)
    then.touch_only(period)


def outstanding_on(walk: Walk, on: date) -> Outstanding:
    """What closes the loan on `on`: all principal, and interest until then."""
    then = walk.copied()
    then.stop_interest(on)
    then.carry_balances()
    settle_last(then, on)
    return Outstanding(
        max(then.principal_owed - then.principal_paid, ZERO),
        max(then.interest_due - then.interest_paid, ZERO),
    )


def balance_on(walk: Walk, on: date) -> Decimal:
    """The principal that bears interest after the period `on` falls in, as things stand that day."""
    then = _as_of(walk, on)
    period = then.period_on(on)
    if period is None:
        period = then.periods[-1] if on > then.periods[-1].due_date else then.periods[0]
    then.worked_out()
    return period.balance if period.sub_periods else ZERO


def interest_of_period(walk: Walk, from_date: date, due_date: date, on: date, *, credited: bool) -> Decimal:
    """Interest that has run in a period by `on`; `credited`: with interest charged back in it.

    Raises NoSuchPeriodError.
    """
    then = _as_of(walk, on)
    period = then.period(from_date, due_date)
    then.worked_out()
    interest = period.calculated_interest
    if period.fixed_interest:
        interest = max(interest - period.fixed_interest + _fixed_by(walk, period), ZERO)
    return interest if credited else interest - period.credited_interest


def story_of_period(walk: Walk, from_date: date, due_date: date, on: date) -> PeriodStory:
    """What `interest_of_period` is worked out from; its interest fixed as an amount is the share run by `on`.

    Raises NoSuchPeriodError.
    """
    then = _as_of(walk, on)
    period = then.period(from_date, due_date)
    story = stories_of(then)[then.periods.index(period)]
    return story._replace(fixed=_fixed_by(walk, period)) if period.fixed_interest else story


def _fixed_by(walk: Walk, period: Period) -> Decimal:
    """The share of a period's fixed interest that its days so far make."""
    length = (period.due_date - period.from_date).days
    if not period.sub_periods or not length:
        return period.fixed_interest
    passed = (period.sub_periods[-1].due_date - period.sub_periods[0].from_date).days
    if passed >= length:
        return period.fixed_interest
    context = walk.terms.context
    share = context.divide(Decimal(passed), Decimal(length))
    return walk.terms.rounded(context.multiply(share, period.fixed_interest))


def interest_due_on(walk: Walk, on: date) -> Decimal:
    """Unpaid interest of the periods begun before `on`, as of that day."""
    then = _as_of(walk, on)
    then.worked_out()
    return sum((one.outstanding_interest for one in then.periods if one.from_date < on), ZERO)


def _as_of(walk: Walk, on: date) -> Walk:
    """A copy in which no day after `on` is known."""
    then = walk.copied()
    if on >= then.periods[-1].due_date:
        return then
    for due, corrections in walk.overdue.items():
        if due > on:
            then.overdue[due] = tuple(one for one in corrections if one[0] <= on)
            if not then.overdue[due]:
                del then.overdue[due]
    if on < then.periods[0].from_date:
        for period in then.periods:
            period.without_days()
        then.touch()
        return then
    running = then.period_on(on)
    previous: Period | None = None
    for period in then.periods:
        if period.due_date > on:
            if period is running:
                _end_on(period, on, first=period is then.periods[0])
            elif previous is running and _opens_with_charge_back(period):
                subs = period.changing()
                subs[0].due_date = subs[0].from_date
                period.cut_off(1)
            else:
                period.without_days()
            then.touch_only(period)
        previous = period
    then.refresh_factors(then.periods)
    then.carry_balances()
    settle_last(then, on)
    return then


def _opens_with_charge_back(period: Period) -> bool:
    first = period.sub_periods[0]
    return first.credited_interest > ZERO or first.credited_principal > ZERO


def _end_on(period: Period, on: date, *, first: bool) -> None:
    """End a running period's interest on `on`; what is charged back that very day still counts."""
    subs = period.changing()
    ending = period.sub_period_on(on, first=first)
    if ending is None:
        return
    ending.due_date = on
    following = subs.index(ending) + 1
    if following < len(subs):
        ending.credited_principal += subs[following].credited_principal
        ending.credited_interest += subs[following].credited_interest
    period.cut_off(following)
