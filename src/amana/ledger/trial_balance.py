"""Balances as of any day: the trial balance of an office with those below it, and the statement of one account.

A balance is a sum of lines, so a backdated posting shows at once on every day from its value date on. Only what is
closed is final: each closure keeps its closing balances, and a trial balance adds what was posted since the latest
closure before its day. ``known_at`` leaves out what was booked later, so that yesterday's report can be drawn again; it
adds up all lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.account_types import AccountClass
from amana.ledger.entry import Side
from amana.ledger.records import gl_account, journal_entry, journal_line


@dataclass(frozen=True, kw_only=True)
class GetTrialBalance:
    """At the end of ``on`` by value date; of ``office`` with all below it, or of the actor's."""

    on: date
    office: int | None = None
    currency: str | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AccountBalance:
    """The sums of an account in one currency."""

    account_id: int
    account_code: str
    account_name: str
    account_class: AccountClass
    currency: str
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        """In the account's own direction: positive when it stands on the side on which it grows."""
        return in_direction(self.account_class, self.debit - self.credit)


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """Accounts that were ever posted to, by code."""

    on: date
    rows: Sequence[AccountBalance]


@dataclass(frozen=True, kw_only=True)
class GetAccountStatement:
    """An account's lines from ``from_date`` to ``to_date``, both inclusive, in one currency."""

    account: int
    from_date: date
    to_date: date
    currency: str
    office: int | None = None


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """A line and the balance after it, in the account's own direction."""

    id: int
    transaction_ref: str
    value_date: date
    side: Side
    amount: Decimal
    running_balance: Decimal


@dataclass(frozen=True, kw_only=True)
class AccountStatement:
    """Balances are in the account's own direction."""

    account_id: int
    currency: str
    opening_balance: Decimal
    closing_balance: Decimal
    lines: Sequence[StatementLine]


def in_direction(account_class: AccountClass, debit_less_credit: Decimal) -> Decimal:
    """A balance as the account's class counts it."""
    return debit_less_credit if account_class.normal_side is Side.DEBIT else -debit_less_credit


_SIGNED = sa.case(
    (journal_line.c.side == Side.DEBIT.value, journal_line.c.amount), else_=-journal_line.c.amount
)


def _path(reading: Reading, office_id: int | None) -> str:
    """The path of the office asked for, or of the actor's; raises NotFound for one the actor does not see."""
    if office_id is None:
        return reading.actor.hierarchy
    path = reading.session.scalar(sa.select(office.c.hierarchy).where(office.c.id == office_id))
    reading.require_scope("office", office_id, path)
    return str(path)


# Office by office: the closing balances of the latest closure, then the lines after it.
_SINCE_CLOSURES = """
WITH scope AS (SELECT id FROM office WHERE starts_with(hierarchy, %(path)s)),
closed AS (
  SELECT scope.id AS office_id, c.id AS closure_id, c.closed_on
    FROM scope LEFT JOIN LATERAL (
      SELECT id, closed_on FROM gl_closure
       WHERE office_id = scope.id AND closed_on <= %(on)s ORDER BY closed_on DESC LIMIT 1) c ON true),
moved AS (
  SELECT b.account_id, b.currency, b.debit, b.credit
    FROM closed JOIN gl_closure_balance b ON b.closure_id = closed.closure_id
  UNION ALL
  SELECT l.account_id, l.currency, l.debit, l.credit
    FROM closed CROSS JOIN LATERAL (
      SELECT account_id, currency,
             coalesce(sum(amount) FILTER (WHERE side = 'debit'), 0) AS debit,
             coalesce(sum(amount) FILTER (WHERE side = 'credit'), 0) AS credit
        FROM journal_line
       WHERE office_id = closed.office_id AND value_date <= %(on)s
         AND value_date > coalesce(closed.closed_on, '-infinity')
       GROUP BY account_id, currency) l)
"""
_AS_KNOWN = """
WITH moved AS (
  SELECT l.account_id, l.currency,
         CASE l.side WHEN 'debit' THEN l.amount ELSE 0 END AS debit,
         CASE l.side WHEN 'credit' THEN l.amount ELSE 0 END AS credit
    FROM journal_line l
    JOIN journal_entry e ON e.id = l.entry_id AND e.booked_at <= %(known_at)s
    JOIN office o ON o.id = l.office_id AND starts_with(o.hierarchy, %(path)s)
   WHERE l.value_date <= %(on)s)
"""
_BY_ACCOUNT = """
SELECT a.id AS account_id, a.code AS account_code, a.name AS account_name, a.account_class, moved.currency,
       sum(moved.debit) AS debit, sum(moved.credit) AS credit
  FROM moved JOIN gl_account a ON a.id = moved.account_id
 WHERE %(currency)s::text IS NULL OR moved.currency = %(currency)s
 GROUP BY a.id, moved.currency ORDER BY a.code, moved.currency
"""


@answers(GetTrialBalance, permission="READ_JOURNALENTRY")
def get_trial_balance(query: GetTrialBalance, reading: Reading) -> TrialBalance:
    """Raises NotFound."""
    moved = _SINCE_CLOSURES if query.known_at is None else _AS_KNOWN
    rows = reading.session.records(
        moved + _BY_ACCOUNT,
        path=_path(reading, query.office),
        on=query.on,
        currency=query.currency,
        known_at=query.known_at,
    )
    made = [AccountBalance(**{**row, "account_class": AccountClass(row["account_class"])}) for row in rows]
    return TrialBalance(on=query.on, rows=made)


@answers(GetAccountStatement, permission="READ_JOURNALENTRY")
def get_account_statement(query: GetAccountStatement, reading: Reading) -> AccountStatement:
    """Raises NotFound."""
    found = reading.session.scalar(
        sa.select(gl_account.c.account_class).where(gl_account.c.id == query.account)
    )
    if found is None:
        raise NotFound(kind="gl_account", id=query.account)
    account_class = AccountClass(found)
    of_account = (
        journal_line.c.account_id == query.account,
        journal_line.c.currency == query.currency,
        journal_line.c.office_id.in_(
            sa.select(office.c.id).where(office.c.hierarchy.startswith(_path(reading, query.office)))
        ),
    )
    before = reading.session.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(_SIGNED), 0)).where(
            *of_account, journal_line.c.value_date < query.from_date
        )
    )
    balance = in_direction(account_class, Decimal(before))
    opening, lines = balance, []
    for row in _lines(reading, query, of_account):
        balance += in_direction(account_class, row.pop("signed"))
        lines.append(StatementLine(**{**row, "side": Side(row["side"])}, running_balance=balance))
    return AccountStatement(
        account_id=query.account,
        currency=query.currency,
        opening_balance=opening,
        closing_balance=balance,
        lines=lines,
    )


def _lines(
    reading: Reading, query: GetAccountStatement, of_account: tuple[sa.ColumnElement[bool], ...]
) -> list[dict[str, Any]]:
    return reading.session.records(
        sa.select(
            journal_line.c.id,
            journal_entry.c.transaction_ref,
            journal_line.c.value_date,
            journal_line.c.side,
            journal_line.c.amount,
            _SIGNED.label("signed"),
        )
        .join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
        .where(*of_account, journal_line.c.value_date.between(query.from_date, query.to_date))
        .order_by(journal_line.c.value_date, journal_line.c.id)
    )
