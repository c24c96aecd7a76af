"""Changing what is recorded of groups and centres."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InvalidInput, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.parties.clients.contact import contact_problems
from amana.parties.dates import DateTooEarly, require_not_before, require_not_future
from amana.parties.groups.create import CONTACT, name_problems
from amana.parties.groups.federation import put_under, require_centre
from amana.parties.groups.states import GroupLevel, GroupStatus
from amana.parties.groups.store import GroupRecord, GroupStore, outcome_of
from amana.parties.records import client_group
from amana.parties.staff.assignment import require_staff_of
from amana.parties.stays import require_same
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class UpdateGroup:
    """Change a group; what is not given stays. ``centre`` None takes it out of its centre.

    ``office`` and ``active`` may be repeated, not changed.
    """

    group: int
    office: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    name: str | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    account_no: str | UnsetType = UNSET
    staff: int | UnsetType | None = UNSET
    submitted_on: date | UnsetType = UNSET
    activated_on: date | UnsetType = UNSET
    centre: int | UnsetType | None = UNSET
    mobile_no: str | UnsetType | None = UNSET
    home_phone: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    remarks: str | UnsetType | None = UNSET
    preferred_language: str | UnsetType | None = UNSET


@dataclass(frozen=True, kw_only=True)
class UpdateCentre:
    """Change a centre; what is not given stays. ``office`` and ``active`` may be repeated, not changed."""

    centre: int
    office: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    name: str | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    account_no: str | UnsetType = UNSET
    staff: int | UnsetType | None = UNSET
    submitted_on: date | UnsetType = UNSET
    activated_on: date | UnsetType = UNSET


COLUMNS = {
    "name": "name",
    "account_no": "account_no",
    "staff": "staff_id",
    "submitted_on": "submitted_on",
    "activated_on": "activated_on",
    **{name: name for name in CONTACT},
}

_LOAD = Statement(
    sa.select(
        *(client_group.c[column].label(name) for name, column in COLUMNS.items()),
        client_group.c.parent_id.label("centre"),
    ).where(client_group.c.id == sa.bindparam("group_id"))
)
_ACCOUNT_NO_TAKEN = Statement(
    sa.select(client_group.c.id).where(client_group.c.account_no == sa.bindparam("account_no"))
)


@handles(UpdateGroup, permission="UPDATE_GROUP")
def update_group(command: UpdateGroup, groups: GroupStore) -> Outcome:
    """Refuses what founding refuses."""
    record = groups.load(GroupLevel.GROUP, command.group)
    _require_same(command, record)
    return _update(groups, record, given(command, (*COLUMNS, "external_id", "centre")))


@handles(UpdateCentre, permission="UPDATE_CENTER")
def update_centre(command: UpdateCentre, groups: GroupStore) -> Outcome:
    """Refuses what founding refuses."""
    record = groups.load(GroupLevel.CENTRE, command.centre)
    _require_same(command, record)
    return _update(groups, record, given(command, (*COLUMNS, "external_id")))


def _require_same(command: UpdateGroup | UpdateCentre, record: GroupRecord) -> None:
    require_same("office", command.office, record.office_id)
    require_same("active", command.active, record.status == GroupStatus.ACTIVE)


def _update(groups: GroupStore, record: GroupRecord, sent: dict[str, Any]) -> Outcome:
    session = groups.work.session
    current: dict[str, Any] = session.record(_LOAD, group_id=record.id) or {}
    known = identities.identity_of(session, "group", record.id)
    current["external_id"] = known.external_id if known else None
    changes = changed_fields(sent, current)
    _check(groups, record, changes)
    if "external_id" in changes:
        identities.change_external_id(session, "group", record.id, changes["external_id"])
    if "centre" in changes:
        centre = changes["centre"]
        if centre is not None:
            require_centre(groups.work, centre, record.office_id)
        put_under(groups.work, record.id, centre)
    values = {COLUMNS[name]: value for name, value in changes.items() if name in COLUMNS}
    if values or changes:
        groups.save(record.id, **values)
    return outcome_of(record, changes)


def _check(groups: GroupStore, record: GroupRecord, changes: dict[str, Any]) -> None:
    work = groups.work
    problems = contact_problems(changes.get("email"))
    if "name" in changes:
        problems = name_problems(changes["name"]) + problems
    if problems:
        raise InvalidInput(tuple(problems))
    if changes.get("staff") is not None:
        require_staff_of(work, changes["staff"], record.office_id)
    number = changes.get("account_no")
    if number is not None:
        if not number:
            raise invalid("account_no", "blank", "account_no cannot be blank.")
        if work.session.scalar(_ACCOUNT_NO_TAKEN, account_no=number) is not None:
            raise Duplicate(kind=record.level, field="account_no", value=number)
    for field in ("submitted_on", "activated_on"):
        if field in changes:
            require_not_future(field, changes[field], work.business_date)
            require_not_before(field, changes[field], record.office_opened_on, "the office opened")
    if "activated_on" in changes and record.status == GroupStatus.PENDING:
        raise invalid("activated_on", "unsupported", "What is pending is activated by a command of its own.")
    submitted = changes.get("submitted_on", record.submitted_on)
    activated = changes.get("activated_on", record.activated_on)
    if submitted is not None and activated is not None and activated < submitted:
        raise DateTooEarly(field="activated_on", value=activated, limit=submitted, earlier="the application")
