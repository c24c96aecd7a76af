"""Who belongs to a group or centre: admitting, dismissing, moving clients, and groups of a centre."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused, invalid
from amana.parties import obligations
from amana.parties.groups.federation import admit_groups, release_groups
from amana.parties.groups.membership import NotMember, admit_to, enrol, members_of
from amana.parties.groups.states import GroupLevel, GroupVerb
from amana.parties.groups.store import GroupRecord, GroupStore, outcome_of
from amana.parties.moves import ClientMoved, tell
from amana.parties.records import client, group_member
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class MemberHasGroupLoans(Refused):
    """Who owes something as a member of the group stays in it."""

    code: ClassVar[str] = "member_has_group_loans"
    message: ClassVar[str] = "Client {client} has open loans as a member of group {group}."

    client: int
    group: int


@dataclass(eq=False, kw_only=True)
class GroupsOfDifferentOffices(Refused):
    """Clients move between groups of one office; between offices they are transferred."""

    code: ClassVar[str] = "groups_of_different_offices"
    message: ClassVar[str] = "Groups {group} and {other} belong to different offices."

    group: int
    other: int


@dataclass(frozen=True, kw_only=True)
class AssociateClients:
    """Admit clients of the group's office."""

    group: int
    clients: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DisassociateClients:
    """Let clients leave the group."""

    group: int
    clients: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MoveGroupClients:
    """Move clients to another group of the office.

    ``inherit_officer``: they and their running loans come under the officer of that group. ``accounts_follow``:
    loans they have as members of the group come along; without it, who has such loans cannot be moved.
    """

    group: int
    destination: int
    clients: tuple[int, ...]
    inherit_officer: bool = True
    accounts_follow: bool = True


@dataclass(frozen=True, kw_only=True)
class AssociateGroups:
    """Put groups under the centre."""

    centre: int
    groups: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DisassociateGroups:
    """Take groups out of the centre."""

    centre: int
    groups: tuple[int, ...]


_DISMISS = Statement(
    sa.delete(group_member).where(
        group_member.c.group_id == sa.bindparam("group_id"),
        group_member.c.client_id == sa.bindparam("client_id"),
    )
)
_NEW_OFFICER = Statement(
    sa.update(client)
    .where(client.c.id == sa.bindparam("client_id"))
    .values(staff_id=sa.bindparam("officer"), changed_at=sa.bindparam("at"))
)


@handles(AssociateClients, permission="ASSOCIATECLIENTS_GROUP")
def associate(command: AssociateClients, groups: GroupStore) -> Outcome:
    """Refuses members, and clients of other offices or gone."""
    _require_some("clients", command.clients)
    record = groups.load(GroupLevel.GROUP, command.group)
    admit_to(groups.work, record.id, command.clients)
    return outcome_of(record, {"clients": list(command.clients)}, more={"clients": command.clients})


@handles(DisassociateClients, permission="DISASSOCIATECLIENTS_GROUP")
def disassociate(command: DisassociateClients, groups: GroupStore) -> Outcome:
    """Refuses who is no member, and who has loans as a member."""
    _require_some("clients", command.clients)
    record = groups.load(GroupLevel.GROUP, command.group)
    record.after(GroupVerb.DISMISS)
    present = members_of(groups.work, record.id)
    for number in command.clients:
        if number not in present:
            raise NotMember(client=number, group=record.id)
        if obligations.has_joint(groups.work.session, record.id, number):
            raise MemberHasGroupLoans(client=number, group=record.id)
        groups.work.session.run(_DISMISS, group_id=record.id, client_id=number)
    return outcome_of(record, {"clients": list(command.clients)}, more={"clients": command.clients})


@handles(MoveGroupClients, permission="TRANSFERCLIENTS_GROUP")
def move(command: MoveGroupClients, groups: GroupStore) -> Outcome:
    """Refuses who is no member, members of the destination, and a destination in another office."""
    _require_some("clients", command.clients)
    if command.group == command.destination:
        raise invalid("destination", "inconsistent", "The destination is the group itself.")
    first, second = sorted((command.group, command.destination))
    locked = {number: groups.load(GroupLevel.GROUP, number) for number in (first, second)}
    record, target = locked[command.group], locked[command.destination]
    target.after(GroupVerb.ADMIT)
    if record.office_id != target.office_id:
        raise GroupsOfDifferentOffices(group=record.id, other=target.id)
    present = members_of(groups.work, record.id)
    for number in command.clients:
        if number not in present:
            raise NotMember(client=number, group=record.id)
        if not command.accounts_follow and obligations.has_joint(groups.work.session, record.id, number):
            raise MemberHasGroupLoans(client=number, group=record.id)
        groups.work.session.run(_DISMISS, group_id=record.id, client_id=number)
    enrol(groups.work, target.id, command.clients)
    _follow(command, groups, record, target)
    return outcome_of(record, {"clients": list(command.clients), "destination": target.id})


def _follow(command: MoveGroupClients, groups: GroupStore, record: GroupRecord, target: GroupRecord) -> None:
    work = groups.work
    for number in command.clients:
        if command.inherit_officer:
            work.session.run(_NEW_OFFICER, client_id=number, officer=target.staff_id, at=work.now)
        moved = ClientMoved(
            client=number,
            from_office=record.office_id,
            to_office=target.office_id,
            from_group=record.id,
            to_group=target.id,
            staff=target.staff_id,
            loan_officer_follows=command.inherit_officer,
            accounts_follow=command.accounts_follow,
        )
        tell(work, moved)


@handles(AssociateGroups, permission="ASSOCIATEGROUPS_CENTER")
def associate_groups(command: AssociateGroups, groups: GroupStore) -> Outcome:
    """Refuses groups of other offices and of other centres."""
    _require_some("groups", command.groups)
    record = groups.load(GroupLevel.CENTRE, command.centre)
    record.after(GroupVerb.ADMIT)
    admit_groups(groups.work, record.id, record.office_id, command.groups)
    return outcome_of(record, {"groups": list(command.groups)}, more={"groups": command.groups})


@handles(DisassociateGroups, permission="DISASSOCIATEGROUPS_CENTER")
def disassociate_groups(command: DisassociateGroups, groups: GroupStore) -> Outcome:
    """Refuses groups that are not in the centre."""
    _require_some("groups", command.groups)
    record = groups.load(GroupLevel.CENTRE, command.centre)
    record.after(GroupVerb.DISMISS)
    release_groups(groups.work, record.id, command.groups)
    return outcome_of(record, {"groups": list(command.groups)}, more={"groups": command.groups})


def _require_some(field: str, ids: Sequence[int]) -> None:
    if not ids:
        raise invalid(field, "blank", f"{field} cannot be empty.")
