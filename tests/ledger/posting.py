"""Posting straight to the journal, as slices do inside their commands."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.context import Actor, Work
from amana.kernel.outcome import Outcome
from amana.kernel.tenant import Tenant
from amana.ledger.closures import require_open
from amana.ledger.entry import Entry
from amana.ledger.journal import Journal
from tests.ledger.accounts import entry
from tests.submitting import perform


@dataclass(frozen=True, kw_only=True)
class PostForTest:
    """Stands for the commands of product slices."""

    entry: Any
    check: bool = True


@handles(PostForTest, permission="CREATE_TESTENTRY")
def post_for_test(command: PostForTest, work: Work, journal: Journal) -> Outcome:
    made: Entry = command.entry
    if command.check:
        day = require_open(work, made.lines[0].office, made.value_date)
        made = replace(made, value_date=day)
    journal.post(made)
    return Outcome(kind="journal_entry", id=made.transaction_ref)


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
    """Post a balanced entry and give its reference."""
    made = entry(debit, credit, amount, on, office, **more)
    return str(perform(tenant, actor, PostForTest(entry=made)).id)
