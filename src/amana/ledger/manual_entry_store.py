"""What posting by hand loads: the office, the accounts, an accounting rule, an entry to take back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Work
from amana.kernel.currencies.catalogue import KnownCurrency, catalogue
from amana.kernel.currencies.selection import require_selected, selected
from amana.kernel.refusals import NotFound
from amana.ledger.closures import closed_through
from amana.ledger.entry import Line, Side
from amana.ledger.manual_entry_rules import PostableAccount, RuleOfSide
from amana.ledger.records import (
    accounting_rule,
    accounting_rule_tag,
    gl_account,
    journal_entry,
    journal_line,
    opening_balance,
)
from amana.storage.statement import Statement


@dataclass(frozen=True)
class PostingOffice:
    """The office that is posted in."""

    id: int
    hierarchy: str
    closed_through: date | None


@dataclass(frozen=True)
class StoredRule:
    """An accounting rule; ``hierarchy`` is the path of the office it is for."""

    debits: RuleOfSide
    credits: RuleOfSide
    hierarchy: str

    def of(self, side: Side) -> RuleOfSide:
        """What it says about a side."""
        return self.debits if side is Side.DEBIT else self.credits


@dataclass(frozen=True)
class StoredEntry:
    """A posted entry with its lines."""

    id: int
    transaction_ref: str
    value_date: date
    manual: bool
    reverses: int | None
    reversed: bool
    opening: bool
    """Whether it took over the balances of earlier books."""
    lines: tuple[Line, ...]


_OFFICE = Statement(
    sa.select(office.c.id, office.c.hierarchy, closed_through(office.c.id).label("closed_through")).where(
        office.c.id == sa.bindparam("office_id")
    )
)
_ACCOUNTS = Statement(
    sa.select(
        gl_account.c.id,
        gl_account.c.usage,
        gl_account.c.disabled,
        gl_account.c.manual_entries_allowed,
        gl_account.c.tag_id,
    ).where(gl_account.c.id == sa.any_(sa.bindparam("accounts", type_=sa.ARRAY(sa.BigInteger))))
)
_RULE = Statement(
    sa.select(accounting_rule, office.c.hierarchy)
    .select_from(accounting_rule.join(office, office.c.id == accounting_rule.c.office_id))
    .where(accounting_rule.c.id == sa.bindparam("rule_id"))
)
_RULE_TAGS = Statement(
    sa.select(accounting_rule_tag.c.side, accounting_rule_tag.c.tag_id).where(
        accounting_rule_tag.c.rule_id == sa.bindparam("rule_id")
    )
)
_REVERSAL = journal_entry.alias("reversal")
_ENTRIES = Statement(
    sa.select(
        journal_entry.c.id,
        journal_entry.c.transaction_ref,
        journal_entry.c.value_date,
        journal_entry.c.manual,
        journal_entry.c.reverses,
        sa.exists().where(_REVERSAL.c.reverses == journal_entry.c.id).label("reversed"),
        sa.exists().where(opening_balance.c.entry_id == journal_entry.c.id).label("opening"),
    )
    .where(journal_entry.c.transaction_ref == sa.bindparam("transaction_ref"))
    .order_by(journal_entry.c.id)
)
_LINES = Statement(
    sa.select(
        journal_line.c.account_id,
        journal_line.c.office_id,
        journal_line.c.side,
        journal_line.c.amount,
        journal_line.c.currency,
        journal_line.c.comments,
        office.c.hierarchy,
    )
    .select_from(journal_line.join(office, office.c.id == journal_line.c.office_id))
    .where(journal_line.c.entry_id == sa.bindparam("entry_id"))
    .order_by(journal_line.c.id)
)


class ManualEntries:
    """Loads for posting by hand."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def office(self, office_id: int) -> PostingOffice:
        """The office and its latest closing day; raises NotFound."""
        found = self._session.one(_OFFICE, PostingOffice, office_id=office_id)
        self._work.require_scope("office", office_id, found.hierarchy if found else None)
        if found is None:
            raise NotFound(kind="office", id=office_id)
        return found

    def currency(self, code: str | None) -> KnownCurrency:
        """The currency named, or the institution's first; raises InvalidInput for one it does not work in."""
        if code is not None:
            return require_selected(self._session, code)
        return catalogue()[selected(self._session)[0]]

    def accounts(self, ids: Iterable[int]) -> dict[int, PostableAccount]:
        """The accounts that there are, by id."""
        found = self._session.all(_ACCOUNTS, PostableAccount, accounts=sorted(set(ids)))
        return {account.id: account for account in found}

    def rule(self, rule_id: int) -> StoredRule:
        """An accounting rule of an office that the actor sees, or of one above; raises NotFound."""
        row = self._session.record(_RULE, rule_id=rule_id)
        if row is None or not _related(self._work.actor.hierarchy, row["hierarchy"]):
            raise NotFound(kind="accounting_rule", id=rule_id)
        tags: dict[str, set[int]] = {Side.DEBIT: set(), Side.CREDIT: set()}
        for side, tag in self._session.tuples(_RULE_TAGS, rule_id=rule_id):
            tags[side].add(tag)
        debits, credits_ = (
            RuleOfSide(
                account=row[f"{side}_account_id"],
                tags=frozenset(tags[side]),
                many=row[f"many_{side}s"],
            )
            for side in Side
        )
        return StoredRule(debits, credits_, row["hierarchy"])

    def entries(self, transaction_ref: str) -> list[StoredEntry]:
        """The entries of a transaction, within the actor's offices; raises NotFound where there are none."""
        rows = self._session.records(_ENTRIES, transaction_ref=transaction_ref)
        if not rows:
            raise NotFound(kind="journal_entry", id=transaction_ref)
        return [self._entry(row) for row in rows]

    def _entry(self, row: dict[str, Any]) -> StoredEntry:
        lines = []
        for values in self._session.tuples(_LINES, entry_id=row["id"]):
            account, office_id, side, amount, currency, comments, hierarchy = values
            self._work.require_scope("journal_entry", row["transaction_ref"], hierarchy)
            lines.append(
                Line(
                    account=account,
                    office=office_id,
                    side=Side(side),
                    amount=amount,
                    currency=currency,
                    comments=comments,
                )
            )
        return StoredEntry(**row, lines=tuple(lines))


def _related(hierarchy: str, other: str) -> bool:
    return hierarchy.startswith(other) or other.startswith(hierarchy)
