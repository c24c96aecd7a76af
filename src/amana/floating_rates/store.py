"""Floating rates as commands load and save them, and what follows them reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from amana.finance.floating import RatePeriod
from amana.floating_rates.records import floating_rate, floating_rate_period
from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Problem
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

KIND = "floating rate"
IDENTITY = "floating_rate"
"""What its key is stored under."""
MAXIMUM_NAME_LENGTH = 200
MAXIMUM_NOTES_LENGTH = 2000


@dataclass(frozen=True, kw_only=True)
class AskedPeriod:
    """The yearly rate in per cent from a day on; ``on_base``: added to the base rate."""

    starts_on: date
    rate: Decimal
    on_base: bool = False
    notes: str | None = None

    @property
    def period(self) -> RatePeriod:
        """As arithmetic sees it."""
        return RatePeriod(self.starts_on, self.rate, self.on_base)


@dataclass(frozen=True, kw_only=True)
class RateTable:
    """A floating rate with all that decides what it is on a day. ``version`` is another whenever that changed."""

    id: int
    name: str
    base: bool
    active: bool
    version: int
    periods: tuple[RatePeriod, ...] = field(default=())
    base_periods: tuple[RatePeriod, ...] = field(default=())
    """Those of the institution's base rate, where this one has a period on it."""


_COLUMNS = tuple(floating_rate.c[name] for name in ("id", "name", "base", "active", "version"))
_LOAD = Statement(sa.select(*_COLUMNS).where(floating_rate.c.id == sa.bindparam("rate")))
_LOCK_ALL = Statement(sa.select(floating_rate.c.id).order_by(floating_rate.c.id).with_for_update())
_PERIODS = Statement(
    sa.select(floating_rate_period.c.starts_on, floating_rate_period.c.rate, floating_rate_period.c.on_base)
    .where(floating_rate_period.c.rate_id == sa.bindparam("rate"), floating_rate_period.c.active)
    .order_by(floating_rate_period.c.starts_on)
)
_BASE = Statement(sa.select(floating_rate.c.id).where(floating_rate.c.base, floating_rate.c.active))
_NAMED = Statement(sa.select(floating_rate.c.id).where(floating_rate.c.name == sa.bindparam("name")))
_ON_BASE = Statement(
    sa.select(floating_rate_period.c.rate_id)
    .where(floating_rate_period.c.on_base, floating_rate_period.c.active)
    .distinct()
)


def rate_table(session: ReadSession, rate: int) -> RateTable:
    """The rate and its periods as they stand; raises NotFound."""
    row = session.record(_LOAD, rate=rate)
    if row is None:
        raise NotFound(kind=KIND, id=rate)
    periods = _periods(session, rate)
    base = session.scalar(_BASE) if any(one.on_base for one in periods) else None
    return RateTable(**row, periods=periods, base_periods=() if base is None else _periods(session, base))


def require_rate(session: ReadSession, rate: int, *, field: str) -> None:
    """Refuse a reference to a rate that is not there or not in use; InvalidInput about ``field``."""
    row = session.record(_LOAD, rate=rate)
    if row is None or not row["active"]:
        message = f"There is no active floating rate {rate}."
        raise InvalidInput((Problem(field=field, kind="unknown", message=message, value=rate),))


def _periods(session: ReadSession, rate: int) -> tuple[RatePeriod, ...]:
    return tuple(RatePeriod(*row) for row in session.tuples(_PERIODS, rate=rate))


class FloatingRates:
    """Loads and saves floating rates within a command."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.session = work.session

    def lock(self) -> None:
        """Hold all rates until the command ends: they hang together by the base rate."""
        self.session.tuples(_LOCK_ALL)

    def base(self) -> int | None:
        """The base rate in use."""
        found: int | None = self.session.scalar(_BASE)
        return found

    def on_base(self) -> frozenset[int]:
        """Rates with a period on top of the base rate."""
        return frozenset(rate for (rate,) in self.session.tuples(_ON_BASE))

    def require_free_name(self, name: str, *, except_id: int | None = None) -> None:
        """Refuse a name that another rate has."""
        holder = self.session.scalar(_NAMED, name=name)
        if holder is not None and holder != except_id:
            raise Duplicate(kind=KIND, field="name", value=name)

    def add(self, name: str, *, base: bool, active: bool, periods: Iterable[AskedPeriod]) -> int:
        """Store a new rate and give its number."""
        row = {"name": name, "base": base, "active": active, **self._booked(), **self._changed()}
        insert = sa.insert(floating_rate).values(row).returning(floating_rate.c.id)
        made = int(self.session.insert(insert))
        self.add_periods(made, periods)
        return made

    def change(self, rate: int, **values: object) -> None:
        """Store other particulars."""
        table = floating_rate
        self.session.run(sa.update(table).where(table.c.id == rate).values(**values, **self._changed()))

    def add_periods(self, rate: int, periods: Iterable[AskedPeriod]) -> None:
        """Store periods; those replaced by them have to be ended before."""
        for one in periods:
            row = {
                "rate_id": rate,
                "starts_on": one.starts_on,
                "rate": one.rate,
                "on_base": one.on_base,
                "notes": one.notes,
                **self._booked(),
                **self._changed(),
            }
            self.session.run(sa.insert(floating_rate_period).values(row))

    def end_periods(self, rate: int, *, after: date | None = None, on: date | None = None) -> None:
        """Let the periods that begin after a day, or on one, count no more."""
        table = floating_rate_period
        which = table.c.starts_on == on if after is None else table.c.starts_on > after
        ended = sa.update(table).where(table.c.rate_id == rate, table.c.active, which)
        self.session.run(ended.values(active=False, **self._changed()))

    def has_moved(self, rates: Iterable[int]) -> None:
        """What these rates come to has changed: what follows them is behind from now on."""
        table = floating_rate
        moved = sa.update(table).where(table.c.id.in_(sorted(rates)))
        self.session.run(moved.values(version=table.c.version + 1))

    def _booked(self) -> dict[str, object]:
        return {"created_at": self.work.now, "created_by": self.work.actor.user_id}

    def _changed(self) -> dict[str, object]:
        return {"changed_at": self.work.now, "changed_by": self.work.actor.user_id}
