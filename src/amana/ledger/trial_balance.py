"""Balances as of any day: the trial balance of an office with those below it, and the statement of one account.

Nothing is kept for them: a balance is a sum of lines, so a backdated posting shows at once on every day from its value
date on. ``known_at`` leaves out what was booked later, so that yesterday's report can be drawn again.
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

ZERO = Decimal(0)


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


def _sum_of(side: Side) -> sa.ColumnElement[Decimal]:
    amount = sa.func.sum(journal_line.c.amount).filter(journal_line.c.side == side.value)
    return sa.func.coalesce(amount, 0)


_SIGNED = sa.case(
    (journal_line.c.side == Side.DEBIT.value, journal_line.c.amount), else_=-journal_line.c.amount
)


def _within(reading: Reading, office_id: int | None) -> sa.ColumnElement[bool]:
    """Lines of an office and those below; raises NotFound for one the actor does not see."""
    path = reading.actor.hierarchy
    if office_id is not None:
        path = reading.session.scalar(sa.select(office.c.hierarchy).where(office.c.id == office_id))
        reading.require_scope("office", office_id, path)
    if path == ".":
        return sa.true()
    below = sa.select(office.c.id).where(office.c.hierarchy.startswith(path))
    return journal_line.c.office_id.in_(below)


@answers(GetTrialBalance, permission="READ_JOURNALENTRY")
def get_trial_balance(query: GetTrialBalance, reading: Reading) -> TrialBalance:
    """Raises NotFound."""
    sums = sa.select(
        journal_line.c.account_id,
        journal_line.c.currency,
        _sum_of(Side.DEBIT).label("debit"),
        _sum_of(Side.CREDIT).label("credit"),
    ).where(journal_line.c.value_date <= query.on, _within(reading, query.office))
    if query.currency is not None:
        sums = sums.where(journal_line.c.currency == query.currency)
    if query.known_at is not None:
        booked = journal_entry.c.booked_at <= query.known_at
        sums = sums.join(journal_entry, journal_entry.c.id == journal_line.c.entry_id).where(booked)
    summed = sums.group_by(journal_line.c.account_id, journal_line.c.currency).subquery("summed")
    rows = reading.session.records(
        sa.select(
            gl_account.c.id.label("account_id"),
            gl_account.c.code.label("account_code"),
            gl_account.c.name.label("account_name"),
            gl_account.c.account_class,
            summed.c.currency,
            summed.c.debit,
            summed.c.credit,
        )
        .join(summed, summed.c.account_id == gl_account.c.id)
        .order_by(gl_account.c.code, summed.c.currency)
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
        _within(reading, query.office),
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
