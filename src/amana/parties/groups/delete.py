"""Deleting groups and centres that are pending and empty."""

from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.records import identity
from amana.kernel.refusals import NotAllowedInState, Refused
from amana.parties import obligations
from amana.parties.addresses import keep_address
from amana.parties.groups.states import GroupLevel, GroupStatus
from amana.parties.groups.store import GroupStore, outcome_of
from amana.parties.records import client_group, group_member, note
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class GroupNotEmpty(Refused):
    """What still has members or accounts stays."""

    code: ClassVar[str] = "group_not_empty"
    message: ClassVar[str] = "The {kind} {id} has members or accounts and cannot be deleted."

    kind: str
    id: int


@dataclass(frozen=True, kw_only=True)
class DeleteGroup:
    """Remove a pending, empty group for good."""

    group: int


@dataclass(frozen=True, kw_only=True)
class DeleteCentre:
    """Remove a pending, empty centre for good."""

    centre: int


_MEMBER = Statement(
    sa.select(sa.literal(1))
    .select_from(group_member)
    .where(group_member.c.group_id == sa.bindparam("group_id"))
    .union_all(
        sa.select(sa.literal(1))
        .select_from(client_group)
        .where(client_group.c.parent_id == sa.bindparam("group_id"))
    )
    .limit(1)
)
_DELETE = Statement(sa.delete(client_group).where(client_group.c.id == sa.bindparam("group_id")))
_FORGET = Statement(
    sa.delete(identity).where(identity.c.kind == "group", identity.c.id == sa.bindparam("group_id"))
)
_DROP_NOTES = Statement(
    sa.delete(note).where(note.c.subject == "group", note.c.subject_id == sa.bindparam("group_id"))
)


@handles(DeleteGroup, permission="DELETE_GROUP")
def delete_group(command: DeleteGroup, groups: GroupStore) -> Outcome:
    """Refuses a group that is not pending or has members or accounts."""
    return _delete(groups, GroupLevel.GROUP, command.group)


@handles(DeleteCentre, permission="DELETE_CENTER")
def delete_centre(command: DeleteCentre, groups: GroupStore) -> Outcome:
    """Refuses a centre that is not pending or has groups or accounts."""
    return _delete(groups, GroupLevel.CENTRE, command.centre)


def _delete(groups: GroupStore, level: GroupLevel, group_id: int) -> Outcome:
    record = groups.load(level, group_id)
    if record.status != GroupStatus.PENDING:
        raise NotAllowedInState(kind=level.value, status=record.status, verb="delete")
    session = groups.work.session
    if session.scalar(_MEMBER, group_id=record.id) is not None or obligations.has_any(
        session, obligations.Party.GROUP, record.id
    ):
        raise GroupNotEmpty(kind=level.value, id=record.id)
    session.run(_DROP_NOTES, group_id=record.id)
    keep_address(groups.work, "group", record.id, None)
    session.run(_DELETE, group_id=record.id)
    session.run(_FORGET, group_id=record.id)
    return outcome_of(record, {} if level is GroupLevel.CENTRE else None)
