"""Accounting rules: what makes one, and what it does to entries by hand."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amana.kernel.codes.edit_values import AddCodeValue
from amana.kernel.codes.queries import ListCodes
from amana.kernel.context import Actor
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Refused
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.accounting_rules.create import CreateAccountingRule
from amana.ledger.accounting_rules.delete import DeleteAccountingRule
from amana.ledger.accounting_rules.queries import (
    GetAccountingRule,
    GetAccountingRuleTemplate,
    ListAccountingRules,
)
from amana.ledger.accounting_rules.update import UpdateAccountingRule
from amana.ledger.entry import Side
from amana.ledger.journal_queries import ListJournalLines
from amana.ledger.manual_entry_rules import EntryUnbalanced, ManualLine, RuleNotFollowed
from amana.ledger.post_manual_entry import PostManualEntry
from amana.ledger.tags import TAG_LISTS
from tests.kernel.access.people import branch, user_with
from tests.ledger.accounts import account
from tests.submitting import ask, perform

_NUMBERS = itertools.count(1)
Names = dict[str, int]


@pytest.fixture
def books(tenant: Tenant, administrator: Actor) -> Names:
    """Two tagged accounts of each of two classes, an untagged one, and the tags."""
    codes = {one.name: one.id for one in ask(tenant, administrator, ListCodes())}
    made: Names = {}
    for which in (AccountClass.ASSET, AccountClass.EXPENSE):
        adding = AddCodeValue(code=codes[TAG_LISTS[which]], name=f"tag {next(_NUMBERS)}")
        made[f"{which} tag"] = int(perform(tenant, administrator, adding).id)
        for number in (1, 2):
            tag = made[f"{which} tag"]
            made[f"{which} {number}"] = account(tenant, administrator, which, tag=tag)
    made["untagged"] = account(tenant, administrator)
    return made


def rule(tenant: Tenant, actor: Actor, **fields: Any) -> int:
    command = CreateAccountingRule(**{"name": f"Rule {next(_NUMBERS)}", "office": 1, **fields})
    return int(perform(tenant, actor, command).id)


def line(number: int, amount: str) -> ManualLine:
    return ManualLine(account=number, amount=Decimal(amount))


def posted(tenant: Tenant, actor: Actor, number: int, **fields: Any) -> set[tuple[Side, int, Decimal]]:
    command = PostManualEntry(
        **{"office": 1, "value_date": date(2022, 5, 23), "accounting_rule": number, **fields}
    )
    reference = str(perform(tenant, actor, command).id)
    page = ask(tenant, actor, ListJournalLines(transaction=reference))
    return {(one.side, one.account_id, one.amount) for one in page.items}


def test_a_rule_of_two_accounts_needs_only_the_amount(
    tenant: Tenant, administrator: Actor, books: Names
) -> None:
    number = rule(tenant, administrator, debit_account=books["expense 1"], credit_account=books["asset 1"])
    assert posted(tenant, administrator, number, amount=Decimal(547)) == {
        (Side.DEBIT, books["expense 1"], Decimal(547)),
        (Side.CREDIT, books["asset 1"], Decimal(547)),
    }


def test_a_rule_may_fix_one_side(tenant: Tenant, administrator: Actor, books: Names) -> None:
    number = rule(
        tenant,
        administrator,
        debit_account=books["expense 1"],
        credit_tags=(books["asset tag"],),
        many_credits=True,
    )
    shares = (line(books["asset 1"], "40"), line(books["asset 2"], "60"))
    assert posted(tenant, administrator, number, credits=shares, amount=Decimal(100)) == {
        (Side.DEBIT, books["expense 1"], Decimal(100)),
        (Side.CREDIT, books["asset 1"], Decimal(40)),
        (Side.CREDIT, books["asset 2"], Decimal(60)),
    }


@pytest.mark.parametrize(
    ("debits", "credits_", "amount", "refusal"),
    [
        ([("asset 1", "5")], [("asset 2", "5")], None, RuleNotFollowed),  # the rule debits another account
        ([], [("untagged", "5")], "5", RuleNotFollowed),
        ([], [("expense 2", "5")], "5", RuleNotFollowed),
        ([], [("asset 1", "2"), ("asset 2", "3")], "5", RuleNotFollowed),  # one line only
        ([], [("asset 1", "4")], "5", EntryUnbalanced),
        ([], [], "5", InvalidInput),
        ([], [("asset 1", "5")], None, InvalidInput),
    ],
)
def test_lines_follow_the_rule(
    tenant: Tenant,
    administrator: Actor,
    books: Names,
    debits: list[tuple[str, str]],
    credits_: list[tuple[str, str]],
    amount: str | None,
    refusal: type[Refused],
) -> None:
    number = rule(tenant, administrator, debit_account=books["expense 1"], credit_tags=(books["asset tag"],))
    with pytest.raises(refusal):
        posted(
            tenant,
            administrator,
            number,
            debits=tuple(line(books[name], value) for name, value in debits),
            credits=tuple(line(books[name], value) for name, value in credits_),
            amount=None if amount is None else Decimal(amount),
        )


def test_a_rule_is_for_its_office_and_those_below(tenant: Tenant, administrator: Actor, books: Names) -> None:
    region, path = branch(tenant)
    shop, _ = branch(tenant, region, path)
    sides = {"debit_account": books["expense 1"], "credit_account": books["asset 1"]}
    number = rule(tenant, administrator, office=region, **sides)
    posted(tenant, administrator, number, office=shop, amount=Decimal(5))
    with pytest.raises(RuleNotFollowed):
        posted(tenant, administrator, number, office=1, amount=Decimal(5))
    rights = ("READ_ACCOUNTINGRULE", "UPDATE_ACCOUNTINGRULE", "CREATE_JOURNALENTRY", "READ_JOURNALENTRY")
    clerk = user_with(tenant, administrator, *rights, office_id=shop)
    posted(tenant, clerk, number, office=shop, amount=Decimal(5))
    assert ask(tenant, clerk, ListAccountingRules()) == []
    for command in (UpdateAccountingRule(rule=number, name="mine"),):
        with pytest.raises(NotFound):
            perform(tenant, clerk, command)
    with pytest.raises(NotFound):
        ask(tenant, clerk, GetAccountingRule(rule=number))


def test_what_makes_no_rule(tenant: Tenant, administrator: Actor, books: Names) -> None:
    header = account(tenant, administrator, usage=Usage.HEADER)
    sides: dict[str, Any] = {"debit_account": books["expense 1"], "credit_account": books["asset 1"]}
    for wrong, found in (
        ({"name": ""}, {("name", "blank")}),
        ({"credit_account": None}, {("credit_account", "blank")}),
        ({"credit_tags": (books["asset tag"],)}, {("credit_tags", "inconsistent")}),
        ({"credit_account": header}, {("credit_account", "inconsistent")}),
        ({"credit_account": 10**9}, {("credit_account", "unknown")}),
        ({"credit_account": None, "credit_tags": (10**9,)}, {("credit_tags", "unknown")}),
        ({"many_debits": True}, {("many_debits", "inconsistent")}),
    ):
        with pytest.raises(InvalidInput) as refused:
            rule(tenant, administrator, **{**sides, **wrong})
        assert {(one.field, one.kind) for one in refused.value.problems} == found
    rule(tenant, administrator, name="Taken", **sides)
    with pytest.raises(Duplicate):
        rule(tenant, administrator, name="Taken", **sides)
    with pytest.raises(NotFound):
        rule(tenant, administrator, office=10**9, **sides)


def test_a_side_changes_from_account_to_tags_and_back(
    tenant: Tenant, administrator: Actor, books: Names
) -> None:
    number = rule(tenant, administrator, debit_account=books["expense 1"], credit_account=books["asset 1"])
    to_tags = UpdateAccountingRule(rule=number, credit_tags=(books["asset tag"],), many_credits=True)
    assert perform(tenant, administrator, to_tags).changes == {
        "credit_tags": (books["asset tag"],),
        "many_credits": True,
        "credit_account": None,
    }
    shown = ask(tenant, administrator, GetAccountingRule(rule=number))
    assert (shown.credit_account, [one.id for one in shown.credit_tags], shown.many_credits) == (
        None,
        [books["asset tag"]],
        True,
    )
    perform(tenant, administrator, UpdateAccountingRule(rule=number, credit_account=books["asset 2"]))
    shown = ask(tenant, administrator, GetAccountingRule(rule=number))
    assert (shown.credit_account.id, shown.credit_tags, shown.many_credits) == (
        books["asset 2"],
        None,
        None,
    )
    perform(tenant, administrator, DeleteAccountingRule(rule=number))
    with pytest.raises(NotFound):
        ask(tenant, administrator, GetAccountingRule(rule=number))


def test_the_template_offers_what_can_be_posted_to(
    tenant: Tenant, administrator: Actor, books: Names
) -> None:
    closed = account(tenant, administrator, manual_entries_allowed=False)
    template = ask(tenant, administrator, GetAccountingRuleTemplate())
    offered = {one.id for one in template.accounts}
    assert books["asset 1"] in offered
    assert closed not in offered
    assert template.offices[0].name == "Head Office"
