"""Staff: names, offices, supervisors, and leaving."""

import pytest

from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.parties.staff.create import CreateStaff
from amana.parties.staff.queries import GetStaff, ListStaff
from amana.parties.staff.update import StaffInCharge, SupervisorLoop, UpdateStaff
from tests.parties.conftest import HEAD_OFFICE, Institution, Refusal


def test_staff_is_listed_last_name_first(mfi: Institution) -> None:
    external = mfi.name("17H")
    number = mfi.staff(first_name="John", last_name="Doe", external_id=external)
    view = mfi.ask(GetStaff(staff=number))
    assert (view.display_name, view.office_name, view.external_id) == ("Doe, John", "Head Office", external)
    assert view.is_loan_officer
    assert view.active
    assert [one.id for one in mfi.ask(ListStaff(external_id=external))] == [number]


def test_what_staff_needs(mfi: Institution, refused: Refusal) -> None:
    external = mfi.name("17H")
    mfi.staff(external_id=external)
    person = {"first_name": "John", "last_name": "Doe"}
    refused(Duplicate, CreateStaff(office=HEAD_OFFICE, external_id=external, **person))
    refused(NotFound, CreateStaff(office=987_654, **person))
    refused(NotFound, CreateStaff(office=HEAD_OFFICE, supervisor=987_654, **person))
    refused(InvalidInput, CreateStaff(office=HEAD_OFFICE, email="no", **person))


def test_an_update_renames_and_tells(mfi: Institution, refused: Refusal) -> None:
    number = mfi.staff(first_name="John", last_name="Doe")
    outcome = mfi.do(UpdateStaff(staff=number, is_loan_officer=False, last_name="Dow", first_name="John"))
    assert outcome.changes == {"is_loan_officer": False, "last_name": "Dow"}
    assert mfi.ask(GetStaff(staff=number)).display_name == "Dow, John"
    refused(InvalidInput, UpdateStaff(staff=number, last_name=""))


def test_supervisors_form_no_loop(mfi: Institution, refused: Refusal) -> None:
    boss = mfi.staff()
    middle = mfi.staff(supervisor=boss)
    officer = mfi.staff(supervisor=middle)
    assert mfi.ask(GetStaff(staff=officer)).supervisor_id == middle
    assert [one.id for one in mfi.ask(ListStaff(supervisor=boss))] == [middle]
    refused(SupervisorLoop, UpdateStaff(staff=boss, supervisor=officer))
    refused(SupervisorLoop, UpdateStaff(staff=boss, supervisor=boss))
    mfi.do(UpdateStaff(staff=officer, supervisor=None))
    assert mfi.ask(GetStaff(staff=officer)).supervisor_name is None


def test_who_is_in_charge_stays(mfi: Institution, refused: Refusal) -> None:
    officer = mfi.staff()
    mfi.client(staff=officer)
    refused(StaffInCharge, UpdateStaff(staff=officer, active=False))
    refused(StaffInCharge, UpdateStaff(staff=officer, office=mfi.office()))
    free = mfi.staff()
    mfi.do(UpdateStaff(staff=free, active=False))
    listed = {one.id: one for one in mfi.ask(ListStaff(active=None))}
    assert not listed[free].active
    assert free not in {one.id for one in mfi.ask(ListStaff())}


def test_staff_lists_follow_the_office_tree(mfi: Institution) -> None:
    branch, other = mfi.office(), mfi.office()
    above, here, there = mfi.staff(), mfi.staff(office=branch), mfi.staff(office=other)
    clerk = mfi.staff(office=branch, is_loan_officer=False)

    def listed(query: ListStaff, of: Institution = mfi) -> set[int]:
        return {one.id for one in of.ask(query)}

    assert listed(ListStaff(office=branch)) == {here, clerk}
    assert listed(ListStaff(office=branch, loan_officers_only=True)) == {here}
    assert {above, here, clerk} <= listed(ListStaff(in_hierarchy_of=branch))
    assert there not in listed(ListStaff(in_hierarchy_of=branch))
    assert listed(ListStaff(), mfi.of_office(branch)) == {here, clerk}
    with pytest.raises(NotFound):
        mfi.of_office(branch).ask(GetStaff(staff=there))
