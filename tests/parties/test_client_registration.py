"""Registering clients: what they are called, which states and numbers they get, what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from amana.kernel.filtering import AllOf, Compare, Operator
from amana.kernel.queries import PageRequest
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.parties.clients.create import CreateClient
from amana.parties.clients.queries import GetClient, ListClients
from amana.parties.clients.states import ClientStatus, LegalForm
from amana.parties.dates import DateInFuture, DateTooEarly
from amana.parties.groups.create import CreateCentre, CreateGroup
from amana.parties.groups.membership import ClientOfOtherOffice
from amana.parties.groups.queries import GetCentre, GetGroup, ListGroups
from amana.parties.staff.assignment import StaffInactive, StaffOfOtherOffice
from tests.parties.conftest import HEAD_OFFICE, Institution, Refusal


def test_a_person_is_active_from_the_day_of_activation(mfi: Institution) -> None:
    number = mfi.client(first_name="Petra", middle_name="Maria", last_name="Yton", external_id=mfi.name("X"))
    client = mfi.ask(GetClient(client=number))
    assert client.display_name == "Petra Maria Yton"
    assert client.account_no == f"{number:09d}"
    assert (client.status, client.active, client.activated_on) == (
        ClientStatus.ACTIVE,
        True,
        date(2011, 3, 4),
    )
    assert (client.office_name, client.legal_form) == ("Head Office", LegalForm.PERSON)
    assert client.submitted_on == date(2011, 3, 4)
    assert client.timeline.activated.username == "mifos"
    assert client.timeline.closed is None


def test_an_entity_waits_until_it_is_activated(mfi: Institution) -> None:
    number = mfi.make(
        CreateClient(office=HEAD_OFFICE, full_name="Home Farm Produce", legal_form=LegalForm.ENTITY)
    )
    client = mfi.ask(GetClient(client=number))
    assert (client.display_name, client.status) == ("Home Farm Produce", ClientStatus.PENDING)
    assert (client.activated_on, client.submitted_on) == (None, mfi.today())
    assert client.legal_form is LegalForm.ENTITY


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ({}, {"first_name", "last_name"}),
        ({"first_name": "Petra"}, {"last_name"}),
        ({"full_name": "Shop", "first_name": "Petra"}, {"first_name"}),
        ({"first_name": "P" * 51, "last_name": "Y"}, {"first_name"}),
        ({"full_name": "Shop", "active": True}, {"activated_on"}),
        ({"full_name": "Shop", "email": "nowhere"}, {"email"}),
    ],
)
def test_what_is_wrong_with_a_name_is_told_at_once(
    refused: Refusal, names: dict[str, Any], wrong: set[str]
) -> None:
    refusal = refused(InvalidInput, CreateClient(office=HEAD_OFFICE, **names))
    assert isinstance(refusal, InvalidInput)
    assert {problem.field for problem in refusal.problems} == wrong


def test_days_lie_between_the_office_opening_and_today(mfi: Institution, refused: Refusal) -> None:
    office = mfi.office(opened_on=date(2012, 1, 1))
    person = {"office": office, "full_name": "Early"}
    early = CreateClient(**person, active=True, activated_on=date(2011, 12, 31))
    assert refused(DateTooEarly, early).params()["earlier"] == "the office opened"
    refused(DateInFuture, CreateClient(**person, active=True, activated_on=mfi.today() + timedelta(days=1)))
    refused(DateInFuture, CreateClient(**person, submitted_on=mfi.today() + timedelta(days=1)))
    refused(
        DateTooEarly,
        CreateClient(**person, active=True, activated_on=date(2013, 1, 1), submitted_on=date(2013, 1, 2)),
    )


def test_numbers_and_external_ids_are_unique(mfi: Institution, refused: Refusal) -> None:
    taken = mfi.name("T")
    number = mfi.client(external_id=taken, account_no=taken)
    assert mfi.ask(GetClient(client=number)).account_no == taken
    same_id = CreateClient(office=HEAD_OFFICE, full_name="Shop", external_id=taken)
    assert refused(Duplicate, same_id).params()["field"] == "external_id"
    same_no = CreateClient(office=HEAD_OFFICE, full_name="Shop", account_no=taken)
    assert refused(Duplicate, same_no).params()["field"] == "account_no"


def test_a_number_that_somebody_chose_does_not_stop_the_next_client(mfi: Institution) -> None:
    number = mfi.client()
    mfi.client(account_no=f"{number + 2:09d}")
    assert mfi.ask(GetClient(client=mfi.client())).account_no.startswith(f"{number + 2:09d}-")


def test_staff_in_charge_is_active_and_of_the_office(mfi: Institution, refused: Refusal) -> None:
    officer, elsewhere = mfi.staff(), mfi.staff(office=mfi.office())
    retired = mfi.staff(active=False)
    client = mfi.ask(GetClient(client=mfi.client(staff=officer)))
    assert (client.staff_id, client.staff_name) == (officer, "Doe, Mary")
    refused(StaffOfOtherOffice, CreateClient(office=HEAD_OFFICE, full_name="Shop", staff=elsewhere))
    refused(StaffInactive, CreateClient(office=HEAD_OFFICE, full_name="Shop", staff=retired))


def test_an_active_client_in_a_group_is_one_step(mfi: Institution, refused: Refusal) -> None:
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=HEAD_OFFICE))
    number = mfi.client(group=group)
    assert [one.id for one in mfi.ask(GetClient(client=number)).groups] == [group]
    assert [one.id for one in mfi.ask(GetGroup(group=group, with_clients=True)).clients] == [number]
    branch = mfi.office()
    before = mfi.ask(ListClients(office=branch)).total
    refused(ClientOfOtherOffice, CreateClient(office=branch, full_name="Stranger", group=group))
    assert mfi.ask(ListClients(office=branch)).total == before


def test_groups_of_a_centre(mfi: Institution) -> None:
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=HEAD_OFFICE, external_id=mfi.name("G")))
    centre = mfi.make(
        CreateCentre(
            name=mfi.name("Centre"),
            office=HEAD_OFFICE,
            active=True,
            activated_on=date(2011, 3, 1),
            groups=(group,),
        )
    )
    view = mfi.ask(GetCentre(centre=centre, with_groups=True))
    assert (view.hierarchy, [one.id for one in view.groups]) == (f".{centre}.", [group])
    assert mfi.ask(GetGroup(group=group)).hierarchy == f".{centre}.{group}."
    inside = mfi.make(CreateGroup(name=mfi.name("Group"), office=HEAD_OFFICE, centre=centre))
    assert [one.id for one in mfi.ask(ListGroups(centre=centre)).items] == [group, inside]
    with pytest.raises(NotFound):
        mfi.ask(GetGroup(group=centre))


def test_lists_filter_page_and_sort(mfi: Institution) -> None:
    office = mfi.office()
    for name in ("Anna", "Berta", "Carla", "Anneliese"):
        mfi.client(office=office, first_name=name)
    mfi.make(CreateClient(office=office, full_name="Dora 100%"))

    def names(query: ListClients) -> list[str]:
        return [client.display_name for client in mfi.ask(query).items]

    page = PageRequest(offset=1, limit=2, order_by="display_name", descending=True)
    listed = mfi.ask(ListClients(office=office, page=page))
    assert ([one.display_name for one in listed.items], listed.total) == (["Carla Yton", "Berta Yton"], 5)
    assert names(ListClients(office=office, display_name="ann")) == ["Anna Yton", "Anneliese Yton"]
    assert names(ListClients(office=office, display_name="0%")) == ["Dora 100%"]
    assert names(ListClients(office=office, status=ClientStatus.PENDING)) == ["Dora 100%"]
    where = AllOf(
        (
            Compare("office_id", Operator.EQUALS, (office,)),
            Compare("display_name", Operator.LIKE_ANY_CASE, ("%e%",)),
        )
    )
    assert names(ListClients(where=where)) == ["Berta Yton", "Anneliese Yton"]
    assert names(ListClients(under_hierarchy=f".{office}.", first_name="Carla")) == ["Carla Yton"]


def test_a_client_is_seen_in_its_office_and_above(mfi: Institution) -> None:
    branch, other = mfi.office(), mfi.office()
    number = mfi.client(office=branch)
    assert mfi.of_office(branch).ask(GetClient(client=number)).id == number
    with pytest.raises(NotFound):
        mfi.of_office(other).ask(GetClient(client=number))
    assert mfi.of_office(other).ask(ListClients()).total == 0
    with pytest.raises(NotFound):
        mfi.of_office(other).do(CreateClient(office=branch, full_name="Trespasser"))
