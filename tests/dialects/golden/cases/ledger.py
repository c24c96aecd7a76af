"""Ledger accounts and closures."""

from dataclasses import replace
from datetime import date
from typing import Any

from amana.kernel.codes.edit_values import AddCodeValue
from amana.kernel.codes.queries import ListCodes
from amana.ledger.entry import SourceKind
from amana.parties.offices.create import CreateOffice
from tests.dialects.golden.case import Case, World, unique
from tests.ledger import posting
from tests.submitting import ask, perform
from tests.tenant_fixtures import administrator_of

SPELLED = {"dateFormat": "dd MMMM yyyy", "locale": "en"}
TAG_LISTS = {
    "asset": "AssetAccountTags",
    "liability": "LiabilityAccountTags",
    "equity": "EquityAccountTags",
    "income": "IncomeAccountTags",
    "expense": "ExpenseAccountTags",
}
TYPES = {"asset": 1, "liability": 2, "equity": 3, "income": 4, "expense": 5}
DETAIL, HEADER = 1, 2


def account(world: World, of: str = "asset", usage: int = DETAIL, **more: Any) -> Any:
    body = {
        "name": unique("account"),
        "glCode": unique("gl"),
        "type": TYPES[of],
        "usage": usage,
        "manualEntriesAllowed": True,
        **more,
    }
    return world.make("glaccounts", body)


def tag(world: World, of: str = "asset") -> Any:
    actor = administrator_of(world.tenant)
    codes = {code.name: code.id for code in ask(world.tenant, actor, ListCodes())}
    return perform(world.tenant, actor, AddCodeValue(code=codes[TAG_LISTS[of]], name=unique("tag"))).id


def one_account(world: World) -> dict[str, Any]:
    """A liability: the sample's asset carries a slip of the pen in its code (``accountType.asset1``)."""
    return {"account": account(world, "liability", description="Desc")}


def accounts(world: World) -> dict[str, Any]:
    """A parent, a child and a tag of their own, so that the list can be narrowed to what the sample shows."""
    tagged = tag(world)
    parent = account(world, usage=HEADER, tagId=tagged)
    child = account(world, parentId=parent, tagId=tagged, description="Desc")
    return {"tag": tagged, "parent": parent, "child": child}


def options(world: World) -> dict[str, Any]:
    """Headers of every class but income, and a tag of every class, as the sample has them."""
    tags = {of: tag(world, of) for of in TAG_LISTS}
    headers = {of: account(world, of, HEADER, tagId=tags[of]) for of in TYPES if of != "income"}
    account(world, "asset", HEADER, tagId=tags["asset"], parentId=headers["asset"])
    return {}


def office(world: World) -> dict[str, Any]:
    command = CreateOffice(name=unique("Branch"), opened_on=date(2010, 7, 1), parent=1)
    return {"office": perform(world.tenant, administrator_of(world.tenant), command).id}


def closure(world: World) -> dict[str, Any]:
    made = office(world)
    body = {
        "officeId": made["office"],
        "closingDate": "06 December 2012",
        "comments": "closed",
        **SPELLED,
    }
    return {**made, "closure": world.make("glclosures", body)}


def four_accounts(world: World) -> dict[str, Any]:
    names = ("first", "second", "third", "fourth")
    return {name: account(world, "asset" if name < "s" else "expense") for name in names}


def lines(*names: str, amount: Any = 5000) -> Any:
    return lambda made: [{"glAccountId": made[name], "amount": amount} for name in names]


BOTH_SIDES = {"credits": lines("first", "second"), "debits": lines("third", "fourth")}


def entry(world: World) -> dict[str, Any]:
    """An entry by hand; the lists' samples show a loan's, which the loans' own cases make."""
    made = four_accounts(world)
    body = {"officeId": 1, "transactionDate": "06 December 2012", **SPELLED}
    sides = {side: of(made) for side, of in BOTH_SIDES.items()}
    reference = world.make("journalentries", {**body, **sides}, "transactionId")
    page = world.get(f"journalentries?transactionId={reference}")
    return {**made, "reference": reference, "line": page["pageItems"][0]["id"]}


def entry_of_a_loan(world: World) -> dict[str, Any]:
    """As a loan's repayment posts it, under the sample's own reference."""
    debit, credit = account(world), account(world)
    actor = administrator_of(world.tenant)
    made = posting.entry(debit, credit, "10000", source_kind=SourceKind.LOAN, source_id=7)
    posting.post_entry(world.tenant, actor, replace(made, transaction_ref="33"))
    return {}


def rule(world: World) -> dict[str, Any]:
    """A rule from one account to another."""
    made = four_accounts(world)
    body = {
        "name": unique("rule"),
        "officeId": 1,
        "accountToDebit": made["third"],
        "accountToCredit": made["first"],
        "description": "Employee salary",
    }
    return {**made, "rule": world.make("accountingrules", body)}


def rule_by_tags(world: World, **more: Any) -> dict[str, Any]:
    """Four accounts, two tagged for each side, and a rule for accounts with such tags."""
    tags = {side: tag(world, of) for side, of in (("debit", "expense"), ("credit", "asset"))}
    made = {
        name: account(world, of, tagId=tags[side])
        for name, of, side in (
            ("first", "asset", "credit"),
            ("second", "asset", "credit"),
            ("third", "expense", "debit"),
            ("fourth", "expense", "debit"),
        )
    }
    body = {"name": unique("rule"), "officeId": 1, "creditTags": [tags["credit"]], **more}
    body |= {"allowMultipleCreditEntries": True}
    if "accountToDebit" not in more:
        body |= {"debitTags": [tags["debit"]], "allowMultipleDebitEntries": True}
    return {**made, **tags, "rule": world.make("accountingrules", body)}


def rule_half_by_tags(world: World) -> dict[str, Any]:
    return rule_by_tags(world, accountToDebit=account(world, "expense"))


def only_rules_like_the_samples(world: World) -> dict[str, Any]:
    """The sample shows rules from account to account; those of other cases go."""
    for other in world.get("accountingrules"):
        world.caller.delete(f"accountingrules/{other['id']}")
    return rule(world)


def only_accounts_like_the_samples(world: World) -> dict[str, Any]:
    """The sample's accounts have a parent and a tag; others are closed to entries by hand."""
    for other in world.get("glaccounts?usage=1&disabled=false&manualEntriesAllowed=true"):
        if not {"parentId", "tagId"} <= set(other):
            world.put(f"glaccounts/{other['id']}", {"manualEntriesAllowed": False})
    return accounts(world)


RULE = {"accountingruleId": "rule"}
TWO_ACCOUNTS = {"accountToDebit": "third", "accountToCredit": "first"}
DEBIT_TAGS, CREDIT_TAGS = (
    {"debitTags": lambda made: [made["debit"]]},
    {"creditTags": lambda made: [made["credit"]]},
)
NEW_RULE = {"name": lambda _: unique("rule")}


ACCOUNT, CLOSURE = {"glaccountId": "account"}, {"glclosureId": "closure"}
FRESH = {"name": lambda _: unique("account"), "glCode": lambda _: unique("gl")}

CASES = (
    Case("glaccounts_list", accounts, query="type=1&usage=1&disabled=false&manualEntriesAllowed=true"),
    Case("glaccounts_template", options),
    Case("glaccounts_retrieve", one_account, ACCOUNT),
    Case("glaccounts_create", accounts, body={**FRESH, "tagId": "tag", "parentId": "parent"}),
    Case("glaccounts_update", one_account, ACCOUNT),
    Case("glaccounts_update", one_account, ACCOUNT, example=1),
    Case("glaccounts_delete", one_account, ACCOUNT),
    Case("journalentries_list", entry_of_a_loan, query="transactionId=33&orderBy=transactionId"),
    Case("journalentries_retrieve", entry, {"entryId": "line"}),
    Case("journalentries_create", four_accounts, body=BOTH_SIDES),
    Case("journalentries_create", rule, body={"accountingRule": "rule"}, example=1),
    Case("journalentries_create", rule_by_tags, body={"accountingRule": "rule", **BOTH_SIDES}, example=2),
    Case(
        "journalentries_create",
        rule_half_by_tags,
        body={"accountingRule": "rule", "credits": BOTH_SIDES["credits"]},
        example=3,
    ),
    Case("journalentries_reverse", entry, {"transactionId": "reference"}),
    Case("accountingrules_template", only_accounts_like_the_samples),
    Case("accountingrules_create", four_accounts, body={**NEW_RULE, **TWO_ACCOUNTS}),
    Case("accountingrules_create", rule_by_tags, body={**NEW_RULE, **DEBIT_TAGS, **CREDIT_TAGS}, example=1),
    Case(
        "accountingrules_create",
        rule_by_tags,
        body={**NEW_RULE, "accountToDebit": "third", **CREDIT_TAGS},
        example=2,
    ),
    Case(
        "accountingrules_create",
        rule_by_tags,
        body={**NEW_RULE, "accountToCredit": "first", **DEBIT_TAGS},
        example=3,
    ),
    Case("accountingrules_list", only_rules_like_the_samples),
    Case("accountingrules_retrieve", rule, RULE),
    Case("accountingrules_update", rule, RULE, body=NEW_RULE),
    Case("accountingrules_delete", rule, RULE),
    Case("glclosures_list", closure),
    Case("glclosures_retrieve", closure, CLOSURE),
    Case("glclosures_create", office, body={"officeId": "office"}),
    Case("glclosures_update", closure, CLOSURE),
    Case("glclosures_delete", closure, CLOSURE),
)
