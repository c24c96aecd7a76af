"""The chart of accounts: what can be made, changed and removed, and what use forbids."""

import pytest

from amana.kernel.codes.edit_values import AddCodeValue
from amana.kernel.codes.queries import ListCodes
from amana.kernel.context import Actor
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Refused
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.chart_queries import AccountView, GetAccount, GetAccountTemplate, ListAccounts
from amana.ledger.chart_rules import AccountHasEntries, AccountInUse, UnfitParent
from amana.ledger.create_account import CreateAccount
from amana.ledger.delete_account import DeleteAccount
from amana.ledger.mappings import AccountMapping, replace_mappings
from amana.ledger.product_roles import Role
from amana.ledger.update_account import UpdateAccount
from tests.ledger.accounts import account
from tests.ledger.posting import post
from tests.submitting import ask, perform

ASSET, INCOME = AccountClass.ASSET, AccountClass.INCOME
HEADER = Usage.HEADER


def seen(tenant: Tenant, actor: Actor, number: int) -> AccountView:
    view: AccountView = ask(tenant, actor, GetAccount(account=number))
    return view


def tag(tenant: Tenant, actor: Actor, code: str, name: str) -> int:
    codes = {one.name: one.id for one in ask(tenant, actor, ListCodes())}
    return int(perform(tenant, actor, AddCodeValue(code=codes[code], name=name)).id)


def test_accounts_stand_below_headers_and_move_with_them(tenant: Tenant, administrator: Actor) -> None:
    top, other = (account(tenant, administrator, usage=HEADER) for _ in range(2))
    middle = account(tenant, administrator, usage=HEADER, parent=top)
    cash = account(tenant, administrator, parent=middle, name="Cash")
    assert seen(tenant, administrator, cash).name_decorated == "........Cash"
    assert seen(tenant, administrator, cash).hierarchy == f".{top}.{middle}."
    perform(tenant, administrator, UpdateAccount(account=middle, parent=other))
    assert seen(tenant, administrator, cash).hierarchy == f".{other}.{middle}."
    perform(tenant, administrator, UpdateAccount(account=middle, parent=None))
    assert seen(tenant, administrator, cash).name_decorated == "....Cash"


def test_a_parent_is_a_header_of_the_same_class_and_no_descendant(
    tenant: Tenant, administrator: Actor
) -> None:
    header = account(tenant, administrator, usage=HEADER)
    below = account(tenant, administrator, usage=HEADER, parent=header)
    detail = account(tenant, administrator)
    income = account(tenant, administrator, INCOME, HEADER)
    for child, parent in ((below, detail), (below, income), (header, header), (header, below)):
        with pytest.raises(UnfitParent):
            perform(tenant, administrator, UpdateAccount(account=child, parent=parent))
    with pytest.raises(UnfitParent):
        account(tenant, administrator, parent=income)
    with pytest.raises(NotFound):
        account(tenant, administrator, parent=999_999)


def test_codes_are_unique_and_texts_within_bounds(tenant: Tenant, administrator: Actor) -> None:
    account(tenant, administrator, code="1000-X")
    second = account(tenant, administrator)
    with pytest.raises(Duplicate):
        account(tenant, administrator, code="1000-X")
    with pytest.raises(Duplicate):
        perform(tenant, administrator, UpdateAccount(account=second, code="1000-X"))
    with pytest.raises(InvalidInput) as refused:
        account(tenant, administrator, name="", code="c" * 46)
    assert [(p.field, p.kind) for p in refused.value.problems] == [("name", "blank"), ("code", "too_long")]


def test_a_tag_is_of_the_accounts_class(tenant: Tenant, administrator: Actor) -> None:
    asset_tag = tag(tenant, administrator, "AssetAccountTags", "asset tag")
    tagged = account(tenant, administrator, tag=asset_tag)
    found = seen(tenant, administrator, tagged).tag
    assert found is not None
    assert (found.id, found.name) == (asset_tag, "asset tag")
    with pytest.raises(InvalidInput):
        account(tenant, administrator, INCOME, tag=asset_tag)
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, UpdateAccount(account=tagged, account_class=INCOME))


def test_changes_name_only_what_is_different(tenant: Tenant, administrator: Actor) -> None:
    number = account(tenant, administrator, name="Old", description="kept")
    command = UpdateAccount(account=number, name="New", description="kept", disabled=True)
    assert perform(tenant, administrator, command).changes == {"name": "New", "disabled": True}
    assert perform(tenant, administrator, command).changes == {}
    perform(tenant, administrator, UpdateAccount(account=number, description=None))
    assert seen(tenant, administrator, number).description is None


def test_use_settles_class_usage_and_existence(tenant: Tenant, administrator: Actor) -> None:
    used, other = account(tenant, administrator), account(tenant, administrator)
    post(tenant, administrator, used, other)
    refused: list[tuple[object, type[Refused]]] = [
        (UpdateAccount(account=used, account_class=INCOME), AccountHasEntries),
        (UpdateAccount(account=used, usage=HEADER), AccountHasEntries),
        (DeleteAccount(account=used), AccountHasEntries),
    ]
    for command, refusal in refused:
        with pytest.raises(refusal):
            perform(tenant, administrator, command)
    perform(tenant, administrator, UpdateAccount(account=used, name="still free", disabled=True))


def test_what_products_or_children_rest_on_stays(tenant: Tenant, administrator: Actor) -> None:
    mapped, header = account(tenant, administrator), account(tenant, administrator, usage=HEADER)
    account(tenant, administrator, parent=header)
    with tenant.database.writing() as session:
        replace_mappings(session, "loan", 77, [AccountMapping(role=Role.FUND_SOURCE, account=mapped)])
    for command in (
        DeleteAccount(account=mapped),
        UpdateAccount(account=mapped, disabled=True),
        DeleteAccount(account=header),
        UpdateAccount(account=header, usage=Usage.DETAIL),
    ):
        with pytest.raises(AccountInUse):
            perform(tenant, administrator, command)


def test_an_account_never_used_can_go(tenant: Tenant, administrator: Actor) -> None:
    number = account(tenant, administrator)
    perform(tenant, administrator, DeleteAccount(account=number))
    with pytest.raises(NotFound):
        seen(tenant, administrator, number)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"account_class": INCOME}, {"fees"}),
        ({"usage": HEADER}, {"assets"}),
        ({"disabled": True}, {"fees"}),
        ({"manual_entries_allowed": False}, {"cash"}),
        ({"search": "ASH"}, {"cash"}),
        ({}, {"assets", "cash", "fees"}),
    ],
)
def test_lists_are_filtered(
    fresh_tenant: Tenant, administrator: Actor, wanted: dict[str, object], found: set[str]
) -> None:
    for command in (
        CreateAccount(name="assets", code="1", account_class=ASSET, usage=HEADER),
        CreateAccount(
            name="cash", code="2", account_class=ASSET, usage=Usage.DETAIL, manual_entries_allowed=False
        ),
        CreateAccount(name="fees", code="3", account_class=INCOME, usage=Usage.DETAIL, disabled=True),
    ):
        perform(fresh_tenant, administrator, command)
    listed = ask(fresh_tenant, administrator, ListAccounts(**wanted))  # type: ignore[arg-type]
    assert {one.name for one in listed} == found


def test_the_template_lists_headers_and_tags_by_class(fresh_tenant: Tenant, administrator: Actor) -> None:
    header = account(fresh_tenant, administrator, INCOME, HEADER)
    tag(fresh_tenant, administrator, "ExpenseAccountTags", "rent")
    template = ask(fresh_tenant, administrator, GetAccountTemplate())
    assert {cls: [one.id for one in some] for cls, some in template.options.headers.items()} == {
        INCOME: [header]
    }
    assert [one.name for one in template.options.tags[AccountClass.EXPENSE]] == ["rent"]
    only = ask(fresh_tenant, administrator, GetAccountTemplate(account_class=ASSET)).options
    assert (dict(only.headers), dict(only.tags)) == ({}, {})
