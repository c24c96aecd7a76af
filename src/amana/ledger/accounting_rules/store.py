"""Accounting rules as their commands load and save them."""

from collections.abc import Iterable

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.codes.records import code, code_value
from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.ledger.accounting_rules.definition import SIDES, AccountingRule, problems
from amana.ledger.manual_entry_store import ManualEntries
from amana.ledger.records import accounting_rule, accounting_rule_tag
from amana.ledger.tags import TAG_LISTS
from amana.storage.statement import Statement

KIND = "accounting_rule"


_COLUMNS = (
    "name",
    "office_id",
    "description",
    "debit_account_id",
    "credit_account_id",
    "many_debits",
    "many_credits",
)
_LOAD = Statement(
    sa.select(accounting_rule, office.c.hierarchy)
    .select_from(accounting_rule.join(office, office.c.id == accounting_rule.c.office_id))
    .where(accounting_rule.c.id == sa.bindparam("rule_id"))
    .with_for_update(of=accounting_rule)
)
_TAGS = Statement(
    sa.select(accounting_rule_tag.c.side, accounting_rule_tag.c.tag_id)
    .where(accounting_rule_tag.c.rule_id == sa.bindparam("rule_id"))
    .order_by(accounting_rule_tag.c.tag_id)
)
_NAMED = Statement(sa.select(accounting_rule.c.id).where(accounting_rule.c.name == sa.bindparam("name")))
_KNOWN_TAGS = Statement(
    sa.select(code_value.c.id)
    .join(code, code.c.id == code_value.c.code_id)
    .where(code.c.name.in_(list(TAG_LISTS.values())), code_value.c.active)
)
_INSERT = Statement(sa.insert(accounting_rule).returning(accounting_rule.c.id), columns=list(_COLUMNS))
_ADD_TAG = Statement(sa.insert(accounting_rule_tag), columns=["rule_id", "side", "tag_id"])
_CLEAR_TAGS = Statement(
    sa.delete(accounting_rule_tag).where(accounting_rule_tag.c.rule_id == sa.bindparam("rule_id"))
)
_DELETE = Statement(sa.delete(accounting_rule).where(accounting_rule.c.id == sa.bindparam("rule_id")))


class AccountingRules:
    """Loads and saves rules."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session
        self._entries = ManualEntries(work)

    def load(self, rule_id: int) -> AccountingRule:
        """Lock and load a rule of the actor's offices; raises NotFound."""
        row = self._session.record(_LOAD, rule_id=rule_id)
        self._work.require_scope(KIND, rule_id, row["hierarchy"] if row else None)
        if row is None:
            raise NotFound(kind=KIND, id=rule_id)
        tags: dict[str, list[int]] = {side: [] for side in SIDES}
        for side, tag in self._session.tuples(_TAGS, rule_id=rule_id):
            tags[side].append(tag)
        return AccountingRule(
            name=row["name"],
            office=row["office_id"],
            description=row["description"],
            debit_account=row["debit_account_id"],
            credit_account=row["credit_account_id"],
            debit_tags=tuple(tags["debit"]),
            credit_tags=tuple(tags["credit"]),
            many_debits=row["many_debits"],
            many_credits=row["many_credits"],
        )

    def require_sound(self, rule: AccountingRule, *, except_id: int | None = None) -> None:
        """Raises NotFound for an office out of reach, InvalidInput, Duplicate."""
        self._entries.office(rule.office)
        wanted = (rule.account(side) for side in SIDES)
        accounts = self._entries.accounts(number for number in wanted if number is not None)
        tags = frozenset(tag for (tag,) in self._session.tuples(_KNOWN_TAGS))
        found = tuple(problems(rule, accounts, tags))
        if found:
            raise InvalidInput(found)
        holder = self._session.scalar(_NAMED, name=rule.name)
        if holder is not None and holder != except_id:
            raise Duplicate(kind=KIND, field="name", value=rule.name)

    def add(self, rule: AccountingRule) -> int:
        """Insert and give the id."""
        made = self._session.insert(_INSERT, **_columns_of(rule))
        self._add_tags(made, rule)
        return made

    def save(self, rule_id: int, rule: AccountingRule) -> None:
        """Store another rule under the same id."""
        changing = sa.update(accounting_rule).where(accounting_rule.c.id == rule_id)
        self._session.run(changing.values(_columns_of(rule)))
        self._session.run(_CLEAR_TAGS, rule_id=rule_id)
        self._add_tags(rule_id, rule)

    def delete(self, rule_id: int) -> None:
        """Remove; entries posted by the rule stay."""
        self._session.run(_DELETE, rule_id=rule_id)

    def _add_tags(self, rule_id: int, rule: AccountingRule) -> None:
        pairs: Iterable[tuple[str, int]] = ((side, tag) for side in SIDES for tag in set(rule.tags(side)))
        for side, tag in pairs:
            self._session.run(_ADD_TAG, rule_id=rule_id, side=side, tag_id=tag)


def _columns_of(rule: AccountingRule) -> dict[str, object]:
    names = {
        "office_id": "office",
        "debit_account_id": "debit_account",
        "credit_account_id": "credit_account",
    }
    return {column: getattr(rule, names.get(column, column)) for column in _COLUMNS}
