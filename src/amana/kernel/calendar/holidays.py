"""Holidays: days on which the offices that keep them expect no repayment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.access.records import office
from amana.kernel.calendar.records import holiday, holiday_office
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotAllowedInState, NotFound, Refused, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.storage.statement import Statement


class HolidayStatus(StrEnum):
    """Only an active holiday moves repayments."""

    PENDING = "pending"
    ACTIVE = "active"
    DELETED = "deleted"


class HolidayVerb(StrEnum):
    """What can be done with a holiday."""

    CHANGE_DAYS = "change_days"
    ACTIVATE = "activate"
    DELETE = "delete"


_S, _V = HolidayStatus, HolidayVerb
TRANSITIONS: dict[tuple[HolidayStatus, HolidayVerb], HolidayStatus] = {
    (_S.PENDING, _V.CHANGE_DAYS): _S.PENDING,
    (_S.PENDING, _V.ACTIVATE): _S.ACTIVE,
    (_S.PENDING, _V.DELETE): _S.DELETED,
    (_S.ACTIVE, _V.DELETE): _S.DELETED,
}


@dataclass(eq=False, kw_only=True)
class RepaymentsMovedIntoHoliday(Refused):
    """Repayments move out of the holiday."""

    code: ClassVar[str] = "repayments_moved_into_holiday"
    message: ClassVar[str] = "Repayments cannot move to {day}, which is part of the holiday."

    day: date


@dataclass(frozen=True, kw_only=True)
class CreateHoliday:
    """A holiday of some offices. ``repayments_move_to`` None: to the next repayment date."""

    name: str
    first_day: date
    last_day: date
    offices: tuple[int, ...]
    repayments_move_to: date | None = None
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class UpdateHoliday:
    """Change a holiday; what is not given stays. Once it is active, only name and description change."""

    holiday: int
    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    first_day: date | UnsetType = UNSET
    last_day: date | UnsetType = UNSET
    repayments_move_to: date | UnsetType | None = UNSET
    offices: tuple[int, ...] | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class ActivateHoliday:
    """From now on schedules respect the holiday."""

    holiday: int


@dataclass(frozen=True, kw_only=True)
class DeleteHoliday:
    """Schedules made from now on do not know it any more."""

    holiday: int


WORDS = ("name", "description")
DAYS = ("first_day", "last_day", "repayments_move_to")

_INSERT = Statement(sa.insert(holiday).returning(holiday.c.id), columns=[*WORDS, *DAYS, "status"])
_KEEP = Statement(insert(holiday_office), columns=["holiday_id", "office_id"])
_LET_GO = Statement(sa.delete(holiday_office).where(holiday_office.c.holiday_id == sa.bindparam("number")))
_LOAD = Statement(
    sa.select(*(holiday.c[name] for name in (*WORDS, *DAYS, "status")))
    .where(holiday.c.id == sa.bindparam("number"), holiday.c.status != HolidayStatus.DELETED.value)
    .with_for_update()
)
_OFFICES = Statement(
    sa.select(office.c.id, office.c.hierarchy)
    .join(holiday_office, holiday_office.c.office_id == office.c.id)
    .where(holiday_office.c.holiday_id == sa.bindparam("number"))
    .order_by(office.c.id)
)
_SET_STATUS = Statement(
    sa.update(holiday).where(holiday.c.id == sa.bindparam("number")).values(status=sa.bindparam("new_status"))
)


@handles(CreateHoliday, permission="CREATE_HOLIDAY", grouping="organisation")
def create(command: CreateHoliday, work: Work) -> Outcome:
    """Refuses days in the wrong order, offices outside the actor's subtree, and none."""
    _check(command.name, command.first_day, command.last_day, command.repayments_move_to)
    _require_offices(work, command.offices)
    made = work.session.insert(
        _INSERT,
        **{name: getattr(command, name) for name in (*WORDS, *DAYS)},
        status=HolidayStatus.PENDING.value,
    )
    for number in command.offices:
        work.session.run(_KEEP, holiday_id=made, office_id=number)
    return Outcome(kind="holiday", id=made)


@handles(UpdateHoliday, permission="UPDATE_HOLIDAY", grouping="organisation")
def update(command: UpdateHoliday, work: Work) -> Outcome:
    """Refuses what creation refuses, and other days for an active holiday."""
    current = _load(work, command.holiday)
    sent = given(command, (*WORDS, *DAYS, "offices"))
    if "offices" in sent:
        sent["offices"] = tuple(sorted(set(sent["offices"])))
    changes = changed_fields(sent, current)
    if changes.keys() - set(WORDS):
        _after(current, HolidayVerb.CHANGE_DAYS)
    wanted = {**current, **changes}
    _check(wanted["name"], wanted["first_day"], wanted["last_day"], wanted["repayments_move_to"])
    if "offices" in changes:
        _require_offices(work, changes["offices"])
        work.session.run(_LET_GO, number=command.holiday)
        for number in changes["offices"]:
            work.session.run(_KEEP, holiday_id=command.holiday, office_id=number)
    values = {name: value for name, value in changes.items() if name != "offices"}
    if values:
        work.session.run(sa.update(holiday).where(holiday.c.id == command.holiday).values(**values))
    return Outcome(kind="holiday", id=command.holiday, changes=changes)


@handles(ActivateHoliday, permission="ACTIVATE_HOLIDAY", grouping="organisation")
def activate(command: ActivateHoliday, work: Work) -> Outcome:
    """Refuses one that is active."""
    status = _after(_load(work, command.holiday), HolidayVerb.ACTIVATE)
    work.session.run(_SET_STATUS, number=command.holiday, new_status=str(status))
    return Outcome(kind="holiday", id=command.holiday, changes={"status": status})


@handles(DeleteHoliday, permission="DELETE_HOLIDAY", grouping="organisation")
def delete(command: DeleteHoliday, work: Work) -> Outcome:
    """The row stays, for the schedules that were made by it."""
    status = _after(_load(work, command.holiday), HolidayVerb.DELETE)
    work.session.run(_SET_STATUS, number=command.holiday, new_status=str(status))
    return Outcome(kind="holiday", id=command.holiday, changes={"status": status})


def _check(name: str, first: date, last: date, moved_to: date | None) -> None:
    if not name.strip():
        raise invalid("name", "blank", "name cannot be blank.")
    if last < first:
        raise invalid("last_day", "inconsistent", "The holiday ends before it begins.", last)
    if moved_to is not None and first <= moved_to <= last:
        raise RepaymentsMovedIntoHoliday(day=moved_to)


def _require_offices(work: Work, numbers: Sequence[int]) -> None:
    if not numbers:
        raise invalid("offices", "blank", "Some office has to keep the holiday.")
    rows = work.session.tuples(sa.select(office.c.id, office.c.hierarchy).where(office.c.id.in_(numbers)))
    paths = dict(rows)
    for number in numbers:
        work.require_scope("office", number, paths.get(number))


def _load(work: Work, number: int) -> dict[str, Any]:
    current = work.session.record(_LOAD, number=number)
    if current is None:
        raise NotFound(kind="holiday", id=number)
    offices = work.session.tuples(_OFFICES, number=number)
    for _, path in offices:
        work.require_scope("holiday", number, path)
    return {**current, "offices": tuple(one for one, _ in offices)}


def _after(current: dict[str, Any], verb: HolidayVerb) -> HolidayStatus:
    found = TRANSITIONS.get((HolidayStatus(current["status"]), verb))
    if found is None:
        raise NotAllowedInState(kind="holiday", status=current["status"], verb=verb.value)
    return found
