"""Interest on principal that is not paid when it is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.finance.progressive.instalments import settle_last
from amana.finance.progressive.periods import Period
from amana.finance.progressive.walk import Walk


def bear_interest_on_overdue(walk: Walk, until: date, *, to_due_date: bool) -> bool:
    """Let unpaid principal of past periods bear interest until `until`, beyond what was done before.

    `to_due_date` lets it run to the due date of the running period instead. Returns whether anything
    changed.
    """
    until = min(until, walk.periods[-1].due_date)
    past = [one for one in walk.periods if not one.holds_early_payments and one.due_date < until]
    if not past:
        return False
    unpaid, total, changed = ZERO, ZERO, False
    for period in past:
        if unpaid:
            changed = _prolong(walk, period, unpaid, total, until, to_due_date=to_due_date) or changed
        walk.worked_out()
        unpaid = period.outstanding_principal
        total += unpaid
    running = walk.period_on(until) or walk.periods[-1]
    changed = _prolong(walk, running, unpaid, total, until, to_due_date=to_due_date) or changed
    if total > ZERO and (walk.overdue_until is None or walk.overdue_until < until):
        walk.overdue_until = until
    return changed


def _prolong(
    walk: Walk, period: Period, unpaid: Decimal, total: Decimal, until: date, *, to_due_date: bool
) -> bool:
    """Put what the period before left unpaid on this one's balance; on the running one, take everything
    off again at its end.
    """
    done = walk.overdue_until
    if until == done:
        return False
    _correct(walk, period.from_date if done is None or period.from_date > done else done, unpaid)
    if period.from_date < until <= period.due_date:
        end = period.due_date if to_due_date else until
        _correct(walk, end, -total)
        walk.overdue_until = end
    return True


def _correct(walk: Walk, on: date, amount: Decimal) -> None:
    period = walk.change_balance(on, correction=amount)
    if period is None:
        return
    walk.overdue[period.due_date] = (*walk.overdue.get(period.due_date, ()), (on, amount))
    walk.refresh_factors([period])
    walk.carry_balances()
    settle_last(walk, on)
