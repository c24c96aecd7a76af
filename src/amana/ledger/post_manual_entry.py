"""Posting an entry by hand."""

import secrets
import string
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.ledger.closures import booking_day
from amana.ledger.entry import Entry, Side
from amana.ledger.journal import Journal
from amana.ledger.manual_entry_rules import (
    EntryInFuture,
    ManualLine,
    RuleNotFollowed,
    as_lines,
    lines_of_side,
    require_amounts,
    require_balance,
    require_postable,
)
from amana.ledger.manual_entry_store import ManualEntries, StoredRule

PERMISSION = "CREATE_JOURNALENTRY"
REFERENCE_LENGTH = 15
REFERENCE_SIGNS = string.ascii_uppercase + string.digits


@dataclass(frozen=True, kw_only=True)
class PostManualEntry:
    """Debits and credits of one office come to the same; with an ``accounting_rule`` a side that the rule fixes may be
    left out when ``amount`` says how much. ``currency`` is the institution's first where it is not given.
    """

    office: int
    value_date: date
    debits: tuple[ManualLine, ...] = ()
    credits: tuple[ManualLine, ...] = ()
    amount: Decimal | None = None
    accounting_rule: int | None = None
    currency: str | None = None
    comments: str | None = None
    reference_number: str | None = None


@handles(PostManualEntry, permission=PERMISSION, grouping="accounting")
def post_manual_entry(
    command: PostManualEntry, entries: ManualEntries, journal: Journal, work: Work
) -> Outcome:
    """Raises InvalidInput, NotFound, EntryInFuture, EntryUnbalanced, AccountNotPostable, RuleNotFollowed,
    PeriodClosed, AmountLimitExceeded.
    """
    office = entries.office(command.office)
    require_day(command.value_date, work)
    day = booking_day(work.moment, office.closed_through, command.value_date)
    rule = None if command.accounting_rule is None else entries.rule(command.accounting_rule)
    if rule is not None and not office.hierarchy.startswith(rule.hierarchy):
        raise RuleNotFollowed(side="office", why="it is for another office")
    currency = entries.currency(command.currency)
    sides = _sides(command, rule)
    for side, lines in sides.items():
        require_amounts(lines, side, currency.digits)
    total = require_balance(sides[Side.DEBIT], sides[Side.CREDIT], command.amount)
    work.actor.require_amount(PERMISSION, total)
    accounts = entries.accounts(line.account for lines in sides.values() for line in lines)
    for side, lines in sides.items():
        require_postable(lines, side, accounts, rule.of(side) if rule else None)
    entry = Entry(
        transaction_ref=new_reference(),
        value_date=day,
        lines=tuple(line for side in Side for line in as_lines(sides[side], side, office.id, currency.code)),
        manual=True,
        comments=command.comments,
        reference_number=command.reference_number,
    )
    journal.post(entry)
    return posted(entry, office.id)


def _sides(command: PostManualEntry, rule: StoredRule | None) -> dict[Side, tuple[ManualLine, ...]]:
    given = {Side.DEBIT: command.debits, Side.CREDIT: command.credits}
    return {
        side: lines_of_side(lines, side, rule.of(side) if rule else None, command.amount)
        for side, lines in given.items()
    }


def require_day(value_date: date, work: Work) -> None:
    """Refuse a day after the business day."""
    if value_date > work.business_date:
        raise EntryInFuture(value_date=value_date, business_date=work.business_date)


def new_reference() -> str:
    """A random transaction reference for an entry that no account caused."""
    return "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(REFERENCE_LENGTH))


def posted(entry: Entry, office: int) -> Outcome:
    """What the posting of an entry comes to."""
    return Outcome(
        kind="journal_entry",
        id=entry.transaction_ref,
        office=office,
        more={"transaction_ref": entry.transaction_ref},
    )
