"""Financial activities: one account each, of the class that goes with it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from amana.kernel.context import Actor
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.activities.create import MapFinancialActivity
from amana.ledger.activities.definition import FinancialActivity
from amana.ledger.activities.delete import UnmapFinancialActivity
from amana.ledger.activities.queries import GetActivityAccount, GetActivityOptions, ListActivityAccounts
from amana.ledger.activities.update import ChangeActivityAccount
from amana.ledger.chart_rules import AccountInUse
from amana.ledger.delete_account import DeleteAccount
from amana.ledger.manual_entry_rules import ManualLine
from amana.ledger.opening_balances import DefineOpeningBalances
from amana.ledger.trial_balance import GetTrialBalance
from tests.kernel.access.people import branch
from tests.ledger.accounts import account
from tests.submitting import ask, perform

A = FinancialActivity


@pytest.fixture(autouse=True)
def without_mappings(tenant: Tenant, administrator: Actor) -> Iterator[None]:
    """The institution has one set of them: none is left behind."""
    yield
    for one in ask(tenant, administrator, ListActivityAccounts()):
        perform(tenant, administrator, UnmapFinancialActivity(mapping=one.id))


def mapped(tenant: Tenant, actor: Actor, activity: FinancialActivity, number: int) -> int:
    return int(perform(tenant, actor, MapFinancialActivity(activity=activity, account=number)).id)


@pytest.mark.parametrize(
    ("activity", "wanted"),
    [
        (A.ASSET_TRANSFER, AccountClass.ASSET),
        (A.CASH_AT_MAIN_VAULT, AccountClass.ASSET),
        (A.CASH_AT_TELLER, AccountClass.ASSET),
        (A.FUND_SOURCE, AccountClass.ASSET),
        (A.LIABILITY_TRANSFER, AccountClass.LIABILITY),
        (A.PAYABLE_DIVIDENDS, AccountClass.LIABILITY),
        (A.OPENING_BALANCES, AccountClass.EQUITY),
    ],
)
def test_an_activity_takes_accounts_of_one_class(
    tenant: Tenant, administrator: Actor, activity: FinancialActivity, wanted: AccountClass
) -> None:
    for other in AccountClass:
        number = account(tenant, administrator, other)
        if other is wanted:
            made = mapped(tenant, administrator, activity, number)
            seen = ask(tenant, administrator, GetActivityAccount(mapping=made))
            assert (seen.activity.activity, seen.account.id) == (activity, number)
            perform(tenant, administrator, UnmapFinancialActivity(mapping=made))
        else:
            with pytest.raises(InvalidInput):
                mapped(tenant, administrator, activity, number)


def test_an_activity_has_one_account_and_it_can_be_changed(tenant: Tenant, administrator: Actor) -> None:
    first, second = account(tenant, administrator), account(tenant, administrator)
    made = mapped(tenant, administrator, A.ASSET_TRANSFER, first)
    with pytest.raises(Duplicate):
        mapped(tenant, administrator, A.ASSET_TRANSFER, second)
    other = mapped(tenant, administrator, A.CASH_AT_TELLER, first)
    with pytest.raises(Duplicate):
        perform(tenant, administrator, ChangeActivityAccount(mapping=other, activity=A.ASSET_TRANSFER))
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, ChangeActivityAccount(mapping=other, activity=A.PAYABLE_DIVIDENDS))
    done = perform(tenant, administrator, ChangeActivityAccount(mapping=made, account=second))
    assert done.changes == {"account": second}
    listed = ask(tenant, administrator, ListActivityAccounts())
    assert {(one.activity.activity, one.account.id) for one in listed} == {
        (A.ASSET_TRANSFER, second),
        (A.CASH_AT_TELLER, first),
    }
    [teller] = ask(tenant, administrator, ListActivityAccounts(activity=A.CASH_AT_TELLER))
    assert teller.id == other


def test_what_is_not_mapped_is_not_found(tenant: Tenant, administrator: Actor) -> None:
    made = mapped(tenant, administrator, A.ASSET_TRANSFER, account(tenant, administrator))
    perform(tenant, administrator, UnmapFinancialActivity(mapping=made))
    for command in (UnmapFinancialActivity(mapping=made), ChangeActivityAccount(mapping=made)):
        with pytest.raises(NotFound):
            perform(tenant, administrator, command)
    for query in (GetActivityAccount(mapping=made), ListActivityAccounts(activity=A.ASSET_TRANSFER)):
        with pytest.raises(NotFound):
            ask(tenant, administrator, query)


def test_an_account_that_is_named_stays(tenant: Tenant, administrator: Actor) -> None:
    number = account(tenant, administrator)
    mapped(tenant, administrator, A.ASSET_TRANSFER, number)
    with pytest.raises(AccountInUse):
        perform(tenant, administrator, DeleteAccount(account=number))


def test_headers_and_disabled_accounts_cannot_be_named(tenant: Tenant, administrator: Actor) -> None:
    header = account(tenant, administrator, usage=Usage.HEADER)
    with pytest.raises(InvalidInput):
        mapped(tenant, administrator, A.ASSET_TRANSFER, header)
    options = ask(tenant, administrator, GetActivityOptions())
    assert header not in [one.id for one in options.accounts[AccountClass.ASSET]]
    assert [one.activity for one in options.activities] == list(A)


def test_opening_balances_go_against_the_institutions_account(tenant: Tenant, administrator: Actor) -> None:
    cash, equity = account(tenant, administrator), account(tenant, administrator, AccountClass.EQUITY)
    office, _ = branch(tenant)
    opening = DefineOpeningBalances(
        office=office,
        value_date=date(2020, 1, 1),
        debits=(ManualLine(account=cash, amount=Decimal(700)),),
    )
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, administrator, opening)
    assert [one.field for one in refused.value.problems] == ["contra_account"]
    mapped(tenant, administrator, A.OPENING_BALANCES, equity)
    perform(tenant, administrator, opening)
    rows = ask(tenant, administrator, GetTrialBalance(on=date(2020, 1, 1), office=office)).rows
    assert {row.account_id: row.balance for row in rows} == {cash: Decimal(700), equity: Decimal(700)}
