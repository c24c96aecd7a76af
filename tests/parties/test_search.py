"""One box to search in."""

import pytest

from amana.kernel.codes.queries import ListCodeOptions
from amana.kernel.refusals import InvalidInput
from amana.parties.clients.identifiers import AddClientIdentifier
from amana.parties.clients.options import ClientForm, GetClientOptions
from amana.parties.groups.create import CreateCentre, CreateGroup
from amana.parties.groups.options import GetCentreOptions, GetGroupOptions
from amana.parties.search.search import HitKind, Search, SearchKind
from tests.parties.conftest import Institution


def found(mfi: Institution, query: Search) -> list[tuple[HitKind, int]]:
    return [(hit.kind, hit.id) for hit in mfi.ask(query)]


def test_whole_matches_come_first_each_kind_after_the_other(mfi: Institution) -> None:
    word, office = mfi.name("zebra"), mfi.office()
    passport = mfi.ask(ListCodeOptions(code="Customer Identifier"))[0].id
    partly = mfi.client(office=office, first_name="Anna", last_name=f"of {word}")
    wholly = mfi.client(office=office, first_name="Berta", last_name="Other", external_id=word)
    paper = mfi.make(AddClientIdentifier(client=partly, document_type=passport, document_key=f"{word}/1"))
    group = mfi.make(CreateGroup(name=word.upper(), office=office))
    centre = mfi.make(CreateCentre(name=f"Hall of {word}", office=office))
    everything = [
        (HitKind.CLIENT, wholly),
        (HitKind.GROUP, group),
        (HitKind.CLIENT, partly),
        (HitKind.IDENTIFIER, paper),
        (HitKind.CENTRE, centre),
    ]
    assert found(mfi, Search(text=f" {word} ")) == everything
    assert found(mfi, Search(text=word, exact_only=True)) == everything[:2]
    only = Search(text=word, kinds=(SearchKind.GROUP, SearchKind.IDENTIFIER))
    assert found(mfi, only) == [everything[1], everything[3], everything[4]]
    hit = mfi.ask(Search(text=f"{word}/1"))[0]
    assert (hit.name, hit.parent_id, hit.parent_name) == (f"{word}/1", partly, f"Anna of {word}")


def test_account_numbers_and_telephones_are_found(mfi: Institution) -> None:
    account, phone = mfi.name("ACC"), mfi.name("+254")
    client = mfi.client(account_no=account, mobile_no=phone)
    assert found(mfi, Search(text=account)) == [(HitKind.CLIENT, client)]
    assert found(mfi, Search(text=phone)) == [(HitKind.CLIENT, client)]


def test_a_search_sees_no_further_than_its_offices(mfi: Institution) -> None:
    word, branch = mfi.name("yak"), mfi.office()
    client = mfi.client(office=branch, last_name=word)
    assert found(mfi.of_office(branch), Search(text=word)) == [(HitKind.CLIENT, client)]
    assert found(mfi.of_office(mfi.office()), Search(text=word)) == []


def test_wildcards_are_text(mfi: Institution) -> None:
    assert found(mfi, Search(text="%", kinds=(SearchKind.GROUP,))) == []
    with pytest.raises(InvalidInput):
        mfi.ask(Search(text="  "))


def test_forms_offer_what_fits_the_office(mfi: Institution) -> None:
    branch = mfi.office()
    above, here, gone = mfi.staff(), mfi.staff(office=branch), mfi.staff(office=branch, active=False)
    client = mfi.client(office=branch)
    options = mfi.ask(GetClientOptions(office=branch))
    assert {above, here} <= {one.id for one in options.staff}
    assert gone not in {one.id for one in options.staff}
    assert (options.activated_on, options.office_id, options.reasons) == (mfi.today(), branch, None)
    narrow = mfi.ask(GetClientOptions(office=branch, staff_of_office_only=True, form=ClientForm.CLOSE))
    assert [one.id for one in narrow.staff] == [here]
    assert narrow.reasons[0].name == "Left the area"
    centre = mfi.make(CreateCentre(name=mfi.name("Centre"), office=branch))
    free = mfi.make(CreateGroup(name=mfi.name("Group"), office=branch))
    mfi.make(CreateGroup(name=mfi.name("Group"), office=branch, centre=centre))
    form = mfi.ask(GetGroupOptions(centre=centre))
    assert (form.office_id, form.centre_id, [one.id for one in form.clients]) == (branch, centre, [client])
    assert [one.id for one in mfi.ask(GetCentreOptions(office=branch)).groups] == [free]
