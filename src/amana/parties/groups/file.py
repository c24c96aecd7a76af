"""A group with all that is kept about it at hand: its members with their days, its address."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.context import Reading
from amana.kernel.queries import Page, answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties import standing
from amana.parties.addresses import AddressView, addresses_of
from amana.parties.groups.queries import COLUMNS, SELECT, GroupView, ListGroups, conditions_of, group_view
from amana.parties.groups.states import GroupLevel
from amana.parties.listing import paged
from amana.parties.records import client_group, group_member


@dataclass(frozen=True, kw_only=True)
class Member:
    """A client in a group, and since when."""

    client_key: uuid.UUID
    joined_on: date


@dataclass(frozen=True, kw_only=True)
class GroupFile:
    """``loan_cycle`` counts the loans the group has paid off."""

    group: GroupView
    loan_cycle: int
    members: tuple[Member, ...]
    address: AddressView | None

    @property
    def key(self) -> uuid.UUID:
        """The group's key."""
        return self.group.key


@dataclass(frozen=True, kw_only=True)
class GetGroupFile:
    """The file of a group."""

    group: int


@dataclass(frozen=True, kw_only=True)
class ListGroupFiles(ListGroups):
    """The files of groups, filtered as ``ListGroups``."""


_OFFICER = (
    sa.select(sa.func.min(app_user.c.username))
    .where(app_user.c.staff_id == client_group.c.staff_id)
    .correlate(client_group)
    .scalar_subquery()
)
_MEMBERS = (
    sa.select(sa.func.count())
    .select_from(group_member)
    .where(group_member.c.group_id == client_group.c.id)
    .correlate(client_group)
    .scalar_subquery()
)


def file_filters() -> dict[str, sa.ColumnElement[Any]]:
    """The fields that files can be filtered and sorted by."""
    return {
        **COLUMNS,
        "officer_username": _OFFICER,
        "members": _MEMBERS,
        "loan_cycle": standing.paid_off_by_group(client_group.c.id),
    }


@answers(GetGroupFile, permission="READ_GROUP")
def get_file(query: GetGroupFile, reading: Reading) -> GroupFile:
    """The file."""
    row = reading.session.record(_wanted(reading).where(client_group.c.id == query.group))
    if row is None:
        raise NotFound(kind="group", id=query.group)
    return _filled(reading, [row])[0]


@answers(ListGroupFiles, permission="READ_GROUP")
def list_files(query: ListGroupFiles, reading: Reading) -> Page[GroupFile]:
    """The files, in the order of registration unless the page says otherwise."""
    wanted = _wanted(reading).where(*conditions_of(query))
    if query.centre is not None:
        wanted = wanted.where(client_group.c.parent_id == query.centre)
    if query.orphans_only:
        wanted = wanted.where(client_group.c.parent_id.is_(None))
    page: Page[dict[str, Any]] = paged(
        reading.session, wanted, query.page, query.where, file_filters(), client_group.c.id, lambda row: row
    )
    return Page(items=_filled(reading, list(page.items)), total=page.total)


def _wanted(reading: Reading) -> sa.Select[Any]:
    cycle = standing.paid_off_by_group(client_group.c.id).label("loan_cycle")
    return SELECT.add_columns(cycle).where(
        client_group.c.level == GroupLevel.GROUP.value,
        office.c.hierarchy.startswith(reading.actor.hierarchy),
    )


def _filled(reading: Reading, rows: list[dict[str, Any]]) -> list[GroupFile]:
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    homes, members = addresses_of(reading.session, "group", ids), _members(reading, ids)
    return [
        GroupFile(
            group=group_view(row),
            loan_cycle=row["loan_cycle"],
            members=tuple(members.get(row["id"], ())),
            address=homes.get(row["id"]),
        )
        for row in rows
    ]


def _members(reading: Reading, ids: list[int]) -> dict[int, list[Member]]:
    rows = reading.session.tuples(
        sa.select(group_member.c.group_id, identity.c.key, group_member.c.joined_on)
        .join(identity, sa.and_(identity.c.kind == "client", identity.c.id == group_member.c.client_id))
        .where(group_member.c.group_id.in_(ids))
        .order_by(group_member.c.joined_on, group_member.c.client_id)
    )
    found: dict[int, list[Member]] = {}
    for group, key, joined_on in rows:
        found.setdefault(group, []).append(Member(client_key=key, joined_on=joined_on))
    return found
