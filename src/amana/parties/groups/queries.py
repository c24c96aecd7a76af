"""Groups and centres as they are shown, one and many."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.queries import ListQuery, Page, answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties.clients.queries import SELECT as CLIENTS
from amana.parties.clients.queries import ClientView, NamedRef, Step, client_view
from amana.parties.groups.options import GroupOptions, centre_options, group_options
from amana.parties.groups.states import GroupLevel, GroupStatus
from amana.parties.listing import containing, numbered, paged
from amana.parties.records import client, client_group, group_member, staff
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class GroupTimeline:
    """The steps taken so far."""

    submitted: Step | None
    activated: Step | None
    closed: Step | None


@dataclass(frozen=True, kw_only=True)
class GroupView:
    """A group or centre. ``hierarchy`` is the path of group ids: ``.8.`` for a centre, ``.8.9.`` for a group in it."""

    id: int
    key: uuid.UUID
    level: GroupLevel
    account_no: str
    external_id: str | None
    name: str
    status: GroupStatus
    office_id: int
    office_key: uuid.UUID
    office_name: str
    office_hierarchy: str
    staff_id: int | None
    staff_key: uuid.UUID | None
    staff_name: str | None
    parent_id: int | None
    parent_key: uuid.UUID | None
    parent_name: str | None
    hierarchy: str
    submitted_on: date
    activated_on: date | None
    closed_on: date | None
    closure_reason: NamedRef | None
    timeline: GroupTimeline
    mobile_no: str | None
    home_phone: str | None
    email: str | None
    remarks: str | None
    preferred_language: str | None
    created_at: datetime
    changed_at: datetime
    clients: tuple[ClientView, ...] | None = None
    """The members, where they were asked for."""
    groups: "tuple[GroupView, ...] | None" = None
    """The groups of a centre, where they were asked for."""
    options: GroupOptions | None = None
    """What a form about it offers, where that was asked for."""

    @property
    def active(self) -> bool:
        """Whether contracts may be made with it."""
        return self.status is GroupStatus.ACTIVE


@dataclass(frozen=True, kw_only=True)
class GetGroup:
    """One group; ``with_clients`` adds its members, ``active_clients_only`` leaves out those not active."""

    group: int
    with_clients: bool = False
    active_clients_only: bool = False
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetCentre:
    """One centre; ``with_groups`` adds its groups."""

    centre: int
    with_groups: bool = False
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class ListGroups(ListQuery):
    """Groups of the offices the actor sees. Names match anywhere and in any case."""

    office: int | None = None
    under_hierarchy: str | None = None
    """Path of an office: groups of it and of everything below."""
    name: str | None = None
    external_id: str | None = None
    status: GroupStatus | None = None
    staff: int | None = None
    centre: int | None = None
    orphans_only: bool = False
    """Only groups that belong to no centre."""
    changed_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ListCentres(ListQuery):
    """Centres of the offices the actor sees. Names match anywhere and in any case."""

    office: int | None = None
    under_hierarchy: str | None = None
    """Path of an office: centres of it and of everything below."""
    name: str | None = None
    external_id: str | None = None
    status: GroupStatus | None = None
    staff: int | None = None
    changed_since: datetime | None = None


STEPS = ("submitted", "activated", "closed")
_users = {step: app_user.alias(f"by_{step}") for step in STEPS}
_parent = client_group.alias("parent")
_office_identity = identity.alias("office_identity")
_staff_identity = identity.alias("staff_identity")
_parent_identity = identity.alias("parent_identity")

submitted_on = sa.func.coalesce(
    client_group.c.submitted_on, sa.func.least(client_group.c.registered_on, client_group.c.activated_on)
)
"""Where nobody said when it was submitted: the day of registration, or of an earlier activation."""

COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "id": client_group.c.id,
    "key": identity.c.key,
    "level": client_group.c.level,
    "account_no": client_group.c.account_no,
    "external_id": identity.c.external_id,
    "name": client_group.c.name,
    "status": client_group.c.status,
    "office_id": client_group.c.office_id,
    "office_key": _office_identity.c.key,
    "office_name": office.c.name,
    "office_hierarchy": office.c.hierarchy,
    "staff_id": client_group.c.staff_id,
    "staff_key": _staff_identity.c.key,
    "staff_name": staff.c.display_name,
    "parent_id": client_group.c.parent_id,
    "parent_key": _parent_identity.c.key,
    "parent_name": _parent.c.name,
    "hierarchy": client_group.c.hierarchy,
    "submitted_on": submitted_on,
    "activated_on": client_group.c.activated_on,
    "closed_on": client_group.c.closed_on,
    "mobile_no": client_group.c.mobile_no,
    "home_phone": client_group.c.home_phone,
    "email": client_group.c.email,
    "remarks": client_group.c.remarks,
    "preferred_language": client_group.c.preferred_language,
    "created_at": client_group.c.created_at,
    "changed_at": client_group.c.changed_at,
}
"""The plain fields of the view: also those that may be filtered and sorted by."""


def _keyed(alias: sa.FromClause, kind: str, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(alias.c.kind == kind, alias.c.id == column)


def _from() -> sa.FromClause:
    joined: sa.FromClause = (
        client_group.join(office, office.c.id == client_group.c.office_id)
        .outerjoin(identity, _keyed(identity, "group", client_group.c.id))
        .outerjoin(_office_identity, _keyed(_office_identity, "office", client_group.c.office_id))
        .outerjoin(staff, staff.c.id == client_group.c.staff_id)
        .outerjoin(_staff_identity, _keyed(_staff_identity, "staff", client_group.c.staff_id))
        .outerjoin(_parent, _parent.c.id == client_group.c.parent_id)
        .outerjoin(_parent_identity, _keyed(_parent_identity, "group", client_group.c.parent_id))
        .outerjoin(code_value, code_value.c.id == client_group.c.closure_reason_id)
    )
    for step, user in _users.items():
        joined = joined.outerjoin(user, user.c.id == client_group.c[f"{step}_by"])
    return joined


def _columns() -> list[sa.ColumnElement[Any]]:
    plain = [column.label(name) for name, column in COLUMNS.items()]
    for step, user in _users.items():
        plain += [
            user.c.username.label(f"{step}_username"),
            user.c.first_name.label(f"{step}_first_name"),
            user.c.last_name.label(f"{step}_last_name"),
        ]
    return [*plain, code_value.c.id.label("reason_id"), code_value.c.name.label("reason_name")]


SELECT = sa.select(*_columns()).select_from(_from())
_SHOWN = Statement(numbered(SELECT, client_group.c.id))
_ONE = Statement(
    SELECT.where(
        client_group.c.id == sa.bindparam("group_id"),
        client_group.c.level == sa.bindparam("of_level"),
        office.c.hierarchy.startswith(sa.bindparam("mine")),
    )
)


def group_view(row: dict[str, Any]) -> GroupView:
    """The view of a row of ``SELECT``."""
    plain = {name: row[name] for name in COLUMNS}
    plain["status"] = GroupStatus(row["status"])
    plain["level"] = GroupLevel(row["level"])
    reason = row["reason_id"]
    return GroupView(
        **plain,
        closure_reason=None if reason is None else NamedRef(id=reason, name=row["reason_name"]),
        timeline=GroupTimeline(**{step: _step(row, step) for step in STEPS}),
    )


def _step(row: dict[str, Any], step: str) -> Step | None:
    day = row[f"{step}_on"]
    if day is None:
        return None
    return Step(
        on=day,
        username=row[f"{step}_username"],
        first_name=row[f"{step}_first_name"],
        last_name=row[f"{step}_last_name"],
    )


@answers(GetGroup, permission="READ_GROUP")
def get_group(query: GetGroup, reading: Reading) -> GroupView:
    """The group."""
    view = _one(reading, GroupLevel.GROUP, query.group)
    if query.with_clients or query.active_clients_only:
        view = replace(view, clients=_members(reading, view.id, active_only=query.active_clients_only))
    if query.with_options:
        view = replace(view, options=group_options(reading, view.office_id, None))
    return view


@answers(GetCentre, permission="READ_CENTER")
def get_centre(query: GetCentre, reading: Reading) -> GroupView:
    """The centre."""
    view = _one(reading, GroupLevel.CENTRE, query.centre)
    if query.with_groups:
        rows = reading.session.records(
            SELECT.where(client_group.c.parent_id == view.id).order_by(client_group.c.id)
        )
        view = replace(view, groups=tuple(group_view(row) for row in rows))
    if query.with_options:
        view = replace(view, options=centre_options(reading, view.office_id))
    return view


def _one(reading: Reading, level: GroupLevel, group_id: int) -> GroupView:
    row = reading.session.record(_ONE, group_id=group_id, of_level=str(level), mine=reading.actor.hierarchy)
    if row is None:
        raise NotFound(kind=level.value, id=group_id)
    return group_view(row)


def _members(reading: Reading, group_id: int, *, active_only: bool) -> tuple[ClientView, ...]:
    mine = sa.select(group_member.c.client_id).where(group_member.c.group_id == group_id)
    wanted = CLIENTS.where(client.c.id.in_(mine)).order_by(client.c.id)
    if active_only:
        wanted = wanted.where(client.c.status == "active")
    return tuple(client_view(row) for row in reading.session.records(wanted))


@answers(ListGroups, permission="READ_GROUP")
def list_groups(query: ListGroups, reading: Reading) -> Page[GroupView]:
    """The groups, in the order of their registration unless the page says otherwise."""
    more = []
    if query.centre is not None:
        more.append(client_group.c.parent_id == query.centre)
    if query.orphans_only:
        more.append(client_group.c.parent_id.is_(None))
    return _listed(query, reading, GroupLevel.GROUP, more)


@answers(ListCentres, permission="READ_CENTER")
def list_centres(query: ListCentres, reading: Reading) -> Page[GroupView]:
    """The centres, in the order of their registration unless the page says otherwise."""
    return _listed(query, reading, GroupLevel.CENTRE, [])


def _listed(
    query: ListGroups | ListCentres,
    reading: Reading,
    level: GroupLevel,
    more: list[sa.ColumnElement[bool]],
) -> Page[GroupView]:
    wanted = SELECT.where(
        client_group.c.level == level,
        office.c.hierarchy.startswith(reading.actor.hierarchy),
        *conditions_of(query),
        *more,
    )
    return paged(
        reading.session, wanted, query.page, query.where, COLUMNS, client_group.c.id, group_view, _SHOWN
    )


def conditions_of(query: ListGroups | ListCentres) -> list[sa.ColumnElement[bool]]:
    """What the list's own filters say."""
    equal: list[tuple[sa.ColumnElement[Any], Any]] = [
        (client_group.c.office_id, query.office),
        (identity.c.external_id, query.external_id),
        (client_group.c.status, str(query.status) if query.status else None),
        (client_group.c.staff_id, query.staff),
    ]
    conditions = [column == value for column, value in equal if value is not None]
    if query.name is not None:
        conditions.append(containing(client_group.c.name, query.name))
    if query.under_hierarchy is not None:
        conditions.append(office.c.hierarchy.startswith(query.under_hierarchy, autoescape=True))
    if query.changed_since is not None:
        conditions.append(client_group.c.changed_at >= query.changed_since)
    return conditions
