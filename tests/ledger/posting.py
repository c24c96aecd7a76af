"""Posting straight to the journal, as slices do inside their commands."""

from dataclasses import replace
from datetime import date
from typing import Any

from amana.kernel.context import Actor, Work
from amana.kernel.tenant import Tenant
from amana.ledger.closures import require_open
from amana.ledger.entry import Entry
from amana.ledger.journal import Journal
from tests.ledger.accounts import entry


def post_entry(tenant: Tenant, actor: Actor, made: Entry, *, check: bool = True) -> None:
    """Post in a transaction of its own; ``check=False`` leaves the closed periods to the database."""
    with tenant.database.writing() as session:
        moment, number = tenant.moment_and_number(session)
        work = Work(session, actor, moment, number)
        if check:
            made = replace(made, value_date=require_open(work, made.lines[0].office, made.value_date))
        Journal(work).post(made)


def post(
    tenant: Tenant,
    actor: Actor,
    debit: int,
    credit: int,
    amount: str = "100",
    on: date = date(2020, 5, 1),
    office: int = 1,
    **more: Any,
) -> str:
    """Post a balanced entry over two accounts and give its reference."""
    made = entry(debit, credit, amount, on, office, **more)
    post_entry(tenant, actor, made)
    return made.transaction_ref
