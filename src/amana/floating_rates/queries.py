"""Floating rates as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from amana.floating_rates.records import floating_rate, floating_rate_period
from amana.floating_rates.store import IDENTITY, KIND
from amana.kernel.access.records import app_user
from amana.kernel.context import Reading
from amana.kernel.identities import identity_of
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.storage.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RatePeriodView:
    """A period of a rate; ``active``: it counts, nothing was put in its place."""

    id: int
    starts_on: date
    rate: Decimal
    on_base: bool
    active: bool
    notes: str | None
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatingRateView:
    """A floating rate; a list shows it without periods."""

    id: int
    name: str
    base: bool
    active: bool
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime
    periods: Sequence[RatePeriodView] | None = None


@dataclass(frozen=True, kw_only=True)
class ListFloatingRates:
    """Every floating rate, in the order of their making: a list of ``FloatingRateView``."""


@dataclass(frozen=True, kw_only=True)
class GetFloatingRate:
    """One floating rate with its periods: a ``FloatingRateView``."""

    rate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRateView:
    """One period of a rate, with the rate it belongs to and who entered it (by number)."""

    rate: int
    rate_key: UUID
    name: str
    period: RatePeriodView
    user: int


@dataclass(frozen=True, kw_only=True)
class GetIndexRate:
    """The period of a rate that begins on a day: an ``IndexRateView``."""

    rate: int
    starts_on: date


def _select(table: sa.Table, *columns: str) -> sa.Select[Any]:
    maker, changer = app_user.alias("maker"), app_user.alias("changer")
    source = table.join(maker, maker.c.id == table.c.created_by).join(
        changer, changer.c.id == table.c.changed_by
    )
    return sa.select(
        *(table.c[name] for name in columns),
        maker.c.username.label("created_by"),
        table.c.created_at,
        changer.c.username.label("changed_by"),
        table.c.changed_at,
    ).select_from(source)


_RATES = _select(floating_rate, "id", "name", "base", "active").order_by(floating_rate.c.id)
_PERIODS = Statement(
    _select(floating_rate_period, "id", "starts_on", "rate", "on_base", "active", "notes")
    .where(floating_rate_period.c.rate_id == sa.bindparam("rate"))
    .order_by(floating_rate_period.c.starts_on, floating_rate_period.c.id)
)

_MAKER = Statement(
    sa.select(floating_rate_period.c.created_by).where(floating_rate_period.c.id == sa.bindparam("period"))
)


@answers(ListFloatingRates, permission="READ_FLOATINGRATE")
def list_rates(_query: ListFloatingRates, reading: Reading) -> list[FloatingRateView]:
    """Rates belong to the institution: every reader sees all of them."""
    return reading.session.all(Statement(_RATES), FloatingRateView)


@answers(GetFloatingRate, permission="READ_FLOATINGRATE")
def get_rate(query: GetFloatingRate, reading: Reading) -> FloatingRateView:
    """Raises NotFound."""
    found = reading.session.record(_RATES.where(floating_rate.c.id == query.rate))
    if found is None:
        raise NotFound(kind=KIND, id=query.rate)
    periods = reading.session.all(_PERIODS, RatePeriodView, rate=query.rate)
    return FloatingRateView(**found, periods=periods)


@answers(GetIndexRate, permission="READ_FLOATINGRATE")
def get_index_rate(query: GetIndexRate, reading: Reading) -> IndexRateView:
    """Raises NotFound."""
    rate = get_rate(GetFloatingRate(rate=query.rate), reading)
    named = identity_of(reading.session, IDENTITY, rate.id)
    found = [one for one in rate.periods or () if one.active and one.starts_on == query.starts_on]
    if not found or named is None:
        raise NotFound(kind=KIND, id=f"{query.rate} from {query.starts_on}")
    user = reading.session.scalar(_MAKER, period=found[0].id)
    return IndexRateView(rate=rate.id, rate_key=named.key, name=rate.name, period=found[0], user=user)
