"""Admitting clients to groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Work
from amana.kernel.refusals import NotFound, Refused
from amana.parties.groups.states import GroupLevel, GroupStatus, GroupVerb, next_status
from amana.parties.groups.store import lock_group
from amana.parties.records import client, client_group, group_member
from amana.storage.statement import Statement

GONE = ("closed", "rejected", "withdrawn")


@dataclass(eq=False, kw_only=True)
class ClientOfOtherOffice(Refused):
    """A group and its members belong to one office."""

    code: ClassVar[str] = "client_of_other_office"
    message: ClassVar[str] = "Client {client} does not belong to the group's office {office}."

    client: int
    office: int


@dataclass(eq=False, kw_only=True)
class AlreadyMember(Refused):
    """A client is a member of a group once."""

    code: ClassVar[str] = "already_member"
    message: ClassVar[str] = "Client {client} is a member of group {group} already."

    client: int
    group: int


@dataclass(eq=False, kw_only=True)
class NotMember(Refused):
    """Only a member can leave."""

    code: ClassVar[str] = "not_member"
    message: ClassVar[str] = "Client {client} is not a member of group {group}."

    client: int
    group: int


@dataclass(eq=False, kw_only=True)
class ClientGone(Refused):
    """Who has left the institution cannot join a group."""

    code: ClassVar[str] = "client_gone"
    message: ClassVar[str] = "Client {client} is {status} and cannot join a group."

    client: int
    status: str


_MEMBERS = Statement(
    sa.select(group_member.c.client_id).where(group_member.c.group_id == sa.bindparam("group_id"))
)
_INSERT = Statement(sa.insert(group_member), columns=["group_id", "client_id", "joined_on"])
_LOAD = Statement(
    sa.select(client_group.c.level, client_group.c.status, client_group.c.office_id, office.c.hierarchy)
    .join(office, office.c.id == client_group.c.office_id)
    .where(client_group.c.id == sa.bindparam("group_id"))
)


def members_of(work: Work, group_id: int) -> set[int]:
    """Ids of the members."""
    return {row[0] for row in work.session.tuples(_MEMBERS, group_id=group_id)}


def admit_to(work: Work, group_id: int, client_ids: Sequence[int], *, home: int | None = None) -> None:
    """Lock the group and admit clients, all of its office.

    ``home`` is the office of clients just made in this command, which need no looking up.
    """
    lock_group(work.session, group_id)
    found = work.session.record(_LOAD, group_id=group_id)
    work.require_scope("group", group_id, found["hierarchy"] if found else None)
    assert found is not None  # noqa: S101 - require_scope has refused None
    next_status(GroupLevel(found["level"]), GroupStatus(found["status"]), GroupVerb.ADMIT)
    if home is None:
        require_clients_of(work, client_ids, found["office_id"])
    elif home != found["office_id"]:
        raise ClientOfOtherOffice(client=client_ids[0], office=found["office_id"])
    enrol(work, group_id, client_ids)


def require_clients_of(work: Work, client_ids: Sequence[int], office_id: int) -> None:
    """Refuse clients that do not exist, have left, or belong to another office than the group."""
    rows = work.session.tuples(
        sa.select(client.c.id, client.c.office_id, client.c.status).where(client.c.id.in_(client_ids))
    )
    known = {number: (home, status) for number, home, status in rows}
    for number in client_ids:
        home, status = known.get(number, (None, ""))
        if home is None:
            raise NotFound(kind="client", id=number)
        if home != office_id:
            raise ClientOfOtherOffice(client=number, office=office_id)
        if status in GONE:
            raise ClientGone(client=number, status=status)


def enrol(work: Work, group_id: int, client_ids: Sequence[int], *, joined_on: date | None = None) -> None:
    """Add clients that were checked before, as of a day or the business date; AlreadyMember for one that is in."""
    present = members_of(work, group_id)
    for number in client_ids:
        if number in present:
            raise AlreadyMember(client=number, group=group_id)
        present.add(number)
        work.session.run(
            _INSERT, group_id=group_id, client_id=number, joined_on=joined_on or work.business_date
        )
