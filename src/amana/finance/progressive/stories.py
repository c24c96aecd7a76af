"""What a progressive loan's interest and instalments were worked out from, period by period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amana.finance.money import ZERO
from amana.finance.progressive.periods import Annuity, EqualPart, Period, SubPeriod
from amana.finance.progressive.walk import Walk


class Stretch(NamedTuple):
    """Days with one balance and one rate; `annual_rate` in per cent, `exact` the interest before rounding."""

    from_date: date
    due_date: date
    balance: Decimal
    annual_rate: Decimal
    factor_to_due: Decimal
    days: int
    days_to_due: int
    exact: Decimal


class PeriodStory(NamedTuple):
    """One instalment. Interest due is that of the stretches, rounded, with what is `charged_back`, `fixed`,
    `deferred` to it and `brought` from the period before, less what is `left` to the next.
    """

    from_date: date
    due_date: date
    stretches: tuple[Stretch, ...]
    charged_back: Decimal
    fixed: Decimal
    deferred: Decimal
    brought: Decimal
    left: Decimal
    interest: Decimal
    principal: Decimal
    instalment: Decimal
    credited: Decimal
    origin: Annuity | EqualPart | None


def stories_of(walk: Walk) -> tuple[PeriodStory, ...]:
    """The periods in order."""
    found = []
    brought = ZERO
    for period in walk.worked_out():
        moved = period.interest_moved_up or period.interest_moved_down
        stretches = () if moved else tuple(_stretch(walk, period, one) for one in period.sub_periods)
        left = period.calculated_interest - period.interest_due
        found.append(
            PeriodStory(
                from_date=period.from_date,
                due_date=period.due_date,
                stretches=tuple(one for one in stretches if one.days and one.balance),
                charged_back=ZERO if moved else period.credited_interest,
                fixed=period.fixed_interest,
                deferred=period.deferred_interest,
                brought=brought,
                left=left,
                interest=period.interest_due,
                principal=period.principal_due,
                instalment=period.instalment,
                credited=period.credited,
                origin=period.origin,
            )
        )
        brought = period.unrecognised_interest
    return tuple(found)


def _stretch(walk: Walk, period: Period, one: SubPeriod) -> Stretch:
    balance = period.disbursed_until(one) if walk.terms.flat else one.balance
    earned = one.interest_on(balance, period.due_date, walk.terms)
    return Stretch(
        from_date=one.from_date,
        due_date=one.due_date,
        balance=ZERO if one.paused else balance,
        annual_rate=walk.rate_on(one.from_date),
        factor_to_due=one.factors.to_due,
        days=one.days,
        days_to_due=(period.due_date - one.from_date).days,
        exact=earned - one.credited_interest,
    )
