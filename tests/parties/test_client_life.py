"""A client's life: each step, the days it may be taken on, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import pytest

from amana.kernel.codes.queries import ListCodeOptions
from amana.kernel.refusals import Duplicate, InvalidInput, NotAllowedInState, NotFound
from amana.parties import obligations
from amana.parties.clients.activate import ActivateClient
from amana.parties.clients.assign_staff import AssignClientStaff, StaffNotInCharge, UnassignClientStaff
from amana.parties.clients.close import ClientHasOpenAccounts, CloseClient, ReactivateClient
from amana.parties.clients.create import CreateClient
from amana.parties.clients.delete import ClientHasAccounts, DeleteClient
from amana.parties.clients.queries import GetClient
from amana.parties.clients.states import TRANSITIONS, ClientStatus, ClientVerb, next_status
from amana.parties.clients.turn_away import (
    RejectClient,
    UndoClientRejection,
    UndoClientWithdrawal,
    WithdrawClient,
)
from amana.parties.clients.update import UpdateClient
from amana.parties.dates import DateInFuture, DateTooEarly
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.members import DisassociateClients, MemberHasGroupLoans
from amana.parties.notes.write import AddClientNote
from amana.parties.staff.assignment import StaffOfOtherOffice
from amana.parties.stays import NotByUpdate
from amana.storage.session import ReadSession
from tests.parties.conftest import HEAD_OFFICE, Institution, Refusal

DAY = date(2012, 5, 1)


@dataclass
class Ledgerless:
    """A product slice for these tests: it knows the accounts that a test names."""

    any_of: set[tuple[str, int]]
    open_of: set[tuple[str, int]]
    joint: set[tuple[int, int]]

    def has_any(self, session: ReadSession, party: obligations.Party, party_id: int) -> bool:
        return (party.value, party_id) in self.any_of | self.open_of

    def has_open(self, session: ReadSession, party: obligations.Party, party_id: int) -> bool:
        return (party.value, party_id) in self.open_of

    def has_joint(self, session: ReadSession, group_id: int, client_id: int) -> bool:
        return (group_id, client_id) in self.joint


@pytest.fixture
def accounts() -> Iterator[Ledgerless]:
    product = Ledgerless(set(), set(), set())
    obligations.register(product)
    yield product
    obligations.forget(product)


def reason(mfi: Institution, code: str) -> int:
    return int(mfi.ask(ListCodeOptions(code=code))[0].id)


def status(mfi: Institution, client: int) -> ClientStatus:
    found: ClientStatus = mfi.ask(GetClient(client=client)).status
    return found


def pending(mfi: Institution, **more: Any) -> int:
    return mfi.client(active=False, activated_on=None, **more)


@pytest.mark.parametrize("start", ClientStatus)
@pytest.mark.parametrize("verb", ClientVerb)
def test_what_the_table_does_not_name_is_refused(start: ClientStatus, verb: ClientVerb) -> None:
    if (start, verb) in TRANSITIONS:
        assert next_status(start, verb) is TRANSITIONS[start, verb]
    else:
        with pytest.raises(NotAllowedInState):
            next_status(start, verb)


def test_activation(mfi: Institution, refused: Refusal) -> None:
    client = pending(mfi, submitted_on=DAY)
    refused(DateTooEarly, ActivateClient(client=client, on=DAY - timedelta(days=1)))
    refused(DateInFuture, ActivateClient(client=client, on=mfi.today() + timedelta(days=1)))
    outcome = mfi.do(ActivateClient(client=client, on=DAY))
    assert (outcome.office, outcome.client) == (HEAD_OFFICE, client)
    assert mfi.ask(GetClient(client=client)).activated_on == DAY
    refused(NotAllowedInState, ActivateClient(client=client, on=DAY))


def test_an_application_without_a_day_may_be_activated_earlier(mfi: Institution) -> None:
    client = pending(mfi)
    mfi.do(ActivateClient(client=client, on=DAY))
    view = mfi.ask(GetClient(client=client))
    assert (view.submitted_on, view.timeline.submitted.on) == (DAY, DAY)


def test_closing_and_taking_up_again(mfi: Institution, refused: Refusal) -> None:
    client = mfi.client(activated_on=DAY)
    why = reason(mfi, "ClientClosureReason")
    refused(InvalidInput, CloseClient(client=client, on=DAY, reason=reason(mfi, "Gender")))
    refused(DateTooEarly, CloseClient(client=client, on=DAY - timedelta(days=1), reason=why))
    mfi.do(CloseClient(client=client, on=date(2013, 6, 25), reason=why))
    view = mfi.ask(GetClient(client=client))
    assert (view.status, view.closed_on) == (ClientStatus.CLOSED, date(2013, 6, 25))
    assert view.closure_reason.id == why
    refused(DateTooEarly, ReactivateClient(client=client, on=date(2013, 6, 24)))
    mfi.do(ReactivateClient(client=client, on=date(2013, 7, 1)))
    view = mfi.ask(GetClient(client=client))
    assert (view.status, view.closed_on, view.activated_on) == (ClientStatus.PENDING, None, None)
    refused(DateTooEarly, ActivateClient(client=client, on=date(2013, 6, 30)))
    mfi.do(ActivateClient(client=client, on=date(2013, 7, 1)))
    assert status(mfi, client) is ClientStatus.ACTIVE


def test_open_accounts_keep_a_client(mfi: Institution, refused: Refusal, accounts: Ledgerless) -> None:
    client = mfi.client()
    accounts.open_of.add(("client", client))
    why = reason(mfi, "ClientClosureReason")
    refused(ClientHasOpenAccounts, CloseClient(client=client, on=DAY, reason=why))
    accounts.open_of.clear()
    accounts.any_of.add(("client", client))
    mfi.do(CloseClient(client=client, on=DAY, reason=why))


def test_rejection_withdrawal_and_back(mfi: Institution, refused: Refusal) -> None:
    client = pending(mfi, submitted_on=DAY)
    no = reason(mfi, "ClientRejectReason")
    refused(DateTooEarly, RejectClient(client=client, on=DAY - timedelta(days=1), reason=no))
    mfi.do(RejectClient(client=client, on=DAY, reason=no))
    view = mfi.ask(GetClient(client=client))
    assert (view.status, view.rejection_reason.id, view.timeline.rejected.on) == (
        ClientStatus.REJECTED,
        no,
        DAY,
    )
    refused(NotAllowedInState, ActivateClient(client=client, on=DAY))
    refused(DateTooEarly, UndoClientRejection(client=client, on=DAY - timedelta(days=1)))
    mfi.do(UndoClientRejection(client=client, on=DAY))
    view = mfi.ask(GetClient(client=client))
    assert (view.status, view.timeline.rejected, view.timeline.reopened.on) == (
        ClientStatus.PENDING,
        None,
        DAY,
    )
    mfi.do(WithdrawClient(client=client, on=DAY, reason=reason(mfi, "ClientWithdrawReason")))
    assert status(mfi, client) is ClientStatus.WITHDRAWN
    mfi.do(UndoClientWithdrawal(client=client, on=DAY))
    assert status(mfi, client) is ClientStatus.PENDING


def test_only_a_pending_client_without_accounts_is_deleted(
    mfi: Institution, refused: Refusal, accounts: Ledgerless
) -> None:
    refused(NotAllowedInState, DeleteClient(client=mfi.client()))
    external = mfi.name("X")
    client = pending(mfi, external_id=external)
    mfi.do(AddClientNote(client=client, text="seen at the market"))
    accounts.any_of.add(("client", client))
    refused(ClientHasAccounts, DeleteClient(client=client))
    accounts.any_of.clear()
    mfi.do(DeleteClient(client=client))
    refused(NotFound, ActivateClient(client=client, on=DAY))
    assert pending(mfi, external_id=external) > client


def test_staff_in_charge(mfi: Institution, refused: Refusal) -> None:
    client, officer, elsewhere = mfi.client(), mfi.staff(), mfi.staff(office=mfi.office())
    refused(StaffOfOtherOffice, AssignClientStaff(client=client, staff=elsewhere))
    assert mfi.do(AssignClientStaff(client=client, staff=officer)).changes == {"staff": officer}
    assert mfi.ask(GetClient(client=client)).staff_id == officer
    refused(StaffNotInCharge, UnassignClientStaff(client=client, staff=elsewhere))
    assert mfi.do(UnassignClientStaff(client=client)).changes == {"staff": officer}
    assert mfi.ask(GetClient(client=client)).staff_id is None
    assert mfi.do(UnassignClientStaff(client=client)).changes == {}


def test_an_update_tells_what_changed(mfi: Institution, refused: Refusal) -> None:
    client = mfi.client(external_id=mfi.name("X"), mobile_no="+254 700")
    taken = mfi.name("X")
    mfi.client(external_id=taken)
    refused(InvalidInput, UpdateClient(client=client, last_name=""))
    refused(InvalidInput, UpdateClient(client=client, gender=999_999))
    refused(Duplicate, UpdateClient(client=client, external_id=taken))
    gender = reason(mfi, "Gender")
    outcome = mfi.do(
        UpdateClient(
            client=client,
            first_name="Petra",
            last_name="Yton-Smith",
            mobile_no=None,
            gender=gender,
            birth_date=date(1980, 2, 29),
            external_id=None,
        )
    )
    assert outcome.changes == {
        "last_name": "Yton-Smith",
        "mobile_no": None,
        "gender": gender,
        "birth_date": date(1980, 2, 29),
        "external_id": None,
    }
    view = mfi.ask(GetClient(client=client))
    assert (view.display_name, view.mobile_no, view.external_id) == ("Petra Yton-Smith", None, None)
    assert view.gender.name == "Male"


def test_an_update_repeats_office_and_state_but_does_not_change_them(
    mfi: Institution, refused: Refusal
) -> None:
    client = mfi.client()
    form = {"office": HEAD_OFFICE, "active": True, "first_name": "Petra", "last_name": "Yton"}
    assert mfi.do(UpdateClient(client=client, full_name=None, **form)).changes == {}
    refused(NotByUpdate, UpdateClient(client=client, office=mfi.office()))
    refused(NotByUpdate, UpdateClient(client=client, active=False))


def test_a_full_name_takes_the_place_of_first_and_last(mfi: Institution) -> None:
    client = mfi.client()
    mfi.do(UpdateClient(client=client, full_name="Yton Traders"))
    view = mfi.ask(GetClient(client=client))
    assert (view.display_name, view.first_name) == ("Yton Traders", None)
    mfi.do(UpdateClient(client=client, first_name="Petra", last_name="Yton"))
    view = mfi.ask(GetClient(client=client))
    assert (view.display_name, view.full_name) == ("Petra Yton", None)


def test_days_can_be_corrected_within_reason(mfi: Institution, refused: Refusal) -> None:
    client = mfi.client(activated_on=DAY, submitted_on=DAY)
    refused(DateTooEarly, UpdateClient(client=client, activated_on=DAY - timedelta(days=1)))
    mfi.do(
        UpdateClient(
            client=client, submitted_on=DAY - timedelta(days=2), activated_on=DAY - timedelta(days=1)
        )
    )
    assert mfi.ask(GetClient(client=client)).activated_on == DAY - timedelta(days=1)
    refused(InvalidInput, UpdateClient(client=pending(mfi), activated_on=DAY))


def test_who_owes_as_a_member_stays_in_the_group(
    mfi: Institution, refused: Refusal, accounts: Ledgerless
) -> None:
    client = mfi.client()
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=HEAD_OFFICE, clients=(client,)))
    accounts.joint.add((group, client))
    refused(MemberHasGroupLoans, DisassociateClients(group=group, clients=(client,)))
    accounts.joint.clear()
    mfi.do(DisassociateClients(group=group, clients=(client,)))
    assert mfi.ask(GetClient(client=client)).groups == ()


def test_nothing_is_done_for_a_client_of_another_office(mfi: Institution) -> None:
    client = pending(mfi, office=mfi.office())
    stranger = mfi.of_office(mfi.office())
    for command in (
        ActivateClient(client=client, on=DAY),
        UpdateClient(client=client, first_name="Mine"),
        DeleteClient(client=client),
        AddClientNote(client=client, text="seen"),
        CreateClient(office=mfi.office(), full_name="Trespasser"),
    ):
        with pytest.raises(NotFound):
            stranger.do(command)


def test_a_view_has_every_field_and_no_other(mfi: Institution) -> None:
    seen = mfi.ask(GetClient(client=mfi.client()))
    for view, left_out in ((seen, {"options"}), (seen.timeline, set())):
        assert set(vars(view)) == {one.name for one in fields(view)} - left_out
        assert type(view)(**vars(view)) == view
