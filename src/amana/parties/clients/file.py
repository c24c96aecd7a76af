"""A client with all that is kept about it at hand: papers, address, memberships, how it stands."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user
from amana.kernel.codes.seeds import BLACKLISTED
from amana.kernel.context import Reading
from amana.kernel.queries import Page, answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties import standing
from amana.parties.addresses import AddressView, addresses_of
from amana.parties.clients.papers import IdentifierView, papers_of
from amana.parties.clients.queries import (
    FILTERS,
    SELECT,
    ClientView,
    ListClients,
    client_view,
    conditions_of,
    visible,
)
from amana.parties.clients.revise import Standing
from amana.parties.clients.states import ClientStatus
from amana.parties.listing import paged
from amana.parties.records import client, client_group, client_identifier, group_member


@dataclass(frozen=True, kw_only=True)
class ClientFile:
    """``running``: an account is active. The cycles count loans paid off, alone and as a member of a group."""

    client: ClientView
    running: bool
    active_since: date | None
    """The day on which it first had an active account."""
    loan_cycle: int
    member_loan_cycle: int
    centre_key: uuid.UUID | None
    papers: tuple[IdentifierView, ...] = ()
    address: AddressView | None = None
    group_keys: tuple[uuid.UUID, ...] = field(default=())

    @property
    def key(self) -> uuid.UUID:
        """The client's key."""
        return self.client.key

    @property
    def standing(self) -> Standing:
        """Where the client stands, in the words by which it is moved."""
        return standing_of(self.client)


@dataclass(frozen=True, kw_only=True)
class GetClientFile:
    """The file of a client."""

    client: int


@dataclass(frozen=True, kw_only=True)
class ListClientFiles(ListClients):
    """The files of clients, filtered as ``ListClients`` and by the number of an identity paper."""

    paper: str | None = None
    standing: Standing | None = None
    running: bool | None = None


_SETTLED = {
    ClientStatus.PENDING: Standing.PENDING,
    ClientStatus.REJECTED: Standing.REJECTED,
    ClientStatus.CLOSED: Standing.EXITED,
    ClientStatus.WITHDRAWN: Standing.EXITED,
}


def standing_of(view: ClientView) -> Standing:
    """Where a client stands: blacklisted is who was closed for that reason."""
    reason = view.closure_reason
    if view.status is ClientStatus.CLOSED and reason is not None and reason.name == BLACKLISTED:
        return Standing.BLACKLISTED
    return _SETTLED.get(view.status, Standing.ACCEPTED)


_group_identity = identity.alias("membership_identity")
_centre_identity = identity.alias("centre_identity")
_CENTRE = (
    sa.select(
        sa.func.min(
            sa.case((client_group.c.level != "centre", client_group.c.parent_id), else_=client_group.c.id)
        )
    )
    .select_from(group_member.join(client_group, client_group.c.id == group_member.c.group_id))
    .where(group_member.c.client_id == client.c.id)
    .correlate(client)
    .scalar_subquery()
)
"""The centre a client belongs to, by itself or through its group."""
_OFFICER = (
    sa.select(sa.func.min(app_user.c.username))
    .where(app_user.c.staff_id == client.c.staff_id)
    .correlate(client)
    .scalar_subquery()
)


def _known() -> dict[str, sa.ColumnElement[Any]]:
    return {
        "running": standing.running(client.c.id),
        "loan_cycle": standing.paid_off(client.c.id, as_member=False),
        "member_loan_cycle": standing.paid_off(client.c.id, as_member=True),
        "active_since": standing.active_since(client.c.id),
        "centre_id": _CENTRE,
    }


def file_filters() -> dict[str, sa.ColumnElement[Any]]:
    """The fields that files can be filtered and sorted by."""
    reason = FILTERS["closure_reason"]
    word = sa.case(
        (sa.and_(client.c.status == "closed", reason == BLACKLISTED), Standing.BLACKLISTED.value),
        *((client.c.status == status.value, where.value) for status, where in _SETTLED.items()),
        else_=Standing.ACCEPTED.value,
    )
    return {**FILTERS, **_known(), "officer_username": _OFFICER, "standing": sa.type_coerce(word, sa.Text)}


@answers(GetClientFile, permission="READ_CLIENT")
def get_file(query: GetClientFile, reading: Reading) -> ClientFile:
    """The file."""
    wanted = _wanted(reading).where(client.c.id == query.client)
    row = reading.session.record(wanted)
    if row is None:
        raise NotFound(kind="client", id=query.client)
    return _filled(reading, [row])[0]


@answers(ListClientFiles, permission="READ_CLIENT")
def list_files(query: ListClientFiles, reading: Reading) -> Page[ClientFile]:
    """The files, in the order of registration unless the page says otherwise."""
    wanted = _wanted(reading).where(*conditions_of(query))
    filters = file_filters()
    if query.paper is not None:
        held = sa.exists().where(
            client_identifier.c.client_id == client.c.id, client_identifier.c.document_key == query.paper
        )
        wanted = wanted.where(held)
    for name in ("standing", "running"):
        value = getattr(query, name)
        if value is not None:
            wanted = wanted.where(filters[name] == value)
    page: Page[dict[str, Any]] = paged(
        reading.session, wanted, query.page, query.where, filters, client.c.id, lambda row: row
    )
    return Page(items=_filled(reading, list(page.items)), total=page.total)


def _wanted(reading: Reading) -> sa.Select[Any]:
    more = [column.label(name) for name, column in _known().items()]
    return SELECT.add_columns(*more).where(visible(reading.actor.hierarchy))


def _filled(reading: Reading, rows: list[dict[str, Any]]) -> list[ClientFile]:
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    papers, homes = papers_of(reading.session, ids), addresses_of(reading.session, "client", ids)
    groups = _group_keys(reading, ids)
    centres = _centre_keys(reading, [row["centre_id"] for row in rows if row["centre_id"] is not None])
    return [
        ClientFile(
            client=client_view(row),
            running=row["running"],
            active_since=row["active_since"],
            loan_cycle=row["loan_cycle"],
            member_loan_cycle=row["member_loan_cycle"],
            centre_key=centres.get(row["centre_id"]),
            papers=tuple(papers.get(row["id"], ())),
            address=homes.get(row["id"]),
            group_keys=tuple(groups.get(row["id"], ())),
        )
        for row in rows
    ]


def _group_keys(reading: Reading, ids: list[int]) -> dict[int, list[uuid.UUID]]:
    rows = reading.session.tuples(
        sa.select(group_member.c.client_id, _group_identity.c.key)
        .join(client_group, client_group.c.id == group_member.c.group_id)
        .join(
            _group_identity,
            sa.and_(_group_identity.c.kind == "group", _group_identity.c.id == group_member.c.group_id),
        )
        .where(group_member.c.client_id.in_(ids), client_group.c.level == "group")
        .order_by(group_member.c.group_id)
    )
    found: dict[int, list[uuid.UUID]] = {}
    for number, key in rows:
        found.setdefault(number, []).append(key)
    return found


def _centre_keys(reading: Reading, ids: list[int]) -> dict[int | None, uuid.UUID]:
    rows = reading.session.tuples(
        sa.select(_centre_identity.c.id, _centre_identity.c.key).where(
            _centre_identity.c.kind == "group", _centre_identity.c.id.in_(ids)
        )
    )
    return dict(rows)
