"""Groups and centres: their life, their members, who is in charge."""

from datetime import date, timedelta

import pytest

from amana.kernel.codes.queries import ListCodeOptions
from amana.kernel.refusals import InvalidInput, NotAllowedInState, NotFound
from amana.parties.clients.queries import GetClient
from amana.parties.clients.update import UpdateClient
from amana.parties.dates import DateInFuture, DateTooEarly
from amana.parties.groups.activate import ActivateCentre, ActivateGroup
from amana.parties.groups.assign_staff import AssignCentreStaff, AssignGroupStaff, UnassignGroupStaff
from amana.parties.groups.close import CloseCentre, CloseGroup, GroupHasActiveMembers
from amana.parties.groups.create import CreateCentre, CreateGroup
from amana.parties.groups.delete import DeleteCentre, DeleteGroup, GroupNotEmpty
from amana.parties.groups.federation import GroupInOtherCentre, GroupNotInCentre, GroupOfOtherOffice
from amana.parties.groups.members import (
    AssociateClients,
    AssociateGroups,
    DisassociateClients,
    DisassociateGroups,
    GroupsOfDifferentOffices,
    MoveGroupClients,
)
from amana.parties.groups.membership import AlreadyMember, ClientOfOtherOffice, NotMember
from amana.parties.groups.queries import GetCentre, GetGroup
from amana.parties.groups.states import GroupStatus
from amana.parties.groups.update import UpdateCentre, UpdateGroup
from amana.parties.stays import NotByUpdate
from tests.parties.conftest import HEAD_OFFICE, Institution, Refusal

DAY = date(2012, 5, 1)


def group(mfi: Institution, *clients: int, office: int = HEAD_OFFICE, centre: int | None = None) -> int:
    return mfi.make(CreateGroup(name=mfi.name("Group"), office=office, clients=clients, centre=centre))


def centre(mfi: Institution, *groups: int, office: int = HEAD_OFFICE) -> int:
    return mfi.make(CreateCentre(name=mfi.name("Centre"), office=office, groups=groups))


def members(mfi: Institution, number: int) -> list[int]:
    return [one.id for one in mfi.ask(GetGroup(group=number, with_clients=True)).clients]


def reason(mfi: Institution, code: str) -> int:
    return int(mfi.ask(ListCodeOptions(code=code))[0].id)


def test_groups_and_centres_share_one_sequence(mfi: Institution) -> None:
    first, second = group(mfi), centre(mfi)
    assert second == first + 1
    with pytest.raises(NotFound):
        mfi.ask(GetCentre(centre=first))
    with pytest.raises(NotFound):
        mfi.do(ActivateGroup(group=second, on=DAY))


def test_what_a_group_needs(mfi: Institution, refused: Refusal) -> None:
    refused(InvalidInput, CreateGroup(name=" ", office=HEAD_OFFICE))
    refused(InvalidInput, CreateGroup(name="Group", office=HEAD_OFFICE, active=True))
    refused(NotFound, CreateGroup(name="Group", office=987_654))
    tomorrow = mfi.today() + timedelta(days=1)
    refused(DateInFuture, CreateGroup(name="Group", office=HEAD_OFFICE, active=True, activated_on=tomorrow))
    foreign = mfi.client(office=mfi.office())
    refused(ClientOfOtherOffice, CreateGroup(name="Group", office=HEAD_OFFICE, clients=(foreign,)))
    twice = mfi.client()
    refused(AlreadyMember, CreateGroup(name="Group", office=HEAD_OFFICE, clients=(twice, twice)))


def test_activation(mfi: Institution, refused: Refusal) -> None:
    number = group(mfi)
    mfi.do(ActivateGroup(group=number, on=DAY))
    view = mfi.ask(GetGroup(group=number))
    assert (view.status, view.activated_on, view.submitted_on) == (GroupStatus.ACTIVE, DAY, DAY)
    refused(NotAllowedInState, ActivateGroup(group=number, on=DAY))
    hall = centre(mfi)
    refused(DateInFuture, ActivateCentre(centre=hall, on=mfi.today() + timedelta(days=1)))
    mfi.do(ActivateCentre(centre=hall, on=DAY))
    assert mfi.ask(GetCentre(centre=hall)).active


def test_clients_come_and_go(mfi: Institution, refused: Refusal) -> None:
    anna, berta = mfi.client(), mfi.client()
    number = group(mfi, anna)
    assert mfi.do(AssociateClients(group=number, clients=(berta,))).more == {"clients": (berta,)}
    assert members(mfi, number) == [anna, berta]
    refused(AlreadyMember, AssociateClients(group=number, clients=(berta,)))
    refused(ClientOfOtherOffice, AssociateClients(group=number, clients=(mfi.client(office=mfi.office()),)))
    refused(InvalidInput, AssociateClients(group=number, clients=()))
    refused(NotFound, AssociateClients(group=number, clients=(987_654,)))
    mfi.do(DisassociateClients(group=number, clients=(anna,)))
    refused(NotMember, DisassociateClients(group=number, clients=(anna,)))
    assert members(mfi, number) == [berta]


def test_clients_move_between_groups_of_an_office(mfi: Institution, refused: Refusal) -> None:
    anna, berta, officer = mfi.client(), mfi.client(), mfi.staff()
    first, second = group(mfi, anna, berta), group(mfi)
    mfi.do(AssignGroupStaff(group=second, staff=officer))
    elsewhere = group(mfi, office=mfi.office())
    refused(GroupsOfDifferentOffices, MoveGroupClients(group=first, destination=elsewhere, clients=(anna,)))
    refused(InvalidInput, MoveGroupClients(group=first, destination=first, clients=(anna,)))
    mfi.do(MoveGroupClients(group=first, destination=second, clients=(anna,)))
    mfi.do(MoveGroupClients(group=first, destination=second, clients=(berta,), inherit_officer=False))
    assert (members(mfi, first), members(mfi, second)) == ([], [anna, berta])
    assert mfi.ask(GetClient(client=anna)).staff_id == officer
    assert mfi.ask(GetClient(client=berta)).staff_id is None
    refused(NotMember, MoveGroupClients(group=first, destination=second, clients=(anna,)))


def test_staff_of_a_group_may_be_passed_on_to_its_members(mfi: Institution) -> None:
    anna, officer = mfi.client(), mfi.staff()
    number = group(mfi, anna)
    mfi.do(AssignGroupStaff(group=number, staff=officer))
    assert mfi.ask(GetClient(client=anna)).staff_id is None
    mfi.do(AssignGroupStaff(group=number, staff=officer, inherit=True))
    assert mfi.ask(GetClient(client=anna)).staff_id == officer
    assert mfi.do(UnassignGroupStaff(group=number)).changes == {"staff": officer}
    hall = centre(mfi)
    mfi.do(AssignCentreStaff(centre=hall, staff=officer))
    assert mfi.ask(GetCentre(centre=hall)).staff_name == "Doe, Mary"


def test_groups_join_and_leave_a_centre(mfi: Institution, refused: Refusal) -> None:
    number, hall = group(mfi), centre(mfi)
    mfi.do(AssociateGroups(centre=hall, groups=(number,)))
    view = mfi.ask(GetGroup(group=number))
    assert (view.parent_id, view.hierarchy) == (hall, f".{hall}.{number}.")
    refused(GroupInOtherCentre, AssociateGroups(centre=centre(mfi), groups=(number,)))
    refused(GroupOfOtherOffice, AssociateGroups(centre=hall, groups=(group(mfi, office=mfi.office()),)))
    mfi.do(DisassociateGroups(centre=hall, groups=(number,)))
    refused(GroupNotInCentre, DisassociateGroups(centre=hall, groups=(number,)))
    assert mfi.ask(GetGroup(group=number)).hierarchy == f".{number}."


def test_updates(mfi: Institution, refused: Refusal) -> None:
    number, hall = group(mfi), centre(mfi)
    assert mfi.do(UpdateGroup(group=number, name="Changed", centre=hall)).changes == {
        "name": "Changed",
        "centre": hall,
    }
    assert mfi.ask(GetGroup(group=number)).parent_id == hall
    mfi.do(UpdateGroup(group=number, centre=None))
    assert mfi.ask(GetGroup(group=number)).parent_id is None
    refused(InvalidInput, UpdateGroup(group=number, name=""))
    assert mfi.do(UpdateGroup(group=number, office=HEAD_OFFICE, active=False)).changes == {}
    refused(NotByUpdate, UpdateGroup(group=number, active=True))
    refused(NotByUpdate, UpdateCentre(centre=hall, office=mfi.office()))
    refused(InvalidInput, UpdateGroup(group=number, activated_on=DAY))
    mfi.do(ActivateGroup(group=number, on=DAY))
    mfi.do(UpdateGroup(group=number, submitted_on=DAY))
    refused(DateTooEarly, UpdateGroup(group=number, activated_on=DAY - timedelta(days=1)))
    external = mfi.name("C")
    mfi.do(UpdateCentre(centre=hall, external_id=external, name="Hall"))
    view = mfi.ask(GetCentre(centre=hall))
    assert (view.name, view.external_id) == ("Hall", external)


def test_closing_needs_members_gone(mfi: Institution, refused: Refusal) -> None:
    anna = mfi.client()
    number = group(mfi, anna)
    hall = centre(mfi, number)
    mfi.do(ActivateGroup(group=number, on=DAY))
    why, other = reason(mfi, "GroupClosureReason"), reason(mfi, "CenterClosureReason")
    refused(GroupHasActiveMembers, CloseGroup(group=number, on=DAY, reason=why))
    refused(GroupHasActiveMembers, CloseCentre(centre=hall, on=DAY, reason=other))
    mfi.do(DisassociateClients(group=number, clients=(anna,)))
    mfi.do(CloseGroup(group=number, on=DAY, reason=why))
    mfi.do(CloseCentre(centre=hall, on=mfi.today(), reason=other))
    view = mfi.ask(GetGroup(group=number))
    assert (view.status, view.closed_on, view.closure_reason.id) == (GroupStatus.CLOSED, DAY, why)
    refused(NotAllowedInState, AssociateClients(group=number, clients=(anna,)))


def test_only_what_is_pending_and_empty_is_deleted(mfi: Institution, refused: Refusal) -> None:
    anna = mfi.client()
    number = group(mfi, anna)
    hall = centre(mfi, number)
    refused(GroupNotEmpty, DeleteGroup(group=number))
    refused(GroupNotEmpty, DeleteCentre(centre=hall))
    mfi.do(DisassociateClients(group=number, clients=(anna,)))
    mfi.do(DeleteGroup(group=number))
    mfi.do(DeleteCentre(centre=hall))
    refused(NotFound, DeleteGroup(group=number))
    active = group(mfi)
    mfi.do(ActivateGroup(group=active, on=DAY))
    refused(NotAllowedInState, DeleteGroup(group=active))


def test_a_group_is_touched_in_its_office_and_above(mfi: Institution) -> None:
    number = group(mfi, office=mfi.office())
    stranger = mfi.of_office(mfi.office())
    with pytest.raises(NotFound):
        stranger.do(UpdateGroup(group=number, name="Mine"))
    with pytest.raises(NotFound):
        stranger.ask(GetGroup(group=number))


def test_a_client_renamed_shows_in_its_group(mfi: Institution) -> None:
    anna = mfi.client()
    number = group(mfi, anna)
    mfi.do(UpdateClient(client=anna, last_name="Newname"))
    (member,) = mfi.ask(GetGroup(group=number, with_clients=True)).clients
    assert member.display_name == "Petra Newname"
