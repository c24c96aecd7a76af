"""Ledger accounts, entries and balances for the tests of the ledger."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.ledger.entry import Entry, Line, Side
from tests.submitting import perform

_NUMBERS = itertools.count(1)


def account(
    tenant: Tenant,
    actor: Actor,
    account_class: AccountClass = AccountClass.ASSET,
    usage: Usage = Usage.DETAIL,
    **more: Any,
) -> int:
    """A new account of its own code."""
    number = next(_NUMBERS)
    named = {"name": f"Account {number}", "code": f"C-{number}", **more}
    command = CreateAccount(account_class=account_class, usage=usage, **named)
    return int(perform(tenant, actor, command).id)


def entry(
    debit: int, credit: int, amount: str = "100", on: date = date(2020, 5, 1), office: int = 1, **more: Any
) -> Entry:
    """A balanced entry over two accounts, in dollars."""
    sides = ((debit, Side.DEBIT), (credit, Side.CREDIT))
    lines = tuple(
        Line(account=which, office=office, side=side, amount=Decimal(amount), currency="USD")
        for which, side in sides
    )
    return Entry(transaction_ref=f"T{next(_NUMBERS)}", value_date=on, lines=lines, **more)


def value_of(tenant: Tenant, query: sa.Select[Any]) -> Any:
    """One value from the database."""
    with tenant.database.reading() as session:
        return session.scalar(query)
