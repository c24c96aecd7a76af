"""Registering and changing clients and groups with all that belongs to them, or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from amana.kernel.access.require_checkers import RequireCheckers
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.queries import PageRequest
from amana.kernel.refusals import InvalidInput, NotPermitted, NotSupported
from amana.parties.addresses import Address, addresses_of
from amana.parties.clients.delete import DeleteClient
from amana.parties.clients.enrol import EnrolClient, PersonGender
from amana.parties.clients.file import GetClientFile, ListClientFiles
from amana.parties.clients.papers_by_name import NamedPaper
from amana.parties.clients.revise import ReviseClient, Standing
from amana.parties.groups.enrol import EnrolGroup, Membership
from amana.parties.groups.file import GetGroupFile
from amana.parties.groups.revise import ReviseGroup
from tests.parties.conftest import Institution


def enrolled(mfi: Institution, **more: object) -> int:
    return int(mfi.do(EnrolClient(first_name="Max", last_name=mfi.name("Alexander"), **more)).id)


def test_an_enrolled_client_is_active_in_the_actors_office(mfi: Institution) -> None:
    client = enrolled(mfi, gender=PersonGender.FEMALE, address=Address(city="Maputo"))
    file = mfi.ask(GetClientFile(client=client))
    assert (file.client.office_id, file.standing, file.running) == (1, Standing.ACCEPTED, False)
    assert file.client.gender.name == "Female"
    assert file.address.city == "Maputo"
    assert (file.loan_cycle, file.member_loan_cycle, file.active_since) == (0, 0, None)


def test_papers_are_replaced_as_a_whole(mfi: Institution) -> None:
    old, new = mfi.name("p"), mfi.name("p")
    client = enrolled(
        mfi, papers=(NamedPaper(document_type="passport", document_key=old, issued_by="Agency"),)
    )
    paper = NamedPaper(document_type="Id", document_key=new, valid_until=date(2034, 1, 1))
    mfi.do(ReviseClient(client=client, papers=(paper,)))
    (kept,) = mfi.ask(GetClientFile(client=client)).papers
    assert (kept.document_type.name, kept.document_key, kept.valid_until) == ("Id", new, date(2034, 1, 1))
    assert mfi.ask(ListClientFiles(paper=old)).items == []
    assert [one.client.id for one in mfi.ask(ListClientFiles(paper=new)).items] == [client]


def test_a_wrong_paper_leaves_nothing_behind(mfi: Institution) -> None:
    name = mfi.name("Nobody")
    paper = NamedPaper(document_type="Library card", document_key="1")
    with pytest.raises(InvalidInput, match="Library card"):
        mfi.do(EnrolClient(first_name="No", last_name=name, papers=(paper,)))
    assert mfi.ask(ListClientFiles(last_name=name)).total == 0


@pytest.mark.parametrize(
    ("accepted", "to"),
    [
        (True, Standing.EXITED),
        (True, Standing.BLACKLISTED),
        (False, Standing.REJECTED),
        (False, Standing.ACCEPTED),
    ],
)
def test_a_standing_is_reached_by_its_verb(mfi: Institution, accepted: bool, to: Standing) -> None:
    client = enrolled(mfi, accepted=accepted)
    mfi.do(ReviseClient(client=client, standing=to))
    assert mfi.ask(GetClientFile(client=client)).standing is to
    everybody = ListClientFiles(standing=to, page=PageRequest(limit=None))
    assert client in {one.client.id for one in mfi.ask(everybody).items}


def test_a_standing_needs_the_right_of_its_verb(mfi: Institution) -> None:
    client = enrolled(mfi)
    rights = frozenset({"UPDATE_CLIENT", "READ_CLIENT"})
    clerk = Institution(mfi.tenant, replace(mfi.actor, permissions=rights))
    clerk.do(ReviseClient(client=client, first_name="Mia"))
    with pytest.raises(NotPermitted, match="CLOSE_CLIENT"):
        clerk.do(ReviseClient(client=client, first_name="Eve", standing=Standing.BLACKLISTED))
    assert mfi.ask(GetClientFile(client=client)).client.first_name == "Mia"


def test_members_are_replaced_as_a_whole(mfi: Institution) -> None:
    stays, leaves, comes = (enrolled(mfi) for _ in range(3))
    members = (Membership(client=stays, joined_on=date(2014, 12, 17)), Membership(client=leaves))
    group = int(mfi.do(EnrolGroup(name=mfi.name("Group"), members=members)).id)
    mfi.do(ReviseGroup(group=group, members=(Membership(client=stays), Membership(client=comes))))
    file = mfi.ask(GetGroupFile(group=group))
    keys = [mfi.ask(GetClientFile(client=one)).client.key for one in (stays, comes)]
    assert [one.client_key for one in file.members] == keys
    assert file.members[0].joined_on == date(2014, 12, 17)


def test_an_address_goes_with_its_client(mfi: Institution) -> None:
    client = enrolled(mfi, accepted=False, address=Address(city="Maputo"))
    mfi.do(DeleteClient(client=client))
    with mfi.tenant.database.reading() as session:
        assert addresses_of(session, "client", [client]) == {}


def test_a_part_that_needs_a_checker_is_refused(fresh_mfi: Institution) -> None:
    client = enrolled(fresh_mfi)
    fresh_mfi.do(ChangeSettings(settings=(SettingChange(name="maker-checker", enabled=True),)))
    fresh_mfi.do(RequireCheckers(permissions={"CLOSE_CLIENT": True}))
    with pytest.raises(NotSupported, match="CLOSE_CLIENT"):
        fresh_mfi.do(ReviseClient(client=client, standing=Standing.EXITED))
