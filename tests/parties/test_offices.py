"""The office tree: opening, changing, moving, and who sees what."""

from datetime import date

import pytest

from amana.kernel.refusals import Duplicate, NotFound
from amana.parties.offices.create import CreateOffice
from amana.parties.offices.queries import GetOffice, GetOfficeOptions, ListOffices
from amana.parties.offices.update import HeadOfficeStays, OfficeUnderItself, UpdateOffice
from tests.parties.conftest import HEAD_OFFICE, Institution, Refusal


def test_the_head_office_is_the_root(mfi: Institution) -> None:
    head = mfi.ask(GetOffice(office=HEAD_OFFICE))
    assert (head.name, head.name_decorated, head.hierarchy) == ("Head Office", "Head Office", ".")
    assert (head.external_id, head.parent_id, head.parent_name) == ("1", None, None)


def test_an_office_stands_below_its_parent(mfi: Institution) -> None:
    branch = mfi.office()
    name = mfi.name("Outpost")
    made = mfi.make(CreateOffice(name=name, opened_on=date(2011, 5, 1), parent=branch, external_id=name))
    view = mfi.ask(GetOffice(office=made))
    assert view.hierarchy == f".{branch}.{made}."
    assert view.name_decorated == f"........{name}"
    assert (view.parent_id, view.opened_on, view.external_id) == (branch, date(2011, 5, 1), name)


def test_names_and_external_ids_are_unique(mfi: Institution, refused: Refusal) -> None:
    name = mfi.name("Twin")
    mfi.make(CreateOffice(name=name, opened_on=date(2011, 5, 1), parent=1, external_id=name))
    again = refused(Duplicate, CreateOffice(name=name, opened_on=date(2011, 5, 1), parent=1))
    assert again.params()["field"] == "name"
    other = CreateOffice(name=mfi.name("Twin"), opened_on=date(2011, 5, 1), parent=1, external_id=name)
    assert refused(Duplicate, other).params()["field"] == "external_id"


def test_update_changes_what_is_given_and_tells_what_differs(mfi: Institution) -> None:
    branch = mfi.office()
    name = mfi.name("Renamed")
    outcome = mfi.do(UpdateOffice(office=branch, name=name, opened_on=date(2010, 1, 1)))
    assert outcome.changes == {"name": name}
    assert mfi.ask(GetOffice(office=branch)).name == name


def test_moving_an_office_takes_its_subtree_along_and_makes_rights_stale(mfi: Institution) -> None:
    old, new = mfi.office(), mfi.office()
    moved = mfi.office(parent=old)
    below = mfi.office(parent=moved)
    with mfi.tenant.database.reading() as session:
        before = session.scalar("SELECT access_version FROM tenant_state")
    mfi.do(UpdateOffice(office=moved, parent=new))
    assert mfi.ask(GetOffice(office=below)).hierarchy == f".{new}.{moved}.{below}."
    assert mfi.ask(GetOffice(office=moved)).parent_id == new
    with mfi.tenant.database.reading() as session:
        assert session.scalar("SELECT access_version FROM tenant_state") == before + 1


def test_the_tree_cannot_be_torn(mfi: Institution, refused: Refusal) -> None:
    branch = mfi.office()
    below = mfi.office(parent=branch)
    refused(OfficeUnderItself, UpdateOffice(office=branch, parent=below))
    refused(OfficeUnderItself, UpdateOffice(office=branch, parent=branch))
    refused(HeadOfficeStays, UpdateOffice(office=HEAD_OFFICE, parent=branch))


def test_an_office_is_seen_from_above_only(mfi: Institution) -> None:
    branch, other = mfi.office(), mfi.office()
    below = mfi.office(parent=branch)
    seen = {office.id for office in mfi.of_office(branch).ask(ListOffices())}
    assert seen == {branch, below}
    with pytest.raises(NotFound):
        mfi.of_office(branch).ask(GetOffice(office=other))
    with pytest.raises(NotFound):
        mfi.of_office(branch).do(UpdateOffice(office=other, name="taken over"))


def test_the_template_offers_the_offices_and_the_business_date(mfi: Institution) -> None:
    branch = mfi.office()
    options = mfi.ask(GetOfficeOptions())
    assert options.opened_on == mfi.today()
    assert {HEAD_OFFICE, branch} <= {one.id for one in options.parents}
    own = mfi.ask(GetOffice(office=branch, with_options=True)).options
    assert branch not in {one.id for one in own.parents}
