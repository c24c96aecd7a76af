"""Rates that move with a table of the institution's: a base lending rate, rates on top of it, a market index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """A yearly rate in per cent from a day on; ``on_base``: added to the base rate of each day."""

    starts_on: date
    rate: Decimal
    on_base: bool = False


def in_force(periods: Sequence[RatePeriod], day: date) -> RatePeriod | None:
    """The period that ``day`` lies in; before the first one begins that one counts. None where there is none."""
    begun = [one for one in periods if one.starts_on <= day]
    if begun:
        return max(begun, key=lambda one: one.starts_on)
    return min(periods, key=lambda one: one.starts_on, default=None)


def rates_over_time(
    periods: Sequence[RatePeriod], base: Sequence[RatePeriod], margin: Decimal
) -> tuple[RatePeriod, ...]:
    """The rate of every day with ``margin`` on top, as the days on which it changes.

    A period on the base rate moves with it, also when the base changes within the period. The rate never is less
    than zero, though a market index may be.
    """
    return tuple(_changes(periods, base, margin))


def _changes(
    periods: Sequence[RatePeriod], base: Sequence[RatePeriod], margin: Decimal
) -> Iterator[RatePeriod]:
    first = min((one.starts_on for one in periods), default=None)
    if first is None:
        return
    days = {one.starts_on for one in periods} | {one.starts_on for one in base if one.starts_on > first}
    before: Decimal | None = None
    for day in sorted(days):
        rate = max(_rate_on(day, periods, base) + margin, ZERO)
        if rate != before:
            yield RatePeriod(day, rate)
        before = rate


def _rate_on(day: date, periods: Sequence[RatePeriod], base: Sequence[RatePeriod]) -> Decimal:
    own = in_force(periods, day)
    under = in_force(base, day)
    if own is None:
        return ZERO
    return own.rate + (under.rate if own.on_base and under is not None else ZERO)
