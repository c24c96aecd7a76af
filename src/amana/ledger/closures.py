"""Closed periods: nothing is posted in an office with a value date on or before its latest closing day.

Handlers check it while deciding, from a subselect in their own load statement; the database checks it again when lines
are inserted, so that a closure made at the same moment cannot be overtaken.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.context import Moment, Work
from amana.kernel.records import setting
from amana.kernel.refusals import Refused
from amana.kernel.seeding import seeds
from amana.ledger.records import gl_closure
from amana.storage.session import WriteSession
from amana.storage.statement import Statement

BOOK_ON_FIRST_OPEN_DAY = "book-closed-period-on-first-open-day"
"""Setting: what belongs into a closed period is booked on the first open day instead of being refused."""


@dataclass(eq=False, kw_only=True)
class PeriodClosed(Refused):
    """The accounts of the office are closed for that day."""

    code = "accounting_period_closed"
    message = "The accounts are closed up to {closed_on}; nothing can be booked with the date {value_date}."

    value_date: date
    closed_on: date


def closed_through(office: sa.ColumnElement[int]) -> sa.ScalarSelect[Any]:
    """A scalar subselect for a load statement: the office's latest closing day, or null."""
    closure = gl_closure.alias("latest_closure")
    latest = sa.select(sa.func.max(closure.c.closed_on)).where(closure.c.office_id == office)
    return latest.scalar_subquery()


_CLOSED_THROUGH = Statement(sa.select(closed_through(sa.bindparam("office", type_=sa.BigInteger))))


def booking_day(moment: Moment, closed_on: date | None, value_date: date) -> date:
    """The day on which something of ``value_date`` is booked, given the office's latest closing day.

    Raises PeriodClosed, unless the institution books on the first open day instead.
    """
    if closed_on is None or value_date > closed_on:
        return value_date
    asked = moment.settings.get(BOOK_ON_FIRST_OPEN_DAY)
    if asked is not None and asked.enabled:
        return closed_on + timedelta(days=1)
    raise PeriodClosed(value_date=value_date, closed_on=closed_on)


def require_open(work: Work, office_id: int, value_date: date) -> date:
    """The booking day in an office, asked in a round trip of its own; raises PeriodClosed."""
    return booking_day(work.moment, work.session.scalar(_CLOSED_THROUGH, office=office_id), value_date)


@seeds(30)
def seed_setting(session: WriteSession) -> None:
    """The setting, switched off."""
    text = "What belongs into a closed period is booked on the first open day instead of being refused."
    values = {"name": BOOK_ON_FIRST_OPEN_DAY, "description": text}
    session.run(insert(setting).values(values).on_conflict_do_nothing())
