"""Account numbers: the id with leading zeros, after a word where the institution wants one."""

import pytest

from amana.kernel.account_numbers.formats import (
    CreateAccountNumberFormat,
    DeleteAccountNumberFormat,
    GetAccountNumberFormat,
    ListAccountNumberFormats,
    UpdateAccountNumberFormat,
)
from amana.kernel.account_numbers.issue import AccountKind, NumberFormat, Prefix
from amana.kernel.codes.edit_values import AddCodeValue
from amana.kernel.codes.queries import ListCodes
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.kernel.tenant import Tenant
from amana.parties.clients.queries import GetClient
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.queries import GetGroup
from tests.parties.conftest import HEAD_OFFICE, Institution, administrator_of


@pytest.fixture
def mfi(fresh_tenant: Tenant) -> Institution:
    """A tenant of this test's own, as its administrator."""
    return Institution(fresh_tenant, administrator_of(fresh_tenant))


@pytest.mark.parametrize(
    ("form", "number"),
    [
        (NumberFormat(), "000000042"),
        (NumberFormat(digits=4), "0042"),
        (NumberFormat(digits=1), "42"),
        (NumberFormat(prefix="office_name"), "Head Office000000042"),
        (NumberFormat(prefix="client_type"), "000000042"),
    ],
)
def test_numbers(form: NumberFormat, number: str) -> None:
    assert form.number(42, {"office_name": "Head Office", "client_type": None}) == number


def test_a_format_shapes_the_numbers_issued_from_then_on(mfi: Institution) -> None:
    before = mfi.client()
    made = mfi.make(
        CreateAccountNumberFormat(account_kind=AccountKind.CLIENT, prefix=Prefix.OFFICE_NAME, digits=5)
    )
    after = mfi.client()
    assert mfi.ask(GetClient(client=before)).account_no == f"{before:09d}"
    assert mfi.ask(GetClient(client=after)).account_no == f"Head Office{after:05d}"
    number = next(code.id for code in mfi.ask(ListCodes()) if code.name == "ClientType")
    rural = mfi.make(AddCodeValue(code=number, name="Rural"))
    mfi.do(UpdateAccountNumberFormat(format=made, prefix=Prefix.CLIENT_TYPE))
    typed = mfi.client(client_type=rural)
    assert mfi.ask(GetClient(client=typed)).account_no == f"Rural{typed:05d}"
    mfi.do(DeleteAccountNumberFormat(format=made))
    plain = mfi.client()
    assert mfi.ask(GetClient(client=plain)).account_no == f"{plain:09d}"


def test_groups_have_formats_of_their_own(mfi: Institution) -> None:
    mfi.do(CreateAccountNumberFormat(account_kind=AccountKind.GROUP, digits=3))
    group = mfi.make(CreateGroup(name="Group", office=HEAD_OFFICE))
    assert mfi.ask(GetGroup(group=group)).account_no == f"{group:03d}"


def test_what_is_no_format(mfi: Institution) -> None:
    made = mfi.make(CreateAccountNumberFormat(account_kind=AccountKind.LOAN, digits=12))
    assert [one.id for one in mfi.ask(ListAccountNumberFormats())] == [made]
    assert mfi.ask(GetAccountNumberFormat(format=made)).digits == 12
    with pytest.raises(Duplicate):
        mfi.do(CreateAccountNumberFormat(account_kind=AccountKind.LOAN))
    with pytest.raises(InvalidInput):
        mfi.do(UpdateAccountNumberFormat(format=made, prefix=Prefix.CLIENT_TYPE))
    with pytest.raises(InvalidInput):
        mfi.do(UpdateAccountNumberFormat(format=made, digits=0))
    with pytest.raises(NotFound):
        mfi.do(DeleteAccountNumberFormat(format=987))
