"""Holidays as they are shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.calendar.holidays import HolidayStatus
from amana.kernel.calendar.records import holiday, holiday_office
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class KeepingOffice:
    """An office that keeps a holiday."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class HolidayView:
    """A holiday. ``repayments_move_to`` None: to the next repayment date."""

    id: int
    name: str
    description: str | None
    first_day: date
    last_day: date
    repayments_move_to: date | None
    status: HolidayStatus
    offices: tuple[KeepingOffice, ...]


@dataclass(frozen=True, kw_only=True)
class ListHolidays:
    """Holidays of the offices the actor sees; of one office, and within days, where these are given."""

    office: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class GetHoliday:
    """One holiday."""

    holiday: int


_KEPT = (
    sa.select(sa.func.jsonb_agg(sa.func.jsonb_build_object("id", office.c.id, "name", office.c.name)))
    .select_from(holiday_office.join(office, office.c.id == holiday_office.c.office_id))
    .where(holiday_office.c.holiday_id == holiday.c.id, office.c.hierarchy.startswith(sa.bindparam("mine")))
    .correlate(holiday)
    .scalar_subquery()
)
_HOLIDAYS = sa.select(
    *(holiday.c[name] for name in ("id", "name", "description", "first_day", "last_day")),
    holiday.c.repayments_move_to,
    holiday.c.status,
    _KEPT.label("offices"),
).where(holiday.c.status != HolidayStatus.DELETED.value, _KEPT.is_not(None))


@answers(ListHolidays, permission="READ_HOLIDAY")
def list_holidays(query: ListHolidays, reading: Reading) -> list[HolidayView]:
    """By day."""
    wanted = _HOLIDAYS.order_by(holiday.c.first_day, holiday.c.id)
    if query.office is not None:
        keepers = sa.select(holiday_office.c.holiday_id).where(holiday_office.c.office_id == query.office)
        wanted = wanted.where(holiday.c.id.in_(keepers))
    if query.first_day is not None:
        wanted = wanted.where(holiday.c.first_day >= query.first_day)
    if query.last_day is not None:
        wanted = wanted.where(holiday.c.last_day <= query.last_day)
    rows = reading.session.records(wanted.params(mine=reading.actor.hierarchy))
    return [_view(row) for row in rows]


@answers(GetHoliday, permission="READ_HOLIDAY")
def get_holiday(query: GetHoliday, reading: Reading) -> HolidayView:
    """The holiday."""
    one = _HOLIDAYS.where(holiday.c.id == query.holiday).params(mine=reading.actor.hierarchy)
    row = reading.session.record(one)
    if row is None:
        raise NotFound(kind="holiday", id=query.holiday)
    return _view(row)


def _view(row: dict[str, Any]) -> HolidayView:
    offices = sorted(row.pop("offices"), key=lambda one: one["id"])
    status = HolidayStatus(row.pop("status"))
    return HolidayView(**row, status=status, offices=tuple(KeepingOffice(**one) for one in offices))
