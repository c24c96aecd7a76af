"""Clients as they are shown, one and many."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.queries import ListQuery, Page, answers, as_view
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties.clients.options import ClientOptions, client_options
from amana.parties.clients.states import ClientStatus, LegalForm
from amana.parties.listing import containing, numbered, paged
from amana.parties.records import client, client_group, client_image, group_member, staff
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class NamedRef:
    """A record that another one names."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the life cycle: its day, and the user who took it."""

    on: date
    username: str | None
    first_name: str | None
    last_name: str | None


@dataclass(frozen=True, kw_only=True)
class ClientTimeline:
    """The steps taken so far."""

    submitted: Step | None
    activated: Step | None
    closed: Step | None
    rejected: Step | None
    withdrawn: Step | None
    reactivated: Step | None
    reopened: Step | None


@dataclass(frozen=True, kw_only=True)
class ClientView:
    """A client. Persons have first and last name, entities (and persons with a single name) a full name."""

    id: int
    key: uuid.UUID
    account_no: str
    external_id: str | None
    status: ClientStatus
    legal_form: LegalForm | None
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    full_name: str | None
    display_name: str
    office_id: int
    office_key: uuid.UUID
    office_name: str
    office_hierarchy: str
    staff_id: int | None
    staff_key: uuid.UUID | None
    staff_name: str | None
    mobile_no: str | None
    mobile_no_2: str | None
    home_phone: str | None
    email: str | None
    birth_date: date | None
    gender: NamedRef | None
    client_type: NamedRef | None
    classification: NamedRef | None
    closure_reason: NamedRef | None
    rejection_reason: NamedRef | None
    withdrawal_reason: NamedRef | None
    is_staff: bool
    remarks: str | None
    preferred_language: str | None
    submitted_on: date
    activated_on: date | None
    closed_on: date | None
    timeline: ClientTimeline
    transfer_office: NamedRef | None
    transfer_proposed_on: date | None
    groups: tuple[NamedRef, ...]
    has_image: bool
    created_at: datetime
    changed_at: datetime
    options: ClientOptions | None = None
    """What a form about it offers, where that was asked for."""

    @property
    def active(self) -> bool:
        """Whether contracts may be made with the client."""
        return self.status is ClientStatus.ACTIVE

    @property
    def image_present(self) -> bool | None:
        """True where there is a picture, None where there is none."""
        return self.has_image or None


@dataclass(frozen=True, kw_only=True)
class GetClient:
    """One client."""

    client: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class ListClients(ListQuery):
    """Clients of the offices the actor sees. Names match anywhere and in any case."""

    office: int | None = None
    under_hierarchy: str | None = None
    """Path of an office: clients of it and of everything below."""
    display_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    external_id: str | None = None
    account_no: str | None = None
    status: ClientStatus | None = None
    staff: int | None = None
    group: int | None = None
    """Members of this group, or of this centre and the groups in it."""
    orphans_only: bool = False
    """Only clients that belong to no group."""
    changed_since: datetime | None = None


ROOT = "."
"""Path of the head office, which sees everything."""

STEPS = ("submitted", "activated", "closed", "rejected", "withdrawn", "reactivated", "reopened")
CODED = {
    "gender": client.c.gender_id,
    "client_type": client.c.client_type_id,
    "classification": client.c.classification_id,
    "closure_reason": client.c.closure_reason_id,
    "rejection_reason": client.c.rejection_reason_id,
    "withdrawal_reason": client.c.withdrawal_reason_id,
}
_values = {name: code_value.alias(name) for name in CODED}
_users = {step: app_user.alias(f"by_{step}") for step in STEPS}
_to = office.alias("transfer_office")
_office_identity = identity.alias("office_identity")
_staff_identity = identity.alias("staff_identity")

submitted_on = sa.func.coalesce(
    client.c.submitted_on, sa.func.least(client.c.registered_on, client.c.activated_on)
)
"""Where nobody said when it was submitted: the day of registration, or of an earlier activation."""

COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "id": client.c.id,
    "key": identity.c.key,
    "account_no": client.c.account_no,
    "external_id": identity.c.external_id,
    "status": client.c.status,
    "legal_form": client.c.legal_form,
    "first_name": client.c.first_name,
    "middle_name": client.c.middle_name,
    "last_name": client.c.last_name,
    "full_name": client.c.full_name,
    "display_name": client.c.display_name,
    "office_id": client.c.office_id,
    "office_key": _office_identity.c.key,
    "office_name": office.c.name,
    "office_hierarchy": office.c.hierarchy,
    "staff_id": client.c.staff_id,
    "staff_key": _staff_identity.c.key,
    "staff_name": staff.c.display_name,
    "mobile_no": client.c.mobile_no,
    "mobile_no_2": client.c.mobile_no_2,
    "home_phone": client.c.home_phone,
    "email": client.c.email,
    "birth_date": client.c.birth_date,
    "is_staff": client.c.is_staff,
    "remarks": client.c.remarks,
    "preferred_language": client.c.preferred_language,
    "submitted_on": submitted_on,
    "activated_on": client.c.activated_on,
    "closed_on": client.c.closed_on,
    "transfer_proposed_on": client.c.transfer_proposed_on,
    "created_at": client.c.created_at,
    "changed_at": client.c.changed_at,
}
"""The plain fields of the view: also those that may be filtered and sorted by."""

FILTERS: dict[str, sa.ColumnElement[Any]] = {
    **COLUMNS,
    "gender_id": client.c.gender_id,
    "gender": _values["gender"].c.name,
    "closure_reason": _values["closure_reason"].c.name,
    "rejected_on": client.c.rejected_on,
    "withdrawn_on": client.c.withdrawn_on,
}

_GROUPS = (
    sa.select(
        sa.func.jsonb_agg(sa.func.jsonb_build_object("id", client_group.c.id, "name", client_group.c.name))
    )
    .select_from(group_member.join(client_group, client_group.c.id == group_member.c.group_id))
    .where(group_member.c.client_id == client.c.id)
    .correlate(client)
    .scalar_subquery()
)
_IMAGE = sa.exists().where(client_image.c.client_id == client.c.id)


def _from() -> sa.FromClause:
    joined: sa.FromClause = (
        client.join(office, office.c.id == client.c.office_id)
        .outerjoin(identity, sa.and_(identity.c.kind == "client", identity.c.id == client.c.id))
        .outerjoin(
            _office_identity,
            sa.and_(_office_identity.c.kind == "office", _office_identity.c.id == client.c.office_id),
        )
        .outerjoin(staff, staff.c.id == client.c.staff_id)
        .outerjoin(
            _staff_identity,
            sa.and_(_staff_identity.c.kind == "staff", _staff_identity.c.id == client.c.staff_id),
        )
        .outerjoin(_to, _to.c.id == client.c.transfer_office_id)
    )
    for name, value in _values.items():
        joined = joined.outerjoin(value, value.c.id == CODED[name])
    for step, user in _users.items():
        joined = joined.outerjoin(user, user.c.id == client.c[f"{step}_by"])
    return joined


def _columns() -> list[sa.ColumnElement[Any]]:
    plain = [column.label(name) for name, column in COLUMNS.items()]
    for name, value in _values.items():
        plain += [value.c.id.label(f"{name}_id"), value.c.name.label(f"{name}_name")]
    for step, user in _users.items():
        day = submitted_on if step == "submitted" else client.c[f"{step}_on"]
        plain += [
            day.label(f"{step}_day"),
            user.c.username.label(f"{step}_username"),
            user.c.first_name.label(f"{step}_first_name"),
            user.c.last_name.label(f"{step}_last_name"),
        ]
    return [
        *plain,
        _to.c.id.label("transfer_office_id"),
        _to.c.name.label("transfer_office_name"),
        _GROUPS.label("groups"),
        _IMAGE.label("has_image"),
    ]


SELECT = sa.select(*_columns()).select_from(_from())


def visible(mine: Any) -> sa.ColumnElement[bool]:
    """Clients of the subtree ``mine`` (the path of an office), and those that are proposed to an office in it."""
    if mine == ROOT:
        return sa.true()
    return sa.or_(office.c.hierarchy.startswith(mine), _to.c.hierarchy.startswith(mine))


_SHOWN = Statement(numbered(SELECT, client.c.id))
_ONE = Statement(SELECT.where(client.c.id == sa.bindparam("client_id"), visible(sa.bindparam("mine"))))


# Names of columns put together once: whole lists have tens of thousands of rows.
_plain = itemgetter(*COLUMNS)
_CODED_COLUMNS = [(name, f"{name}_id", f"{name}_name") for name in CODED]
_STEP_COLUMNS = [
    (step, tuple(f"{step}_{part}" for part in ("day", "username", "first_name", "last_name")))
    for step in STEPS
]


def client_view(row: dict[str, Any]) -> ClientView:
    """The view of a row of ``SELECT``."""
    plain: dict[str, Any] = dict(zip(COLUMNS, _plain(row), strict=True))
    for name, number, title in _CODED_COLUMNS:
        found = row[number]
        plain[name] = None if found is None else NamedRef(id=found, name=row[title])
    plain["status"] = ClientStatus(row["status"])
    office_id, groups = row["transfer_office_id"], row["groups"]
    plain["legal_form"] = LegalForm(row["legal_form"]) if row["legal_form"] else None
    plain["timeline"] = as_view(
        ClientTimeline, {step: _step(row, columns) for step, columns in _STEP_COLUMNS}
    )
    plain["transfer_office"] = (
        None if office_id is None else NamedRef(id=office_id, name=row["transfer_office_name"])
    )
    plain["groups"] = (
        () if groups is None else tuple(NamedRef(**one) for one in sorted(groups, key=itemgetter("id")))
    )
    plain["has_image"] = row["has_image"]
    return as_view(ClientView, plain)


def _step(row: dict[str, Any], columns: tuple[str, ...]) -> Step | None:
    day, username, first_name, last_name = columns
    if row[day] is None:
        return None
    return Step(on=row[day], username=row[username], first_name=row[first_name], last_name=row[last_name])


@answers(GetClient, permission="READ_CLIENT")
def get_client(query: GetClient, reading: Reading) -> ClientView:
    """The client."""
    row = reading.session.record(_ONE, client_id=query.client, mine=reading.actor.hierarchy)
    if row is None:
        raise NotFound(kind="client", id=query.client)
    view = client_view(row)
    return replace(view, options=client_options(reading, view.office_id)) if query.with_options else view


@answers(ListClients, permission="READ_CLIENT")
def list_clients(query: ListClients, reading: Reading) -> Page[ClientView]:
    """The clients, in the order of their registration unless the page says otherwise."""
    wanted = SELECT.where(visible(reading.actor.hierarchy), *conditions_of(query))
    return paged(reading.session, wanted, query.page, query.where, FILTERS, client.c.id, client_view, _SHOWN)


def conditions_of(query: ListClients) -> list[sa.ColumnElement[bool]]:
    """What the list's own filters say."""
    equal: list[tuple[sa.ColumnElement[Any], Any]] = [
        (client.c.office_id, query.office),
        (identity.c.external_id, query.external_id),
        (client.c.account_no, query.account_no),
        (client.c.status, str(query.status) if query.status else None),
        (client.c.staff_id, query.staff),
    ]
    holding: list[tuple[sa.ColumnElement[Any], str | None]] = [
        (client.c.display_name, query.display_name),
        (client.c.first_name, query.first_name),
        (client.c.last_name, query.last_name),
    ]
    conditions = [column == value for column, value in equal if value is not None]
    conditions += [containing(column, text) for column, text in holding if text is not None]
    if query.under_hierarchy is not None:
        conditions.append(office.c.hierarchy.startswith(query.under_hierarchy, autoescape=True))
    if query.group is not None:
        conditions.append(client.c.id.in_(members_of(query.group)))
    if query.orphans_only:
        conditions.append(~sa.exists().where(group_member.c.client_id == client.c.id))
    if query.changed_since is not None:
        conditions.append(client.c.changed_at >= query.changed_since)
    return conditions


def members_of(group_id: int) -> sa.Select[tuple[int]]:
    """The clients of a group, or of a centre and the groups in it."""
    own = sa.select(client_group.c.id).where(
        sa.or_(client_group.c.id == group_id, client_group.c.parent_id == group_id)
    )
    return sa.select(group_member.c.client_id).where(group_member.c.group_id.in_(own))
