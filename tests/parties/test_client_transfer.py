"""Moving clients between offices: proposed here, decided there."""

from datetime import date
from typing import NamedTuple

import pytest

from amana.kernel.refusals import NotAllowedInState, NotFound
from amana.parties import moves
from amana.parties.clients.queries import GetClient
from amana.parties.clients.states import ClientStatus
from amana.parties.clients.transfer import (
    AcceptClientTransfer,
    ProposeClientTransfer,
    RejectClientTransfer,
    TransferClient,
    TransferForOther,
    TransferToSameOffice,
    WithdrawClientTransfer,
)
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.queries import GetGroup
from amana.parties.notes.queries import ListClientNotes
from amana.parties.staff.assignment import StaffOfOtherOffice
from tests.parties.conftest import Institution


class Two(NamedTuple):
    """Two branches, seen from within, and a client of the first in a group there."""

    here: int
    there: int
    at_home: Institution
    abroad: Institution
    client: int
    group: int


@pytest.fixture
def two(mfi: Institution) -> Two:
    here, there = mfi.office(), mfi.office()
    officer = mfi.staff(office=here)
    client = mfi.client(office=here, staff=officer)
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=here, clients=(client,)))
    return Two(here, there, mfi.of_office(here), mfi.of_office(there), client, group)


def status(two: Two) -> ClientStatus:
    found: ClientStatus = two.at_home.ask(GetClient(client=two.client)).status
    return found


def test_a_proposed_client_is_seen_and_decided_about_by_the_other_office(mfi: Institution, two: Two) -> None:
    with pytest.raises(NotFound):
        two.abroad.ask(GetClient(client=two.client))
    two.at_home.do(ProposeClientTransfer(client=two.client, office=two.there, note="Relocating"))
    view = two.abroad.ask(GetClient(client=two.client))
    assert (view.status, view.transfer_office.id) == (ClientStatus.TRANSFER_IN_PROGRESS, two.there)
    with pytest.raises(TransferForOther):
        two.at_home.do(AcceptClientTransfer(client=two.client))
    officer = mfi.staff(office=two.there)
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=two.there))
    told: list[moves.ClientMoved] = []
    moves.follows(follower := lambda work, moved: told.append(moved))
    two.abroad.do(AcceptClientTransfer(client=two.client, group=group, staff=officer, note="Welcome"))
    moves.forget(follower)
    view = two.abroad.ask(GetClient(client=two.client))
    assert (view.status, view.office_id, view.staff_id) == (ClientStatus.ACTIVE, two.there, officer)
    assert [one.id for one in view.groups] == [group]
    assert (told[0].from_group, told[0].to_group, told[0].to_office) == (two.group, group, two.there)
    assert two.at_home.ask(GetGroup(group=two.group, with_clients=True)).clients == ()
    texts = [one.text for one in two.abroad.ask(ListClientNotes(client=two.client))]
    assert texts == ["Welcome", "Relocating"]
    with pytest.raises(NotFound):
        two.at_home.ask(GetClient(client=two.client))


def test_a_rejected_transfer_is_on_hold_until_withdrawn_or_proposed_anew(two: Two) -> None:
    two.at_home.do(ProposeClientTransfer(client=two.client, office=two.there))
    two.abroad.do(RejectClientTransfer(client=two.client, note="No room"))
    assert status(two) is ClientStatus.TRANSFER_ON_HOLD
    with pytest.raises(NotAllowedInState):
        two.abroad.do(AcceptClientTransfer(client=two.client))
    two.at_home.do(ProposeClientTransfer(client=two.client, office=two.there))
    two.at_home.do(WithdrawClientTransfer(client=two.client, note="Data entry error"))
    view = two.at_home.ask(GetClient(client=two.client))
    assert (view.status, view.transfer_office, view.office_id) == (ClientStatus.ACTIVE, None, two.here)
    with pytest.raises(NotFound):
        two.abroad.ask(GetClient(client=two.client))


def test_what_cannot_be_a_transfer(mfi: Institution, two: Two) -> None:
    with pytest.raises(TransferToSameOffice):
        two.at_home.do(ProposeClientTransfer(client=two.client, office=two.here))
    with pytest.raises(NotFound):
        two.at_home.do(ProposeClientTransfer(client=two.client, office=987_654))
    with pytest.raises(NotAllowedInState):
        two.at_home.do(WithdrawClientTransfer(client=two.client))
    two.at_home.do(ProposeClientTransfer(client=two.client, office=two.there))
    with pytest.raises(StaffOfOtherOffice):
        two.abroad.do(AcceptClientTransfer(client=two.client, staff=mfi.staff(office=two.here)))


def test_who_stands_above_both_offices_may_do_it_in_one_step(mfi: Institution, two: Two) -> None:
    with pytest.raises(NotFound):
        two.at_home.do(TransferClient(client=two.client, office=two.there))
    outcome = mfi.do(TransferClient(client=two.client, office=two.there))
    assert outcome.office == two.there
    view = mfi.ask(GetClient(client=two.client))
    assert (view.office_id, view.staff_id, view.activated_on) == (two.there, None, date(2011, 3, 4))
