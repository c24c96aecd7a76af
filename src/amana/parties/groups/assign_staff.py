"""Putting a member of staff in charge of a group or centre, or nobody."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.parties.clients.assign_staff import StaffNotInCharge
from amana.parties.groups.membership import members_of
from amana.parties.groups.states import GroupLevel
from amana.parties.groups.store import GroupRecord, GroupStore, outcome_of
from amana.parties.moves import ClientMoved, tell
from amana.parties.records import client
from amana.parties.staff.assignment import require_staff_of


@dataclass(frozen=True, kw_only=True)
class AssignGroupStaff:
    """``staff`` has to be active and of the group's office.

    ``inherit`` puts it in charge of the members and their running accounts too.
    """

    group: int
    staff: int
    inherit: bool = False


@dataclass(frozen=True, kw_only=True)
class UnassignGroupStaff:
    """Nobody is in charge any more. ``staff``, where given, has to be who was."""

    group: int
    staff: int | None = None


@dataclass(frozen=True, kw_only=True)
class AssignCentreStaff:
    """``staff`` has to be active and of the centre's office."""

    centre: int
    staff: int


@dataclass(frozen=True, kw_only=True)
class UnassignCentreStaff:
    """Nobody is in charge any more. ``staff``, where given, has to be who was."""

    centre: int
    staff: int | None = None


@handles(AssignGroupStaff, permission="ASSIGNSTAFF_GROUP")
def assign_group(command: AssignGroupStaff, groups: GroupStore) -> Outcome:
    """Refuses staff of another office."""
    record = groups.load(GroupLevel.GROUP, command.group)
    outcome = _assign(groups, record, command.staff)
    if command.inherit:
        _pass_on(groups, record, command.staff)
    return outcome


@handles(UnassignGroupStaff, permission="UNASSIGNSTAFF_GROUP")
def unassign_group(command: UnassignGroupStaff, groups: GroupStore) -> Outcome:
    """Tells who was in charge."""
    return _unassign(groups, groups.load(GroupLevel.GROUP, command.group), command.staff)


@handles(AssignCentreStaff, permission="ASSIGNSTAFF_CENTER")
def assign_centre(command: AssignCentreStaff, groups: GroupStore) -> Outcome:
    """Refuses staff of another office."""
    return _assign(groups, groups.load(GroupLevel.CENTRE, command.centre), command.staff)


@handles(UnassignCentreStaff, permission="UNASSIGNSTAFF_CENTER")
def unassign_centre(command: UnassignCentreStaff, groups: GroupStore) -> Outcome:
    """Tells who was in charge."""
    return _unassign(groups, groups.load(GroupLevel.CENTRE, command.centre), command.staff)


def _assign(groups: GroupStore, record: GroupRecord, staff: int) -> Outcome:
    require_staff_of(groups.work, staff, record.office_id)
    groups.save(record.id, staff_id=staff)
    return outcome_of(record, {"staff": staff})


def _unassign(groups: GroupStore, record: GroupRecord, staff: int | None) -> Outcome:
    relieved = staff if staff is not None else record.staff_id
    if relieved is None:
        return outcome_of(record, {})
    if record.staff_id != relieved:
        raise StaffNotInCharge(staff=relieved, kind=record.level, id=record.id)
    groups.save(record.id, staff_id=None)
    return outcome_of(record, {"staff": relieved})


def _pass_on(groups: GroupStore, record: GroupRecord, staff: int) -> None:
    work = groups.work
    members = sorted(members_of(work, record.id))
    change = sa.update(client).where(client.c.id.in_(members))
    work.session.run(change.values(staff_id=staff, changed_at=work.now))
    for number in members:
        stays = ClientMoved(
            client=number,
            from_office=record.office_id,
            to_office=record.office_id,
            from_group=record.id,
            to_group=record.id,
            staff=staff,
            loan_officer_follows=True,
        )
        tell(work, stays)
