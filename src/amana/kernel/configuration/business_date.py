"""The business date, the day that close of business closes, and the time zone: which day it is for the institution."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.commands import handles
from amana.kernel.context import Moment, Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.kernel.records import setting, tenant_state
from amana.kernel.refusals import invalid
from amana.kernel.seeding import seeds
from amana.storage.session import WriteSession
from amana.storage.statement import Statement

MANAGED_SETTING = "enable-business-date"
"""Setting: whether the business date is managed. It says nothing else than the mode, and either changes both."""

FOLLOWS_SETTING = "enable-automatic-cob-date-adjustment"
"""Setting: whether the closing day is the day before the business date again when that is set."""


class BusinessDateMode(StrEnum):
    """``calendar``: today in the institution's time zone. ``managed``: as set, moved when the day is closed."""

    CALENDAR = "calendar"
    MANAGED = "managed"


class BusinessDay(StrEnum):
    """Which of the institution's days: the one it is, or the last one that close of business closes."""

    BUSINESS_DATE = "business_date"
    CLOSING_DAY = "closing_day"


@dataclass(frozen=True, kw_only=True)
class SetBusinessDate:
    """Manage the business date, and set it, or the day that close of business closes, to this day."""

    day: date
    which: BusinessDay = BusinessDay.BUSINESS_DATE


@dataclass(frozen=True, kw_only=True)
class SetBusinessDateMode:
    """Follow the calendar, or manage the business date (from the present one on)."""

    mode: BusinessDateMode


@dataclass(frozen=True, kw_only=True)
class SetTimeZone:
    """The time zone in which the calendar's day is read, by its IANA name."""

    time_zone: str


@dataclass(frozen=True, kw_only=True)
class BusinessDateView:
    """Which day it is, and why."""

    mode: BusinessDateMode
    day: date
    time_zone: str
    which: BusinessDay = BusinessDay.BUSINESS_DATE


@dataclass(frozen=True, kw_only=True)
class GetBusinessDate:
    """Which day it is for the institution, or which one close of business closes."""

    which: BusinessDay = BusinessDay.BUSINESS_DATE


@dataclass(frozen=True, kw_only=True)
class GetBusinessDates:
    """Both days."""


_STATE = sa.select(
    tenant_state.c.business_date_mode.label("mode"),
    tenant_state.c.business_date,
    tenant_state.c.closing_day,
    tenant_state.c.time_zone,
)
_READ = Statement(_STATE)
_LOCK = Statement(_STATE.with_for_update())
_SET = Statement(
    sa.update(tenant_state).values(
        business_date_mode=sa.bindparam("new_mode"),
        business_date=sa.bindparam("new_day"),
        closing_day=sa.bindparam("new_closing_day"),
        configuration_version=tenant_state.c.configuration_version + sa.bindparam("one_if_mode_changes"),
    )
)
_SHOW = Statement(
    sa.update(setting)
    .where(setting.c.name == MANAGED_SETTING)
    .values(enabled=sa.bindparam("managed", type_=sa.Boolean))
)
_SET_ZONE = Statement(sa.update(tenant_state).values(time_zone=sa.bindparam("new_zone")))


@handles(SetBusinessDate, permission="UPDATE_BUSINESS_DATE", grouping="configuration")
def set_day(command: SetBusinessDate, work: Work) -> Outcome:
    """The commands that follow take effect on this day, or close days until then."""
    if command.which is BusinessDay.CLOSING_DAY:
        return _set(work, BusinessDateMode.MANAGED, work.business_date, closing=command.day)
    return _set(work, BusinessDateMode.MANAGED, command.day, closing=_closing_on(work.moment))


@handles(SetBusinessDateMode, permission="UPDATE_BUSINESS_DATE", grouping="configuration")
def set_mode(command: SetBusinessDateMode, work: Work) -> Outcome:
    """Turning management on keeps the present business date; turning it off returns to the calendar."""
    return manage(work, managed=command.mode is BusinessDateMode.MANAGED)


def manage(work: Work, *, managed: bool) -> Outcome:
    """Manage the business date from the present one on, or follow the calendar."""
    mode = BusinessDateMode.MANAGED if managed else BusinessDateMode.CALENDAR
    return _set(work, mode, work.business_date if managed else None)


def _closing_on(moment: Moment) -> date | None:
    """The closing day once the business date moves; None where it is the day before again."""
    follows = moment.settings.get(FOLLOWS_SETTING)
    return moment.closing_day if follows is not None and not follows.enabled else None


def _set(work: Work, mode: BusinessDateMode, day: date | None, closing: date | None = None) -> Outcome:
    state = work.session.record(_LOCK) or {}
    changes: dict[str, Any] = {}
    if state["mode"] != mode:
        changes["mode"] = mode
    if state["business_date"] != day:
        changes["day"] = day
    if state["closing_day"] != closing:
        changes["closing_day"] = closing
    work.session.run(
        _SET,
        new_mode=str(mode),
        new_day=day,
        new_closing_day=closing,
        one_if_mode_changes=int("mode" in changes),
    )
    if "mode" in changes:
        work.session.run(_SHOW, managed=mode is BusinessDateMode.MANAGED)
    return Outcome(kind="business_date", id=0, changes=changes)


@handles(SetTimeZone, permission="UPDATE_BUSINESS_DATE", grouping="configuration")
def set_time_zone(command: SetTimeZone, work: Work) -> Outcome:
    """Refuses a name that the time-zone database does not have."""
    if command.time_zone not in available_timezones():
        raise invalid(
            "time_zone", "unknown", f"There is no time zone {command.time_zone}.", command.time_zone
        )
    state = work.session.record(_LOCK) or {}
    changed = state["time_zone"] != command.time_zone
    work.session.run(_SET_ZONE, new_zone=command.time_zone)
    changes = {"time_zone": command.time_zone} if changed else {}
    return Outcome(kind="business_date", id=0, changes=changes)


@answers(GetBusinessDate, permission="READ_BUSINESS_DATE")
def get_business_date(query: GetBusinessDate, reading: Reading) -> BusinessDateView:
    """The day, and where it comes from."""
    return _view(query.which, reading)


@answers(GetBusinessDates, permission="READ_BUSINESS_DATE")
def get_business_dates(_query: GetBusinessDates, reading: Reading) -> list[BusinessDateView]:
    """The business date, then the closing day."""
    return [_view(which, reading) for which in BusinessDay]


def _view(which: BusinessDay, reading: Reading) -> BusinessDateView:
    state = reading.session.record(_READ) or {}
    moment = reading.moment
    day = moment.closing_day if which is BusinessDay.CLOSING_DAY else moment.business_date
    return BusinessDateView(
        mode=BusinessDateMode(state["mode"]), day=day, time_zone=state["time_zone"], which=which
    )


@seeds(20)
def seed_settings(session: WriteSession) -> None:
    """The mode as a setting, and the closing day following the business date."""
    follows = "The day that close of business closes is the day before the business date when that is set."
    session.run(
        insert(setting)
        .values(name=FOLLOWS_SETTING, description=follows, enabled=True)
        .on_conflict_do_nothing()
    )
    about = "The business date is managed: as set, not the day of the calendar."
    shown = sa.select(
        sa.literal(MANAGED_SETTING), sa.literal(about), tenant_state.c.business_date_mode == "managed"
    )
    row = insert(setting).from_select(["name", "description", "enabled"], shown)
    session.run(row.on_conflict_do_nothing())
