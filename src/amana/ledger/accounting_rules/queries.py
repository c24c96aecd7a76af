"""Accounting rules as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.queries import OfficeOption, office_options
from amana.kernel.access.records import office
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.account_types import Usage
from amana.ledger.accounting_rules.definition import SIDES
from amana.ledger.accounting_rules.store import KIND
from amana.ledger.chart_queries import AccountView, ListAccounts, Tag, accounts_listed
from amana.ledger.records import accounting_rule, accounting_rule_tag, gl_account


@dataclass(frozen=True, kw_only=True)
class AccountHead:
    """The account of a side, in short."""

    id: int
    name: str
    code: str
    disabled: bool
    manual_entries_allowed: bool


@dataclass(frozen=True, kw_only=True)
class AccountingRuleView:
    """A rule. Of each side either the account or the tags are there, ``many_...`` only beside tags."""

    id: int
    office_id: int
    office_name: str
    name: str
    description: str | None
    debit_account: AccountHead | None
    credit_account: AccountHead | None
    debit_tags: Sequence[Tag] | None
    credit_tags: Sequence[Tag] | None
    many_debits: bool | None
    many_credits: bool | None
    system_defined: bool = False
    """All rules are made by users."""


@dataclass(frozen=True, kw_only=True)
class AccountingRuleTemplate:
    """What can be chosen for a rule: the actor's offices, and accounts that take entries by hand."""

    offices: Sequence[OfficeOption]
    accounts: Sequence[AccountView]
    system_defined: bool = False


@dataclass(frozen=True, kw_only=True)
class ListAccountingRules:
    """Rules of the actor's offices, by name."""


@dataclass(frozen=True, kw_only=True)
class GetAccountingRule:
    """One rule."""

    rule: int


@dataclass(frozen=True, kw_only=True)
class GetAccountingRuleTemplate:
    """What can be chosen for a new rule."""


def _rules(reading: Reading, *where: sa.ColumnElement[bool]) -> list[AccountingRuleView]:
    session = reading.session
    rows = session.records(
        sa.select(accounting_rule, office.c.name.label("office_name"))
        .select_from(accounting_rule.join(office, office.c.id == accounting_rule.c.office_id))
        .where(office.c.hierarchy.startswith(reading.actor.hierarchy), *where)
        .order_by(accounting_rule.c.name)
    )
    numbers = {row[f"{side}_account_id"] for row in rows for side in SIDES} - {None}
    shown = [gl_account.c[name] for name in ("id", "name", "code", "disabled", "manual_entries_allowed")]
    heads = session.all(sa.select(*shown).where(gl_account.c.id.in_(numbers)), AccountHead)
    by_id = {head.id: head for head in heads}
    tags: dict[tuple[int, str], list[Tag]] = {}
    for rule_id, side, tag_id, name, position in session.tuples(
        sa.select(
            accounting_rule_tag.c.rule_id,
            accounting_rule_tag.c.side,
            code_value.c.id,
            code_value.c.name,
            code_value.c.position,
        )
        .join(code_value, code_value.c.id == accounting_rule_tag.c.tag_id)
        .where(accounting_rule_tag.c.rule_id.in_([row["id"] for row in rows]))
        .order_by(code_value.c.id)
    ):
        tags.setdefault((rule_id, side), []).append(Tag(tag_id, name, position))
    return [_view(row, by_id, tags) for row in rows]


def _view(
    row: dict[str, Any], heads: dict[int, AccountHead], tags: dict[tuple[int, str], list[Tag]]
) -> AccountingRuleView:
    debit_tags, credit_tags = (tags.get((row["id"], side)) for side in SIDES)
    return AccountingRuleView(
        id=row["id"],
        office_id=row["office_id"],
        office_name=row["office_name"],
        name=row["name"],
        description=row["description"],
        debit_account=heads.get(row["debit_account_id"]),
        credit_account=heads.get(row["credit_account_id"]),
        debit_tags=debit_tags,
        credit_tags=credit_tags,
        many_debits=row["many_debits"] if debit_tags else None,
        many_credits=row["many_credits"] if credit_tags else None,
    )


@answers(ListAccountingRules, permission="READ_ACCOUNTINGRULE")
def list_rules(_query: ListAccountingRules, reading: Reading) -> list[AccountingRuleView]:
    """Within the actor's offices."""
    return _rules(reading)


@answers(GetAccountingRule, permission="READ_ACCOUNTINGRULE")
def get_rule(query: GetAccountingRule, reading: Reading) -> AccountingRuleView:
    """Raises NotFound."""
    found = _rules(reading, accounting_rule.c.id == query.rule)
    if not found:
        raise NotFound(kind=KIND, id=query.rule)
    return found[0]


@answers(GetAccountingRuleTemplate, permission="READ_ACCOUNTINGRULE")
def get_template(_query: GetAccountingRuleTemplate, reading: Reading) -> AccountingRuleTemplate:
    """Header accounts, disabled ones and those closed to entries by hand are left out."""
    usable = ListAccounts(usage=Usage.DETAIL, disabled=False, manual_entries_allowed=True)
    return AccountingRuleTemplate(offices=office_options(reading), accounts=accounts_listed(usable, reading))
