"""The business date and the time zone: which day it is for the institution."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.kernel.records import setting, tenant_state
from amana.kernel.refusals import invalid
from amana.kernel.seeding import seeds
from amana.storage.session import WriteSession
from amana.storage.statement import Statement

MANAGED_SETTING = "enable-business-date"
"""Setting: whether the business date is managed. It says nothing else than the mode, and either changes both."""


class BusinessDateMode(StrEnum):
    """``calendar``: today in the institution's time zone. ``managed``: as set, moved when the day is closed."""

    CALENDAR = "calendar"
    MANAGED = "managed"


class BusinessDay(StrEnum):
    """Which of the institution's days is set; the day last closed follows from the business date."""

    BUSINESS_DATE = "business_date"


@dataclass(frozen=True, kw_only=True)
class SetBusinessDate:
    """Manage the business date, and set it to this day."""

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
    """Which day it is for the institution."""


_STATE = sa.select(
    tenant_state.c.business_date_mode.label("mode"), tenant_state.c.business_date, tenant_state.c.time_zone
)
_READ = Statement(_STATE)
_LOCK = Statement(_STATE.with_for_update())
_SET = Statement(
    sa.update(tenant_state).values(
        business_date_mode=sa.bindparam("new_mode"),
        business_date=sa.bindparam("new_day"),
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
    """The commands that follow take effect on this day."""
    return _set(work, BusinessDateMode.MANAGED, command.day)


@handles(SetBusinessDateMode, permission="UPDATE_BUSINESS_DATE", grouping="configuration")
def set_mode(command: SetBusinessDateMode, work: Work) -> Outcome:
    """Turning management on keeps the present business date; turning it off returns to the calendar."""
    return manage(work, managed=command.mode is BusinessDateMode.MANAGED)


def manage(work: Work, *, managed: bool) -> Outcome:
    """Manage the business date from the present one on, or follow the calendar."""
    mode = BusinessDateMode.MANAGED if managed else BusinessDateMode.CALENDAR
    return _set(work, mode, work.business_date if managed else None)


def _set(work: Work, mode: BusinessDateMode, day: date | None) -> Outcome:
    state = work.session.record(_LOCK) or {}
    changes: dict[str, Any] = {}
    if state["mode"] != mode:
        changes["mode"] = mode
    if state["business_date"] != day:
        changes["day"] = day
    work.session.run(_SET, new_mode=str(mode), new_day=day, one_if_mode_changes=int("mode" in changes))
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
def get_business_date(_query: GetBusinessDate, reading: Reading) -> BusinessDateView:
    """The day, and where it comes from."""
    state = reading.session.record(_READ) or {}
    return BusinessDateView(
        mode=BusinessDateMode(state["mode"]), day=reading.business_date, time_zone=state["time_zone"]
    )


@seeds(20)
def seed_setting(session: WriteSession) -> None:
    """The setting, as the mode is."""
    about = "The business date is managed: as set, not the day of the calendar."
    shown = sa.select(
        sa.literal(MANAGED_SETTING), sa.literal(about), tenant_state.c.business_date_mode == "managed"
    )
    row = insert(setting).from_select(["name", "description", "enabled"], shown)
    session.run(row.on_conflict_do_nothing())
