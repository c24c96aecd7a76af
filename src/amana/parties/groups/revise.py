"""Changing a group's record, its members and its address in one go, or nothing of it."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles, spec_of
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.kernel.unset import UNSET, UnsetType, given
from amana.parties.addresses import Address, keep_address
from amana.parties.groups.enrol import Membership, admit_members
from amana.parties.groups.members import AssociateClients, DisassociateClients
from amana.parties.groups.membership import members_of
from amana.parties.groups.states import GroupLevel
from amana.parties.groups.store import GroupStore
from amana.parties.groups.update import UpdateGroup, update_group
from amana.parties.records import group_member
from amana.parties.within import also
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class ReviseGroup:
    """What is not given stays. ``members`` and ``address`` take the place of what is kept."""

    group: int
    again: int | UnsetType = UNSET
    """The group named a second time; refused where it is another one."""
    name: str | UnsetType = UNSET
    office: int | UnsetType = UNSET
    """The group's office; another one is refused."""
    centre: int | UnsetType | None = UNSET
    staff: int | UnsetType | None = UNSET
    account_no: str | UnsetType = UNSET
    mobile_no: str | UnsetType | None = UNSET
    home_phone: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    remarks: str | UnsetType | None = UNSET
    preferred_language: str | UnsetType | None = UNSET
    members: tuple[Membership, ...] | UnsetType = UNSET
    address: Address | UnsetType | None = UNSET


UPDATE = "UPDATE_GROUP"
APART = frozenset({"again", "office", "members", "address"})
_JOINED = Statement(
    sa.update(group_member)
    .where(
        group_member.c.group_id == sa.bindparam("of_group"),
        group_member.c.client_id == sa.bindparam("of_client"),
    )
    .values(joined_on=sa.bindparam("on"))
)


@handles(ReviseGroup, permission=UPDATE)
def revise(command: ReviseGroup, groups: GroupStore) -> Outcome:
    """Refuses what updating, admitting and dismissing refuse; needs the permissions for these too."""
    work = groups.work
    record = groups.load(GroupLevel.GROUP, command.group)
    if command.again is not UNSET and command.again != record.id:
        raise invalid("again", "inconsistent", "The request names two different groups.")
    if command.office is not UNSET and command.office != record.office_id:
        raise invalid("office", "unsupported", "A group stays in its office.")
    sent = {name: value for name, value in given(command).items() if name not in APART}
    outcome = update_group(UpdateGroup(**sent), groups)
    if command.members is not UNSET:
        _replace(work, record.id, record.office_id, command.members)
    if command.address is not UNSET:
        keep_address(work, "group", record.id, command.address)
    return outcome


def _replace(work: Work, group: int, office: int, members: tuple[Membership, ...]) -> None:
    """Make these the members: dismiss the others, admit the new ones, correct the days that are told."""
    present, wanted = members_of(work, group), {member.client for member in members}
    gone = tuple(sorted(present - wanted))
    if gone:
        also(work, DisassociateClients(group=group, clients=gone), under=UPDATE)
    new = tuple(member for member in members if member.client not in present)
    if new:
        work.actor.require(spec_of(AssociateClients(group=group, clients=())).permission)
        admit_members(work, group, office, new)
    for member in members:
        if member.client in present and member.joined_on is not None:
            work.session.run(_JOINED, of_group=group, of_client=member.client, on=member.joined_on)
