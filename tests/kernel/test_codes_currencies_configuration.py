"""What an institution sets up for itself: codes, currencies, settings, the business date."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from amana.kernel.codes.edit_code import CodeSystemDefined, CreateCode, DeleteCode, RenameCode
from amana.kernel.codes.edit_values import AddCodeValue, RemoveCodeValue, UpdateCodeValue
from amana.kernel.codes.queries import GetCode, GetCodeValue, ListCodeOptions, ListCodes, ListCodeValues
from amana.kernel.configuration.business_date import (
    BusinessDateMode,
    BusinessDay,
    GetBusinessDate,
    GetBusinessDates,
    SetBusinessDate,
    SetBusinessDateMode,
    SetTimeZone,
)
from amana.kernel.configuration.change_settings import ChangeSetting, ChangeSettings, SettingChange
from amana.kernel.configuration.queries import GetSetting, GetSettings
from amana.kernel.currencies import selection
from amana.kernel.currencies.catalogue import catalogue
from amana.kernel.currencies.queries import GetCurrencySelection
from amana.kernel.currencies.selection import CurrencyInUse, SelectCurrencies, require_selected
from amana.kernel.refusals import Duplicate, InUse, InvalidInput, NotFound, Refused
from amana.kernel.tenant import Tenant
from amana.parties.clients.identifiers import AddClientIdentifier
from tests.parties.conftest import Institution, administrator_of


@pytest.fixture
def mfi(fresh_tenant: Tenant) -> Institution:
    """A tenant of this test's own, as its administrator."""
    return Institution(fresh_tenant, administrator_of(fresh_tenant))


def refused(kind: type[Refused], mfi: Institution, command: object) -> Refused:
    with pytest.raises(kind) as caught:
        mfi.do(command)
    return caught.value


def test_codes_start_as_the_contract_shows_them(mfi: Institution) -> None:
    codes = mfi.ask(ListCodes())
    assert [(one.id, one.name, one.system_defined) for one in codes[:3]] == [
        (1, "Customer Identifier", True),
        (2, "Gender", True),
        (3, "Education", True),
    ]
    values = mfi.ask(ListCodeValues(code=1))
    assert [(one.id, one.name, one.position) for one in values] == [
        (1, "Passport", 0),
        (2, "Id", 0),
        (3, "Drivers License", 0),
        (4, "Any Other Id Type", 0),
    ]


def test_a_code_of_ones_own(mfi: Institution) -> None:
    made = mfi.make(CreateCode(name="MyNewCode"))
    assert not mfi.ask(GetCode(code=made)).system_defined
    refused(Duplicate, mfi, CreateCode(name="MyNewCode"))
    refused(InvalidInput, mfi, CreateCode(name=" "))
    assert mfi.do(RenameCode(code=made, name="Changed")).changes == {"name": "Changed"}
    refused(Duplicate, mfi, RenameCode(code=made, name="Gender"))
    mfi.do(AddCodeValue(code=made, name="one"))
    mfi.do(DeleteCode(code=made))
    refused(NotFound, mfi, DeleteCode(code=made))
    refused(CodeSystemDefined, mfi, RenameCode(code=1, name="Papers"))
    refused(CodeSystemDefined, mfi, DeleteCode(code=1))


def test_values_of_a_code(mfi: Institution) -> None:
    made = mfi.make(AddCodeValue(code=1, name="Ration Card", position=1))
    refused(Duplicate, mfi, AddCodeValue(code=1, name="Ration Card"))
    refused(NotFound, mfi, AddCodeValue(code=987, name="Ration Card"))
    changes = mfi.do(UpdateCodeValue(code=1, value=made, name="Card", position=1, active=False)).changes
    assert changes == {"name": "Card", "active": False}
    assert made not in {one.id for one in mfi.ask(ListCodeOptions(code="Customer Identifier"))}
    refused(NotFound, mfi, UpdateCodeValue(code=2, value=made, name="Card"))
    refused(Duplicate, mfi, UpdateCodeValue(code=1, value=made, name="Passport"))
    mfi.do(RemoveCodeValue(code=1, value=made))
    with pytest.raises(NotFound):
        mfi.ask(GetCodeValue(code=1, value=made))


def test_a_value_in_use_stays(mfi: Institution) -> None:
    mfi.do(AddClientIdentifier(client=mfi.client(), document_type=1, document_key="KA-54677"))
    refused(InUse, mfi, RemoveCodeValue(code=1, value=1))


@pytest.mark.parametrize(
    ("code", "digits", "symbol", "label"),
    [
        ("USD", 2, "$", "US Dollar ($)"),
        ("ALL", 2, None, "Albanian Lek [ALL]"),
        ("JPY", 0, "¥", "Japanese Yen (¥)"),
        ("KWD", 3, None, "Kuwaiti Dinar [KWD]"),
        ("XOF", 0, "F\u202fCFA", "West African CFA Franc (F\u202fCFA)"),
        ("UYW", 4, None, "Uruguayan Nominal Wage Index Unit [UYW]"),
        ("GHC", 2, None, "Ghanaian Cedi (1979\u20132007) [GHC]"),
    ],
)
def test_the_catalogue(code: str, digits: int, symbol: str | None, label: str) -> None:
    found = catalogue()[code]
    assert (found.digits, found.symbol, found.label) == (digits, symbol, label)
    assert found.name_code == f"currency.{code}"


def test_money_that_does_not_exist_is_not_in_the_catalogue() -> None:
    assert {"XXX", "XTS"}.isdisjoint(catalogue())
    assert Decimal(1).scaleb(-catalogue()["CLF"].digits) == Decimal("0.0001")


@pytest.fixture
def kept_in() -> Iterator[set[str]]:
    """Currencies that some slice keeps accounts in."""
    kept: set[str] = set()
    selection.uses_currencies(user := lambda _session, currency: currency in kept)
    yield kept
    selection.forget(user)


def test_selecting_currencies(mfi: Institution, kept_in: set[str]) -> None:
    assert [one.code for one in mfi.ask(GetCurrencySelection()).selected] == ["USD"]
    wanted = ("KES", "BND", "LBP", "GHC", "USD", "XOF", "AED", "AMD")
    assert mfi.do(SelectCurrencies(currencies=wanted)).more["currencies"] == list(wanted)
    view = mfi.ask(GetCurrencySelection())
    assert tuple(one.code for one in view.selected) == wanted
    assert "EUR" in {one.code for one in view.others}
    assert "KES" not in {one.code for one in view.others}
    assert refused(InvalidInput, mfi, SelectCurrencies(currencies=("KES", "QQQ"))).problems[0].value == "QQQ"
    refused(InvalidInput, mfi, SelectCurrencies(currencies=()))
    kept_in.add("KES")
    refused(CurrencyInUse, mfi, SelectCurrencies(currencies=("USD",)))
    with mfi.tenant.database.reading() as session:
        assert require_selected(session, "KES").digits == 2
        with pytest.raises(InvalidInput):
            require_selected(session, "EUR")


def test_settings(mfi: Institution) -> None:
    known = {one.name: one for one in mfi.ask(GetSettings()).settings}
    assert not known["maker-checker"].enabled
    switch = SettingChange(name="enable-same-maker-checker", enabled=True)
    outcome = mfi.do(ChangeSettings(settings=(switch,)))
    assert outcome.changes == {"enable-same-maker-checker": {"enabled": True, "value": None}}
    assert mfi.ask(GetSetting(name="enable-same-maker-checker")).enabled
    with mfi.tenant.database.reading() as session:
        assert mfi.tenant.moment(session).settings["enable-same-maker-checker"].enabled
    assert mfi.do(ChangeSettings(settings=(switch,))).changes == {}
    valued = SettingChange(name="maker-checker", value=7)
    mfi.do(ChangeSettings(settings=(valued,)))
    assert (mfi.ask(GetSetting(name="maker-checker")).value, mfi.ask(GetSetting(id=1)).id) == (7, 1)
    both = (SettingChange(name="maker-checker", enabled=True), SettingChange(name="unheard-of", enabled=True))
    refused(NotFound, mfi, ChangeSettings(settings=both))
    assert not mfi.ask(GetSetting(name="maker-checker")).enabled


def test_the_business_date(mfi: Institution) -> None:
    calendar_day = mfi.today()
    assert mfi.ask(GetBusinessDate()).mode is BusinessDateMode.CALENDAR
    mfi.do(SetBusinessDate(day=date(2015, 4, 1)))
    view = mfi.ask(GetBusinessDate())
    assert (view.mode, view.day, mfi.today()) == (
        BusinessDateMode.MANAGED,
        date(2015, 4, 1),
        date(2015, 4, 1),
    )
    mfi.do(SetBusinessDateMode(mode=BusinessDateMode.CALENDAR))
    assert mfi.today() >= calendar_day
    mfi.do(SetBusinessDateMode(mode=BusinessDateMode.MANAGED))
    assert mfi.ask(GetBusinessDate()).day == mfi.today()


def test_the_day_that_close_of_business_closes(mfi: Institution) -> None:
    def closing() -> date:
        business, closes = mfi.ask(GetBusinessDates())
        assert business.day == mfi.today()
        assert closes == mfi.ask(GetBusinessDate(which=BusinessDay.CLOSING_DAY))
        day: date = closes.day
        return day

    assert closing() == mfi.today() - timedelta(days=1)
    mfi.do(SetBusinessDate(day=date(2015, 4, 1)))
    mfi.do(SetBusinessDate(which=BusinessDay.CLOSING_DAY, day=date(2015, 4, 1)))
    assert (closing(), mfi.today()) == (date(2015, 4, 1), date(2015, 4, 1))
    mfi.do(SetBusinessDate(day=date(2015, 4, 5)))
    assert closing() == date(2015, 4, 4)
    mfi.do(ChangeSetting(name="enable-automatic-cob-date-adjustment", enabled=False))
    mfi.do(SetBusinessDate(day=date(2015, 4, 9)))
    assert closing() == date(2015, 4, 4)
    mfi.do(SetBusinessDateMode(mode=BusinessDateMode.CALENDAR))
    assert closing() == mfi.today() - timedelta(days=1)


def test_the_business_date_is_managed_by_its_setting_too(mfi: Institution) -> None:
    name = "enable-business-date"
    for managed in (True, False):
        mfi.do(ChangeSetting(name=name, enabled=managed))
        assert (mfi.ask(GetBusinessDate()).mode is BusinessDateMode.MANAGED) is managed
    assert not mfi.ask(GetSetting(name=name)).enabled
    mfi.do(SetBusinessDate(day=date(2015, 4, 1)))
    assert mfi.ask(GetSetting(name=name)).enabled


def test_the_time_zone(mfi: Institution) -> None:
    assert mfi.do(SetTimeZone(time_zone="Asia/Kolkata")).changes == {"time_zone": "Asia/Kolkata"}
    assert mfi.ask(GetBusinessDate()).time_zone == "Asia/Kolkata"
    refused(InvalidInput, mfi, SetTimeZone(time_zone="Mars/Olympus"))


def test_one_setting_at_a_time(mfi: Institution) -> None:
    outcome = mfi.do(ChangeSetting(name="enable-same-maker-checker", enabled=True))
    assert outcome.changes == {"enabled": True, "value": None}
    assert mfi.ask(GetSetting(id=int(outcome.id))).enabled
    refused(NotFound, mfi, ChangeSetting(name="unheard-of", enabled=True))
