"""The institution's calendar as loans see it: where due dates may fall, and on which days money may move."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.finance.calendars import Holiday, Meeting, RepaymentCalendar
from amana.kernel.calendar.holidays import HolidayStatus
from amana.kernel.calendar.records import holiday, holiday_office, working_days
from amana.kernel.calendar.working_days import working_week
from amana.kernel.context import Moment, Reading
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.loans.refusals import OnHoliday
from amana.storage.session import WriteSession
from amana.storage.statement import Statement

MOVE_REPAYMENTS = "reschedule-repayments-on-holidays"
ON_HOLIDAYS = "allow-transactions-on-holiday"
ON_NON_WORKING_DAYS = "allow-transactions-on-non_workingday"

_SETTINGS = {
    MOVE_REPAYMENTS: "Due dates of new schedules move out of holidays.",
    ON_HOLIDAYS: "Money may be paid out and received on holidays.",
    ON_NON_WORKING_DAYS: "Money may be paid out and received on days of the week that are no working days.",
}

_kept = holiday.join(holiday_office, holiday_office.c.holiday_id == holiday.c.id)
_HOLIDAYS = Statement(
    sa.select(holiday.c.first_day, holiday.c.last_day, holiday.c.repayments_move_to)
    .select_from(_kept)
    .where(
        holiday_office.c.office_id == sa.bindparam("office"),
        holiday.c.status == HolidayStatus.ACTIVE.value,
        holiday.c.last_day >= sa.bindparam("since"),
    )
    .order_by(holiday.c.first_day, holiday.c.id)
)


def is_enabled(moment: Moment, name: str) -> bool:
    """Whether a setting is switched on."""
    found = moment.settings.get(name)
    return found is not None and found.enabled


def calendar_of(
    reading: Reading, office: int, since: date, meeting: Meeting | None = None
) -> RepaymentCalendar:
    """What bends the due dates of a schedule that begins on ``since`` and follows the ``meeting``, if any."""
    week = working_week(reading.session)
    holidays: tuple[Holiday, ...] = ()
    if is_enabled(reading.moment, MOVE_REPAYMENTS):
        rows = reading.session.tuples(_HOLIDAYS, office=office, since=since)
        holidays = tuple(Holiday(*row) for row in rows)
    return RepaymentCalendar(
        working_weekdays=frozenset(week.weekdays),
        non_working_day_rule=week.non_working_day_rule,
        extend_term_for_daily=week.extend_term_for_daily,
        holidays=holidays,
        meeting=meeting,
    )


def is_holiday(office: sa.ColumnElement[int], day: sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """For a load statement: whether the office keeps a holiday on ``day``."""
    return sa.exists().where(
        holiday_office.c.holiday_id == holiday.c.id,
        holiday_office.c.office_id == office,
        holiday.c.status == HolidayStatus.ACTIVE.value,
        day.between(holiday.c.first_day, holiday.c.last_day),
    )


def weekdays() -> sa.ScalarSelect[list[int]]:
    """For a load statement: the working days of the week, 0 = Monday."""
    return sa.select(working_days.c.weekdays).scalar_subquery()


def require_working_day(
    moment: Moment, what: str, on: date, *, holiday_then: bool, week: list[int] | None
) -> None:
    """Refuse to move money on a holiday or outside the working week, unless the institution allows it."""
    if holiday_then and not is_enabled(moment, ON_HOLIDAYS):
        raise OnHoliday(what=what, on=on)
    off = week is not None and on.weekday() not in week
    if off and not is_enabled(moment, ON_NON_WORKING_DAYS):
        raise OnHoliday(what=what, on=on)


@seeds(20)
def seed_settings(session: WriteSession) -> None:
    """The settings about days, all switched off."""
    session.run(
        insert(setting)
        .values([{"name": name, "description": text} for name, text in _SETTINGS.items()])
        .on_conflict_do_nothing()
    )
