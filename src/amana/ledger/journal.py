"""Posting: one statement inserts an entry with its lines; the database checks the balance again."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from amana.kernel.context import Work
from amana.kernel.currencies.selection import uses_currencies
from amana.ledger.entry import Entry
from amana.ledger.records import journal_entry, journal_line
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

_ENTRY_COLUMNS = [c.name for c in journal_entry.columns if c.name != "id"]


def _post() -> Statement:
    added = (
        sa.insert(journal_entry)
        .values({name: sa.bindparam(name) for name in _ENTRY_COLUMNS})
        .returning(journal_entry.c.id)
        .cte("added")
    )
    columns = ("account_id", "office_id", "side", "amount", "currency", "comments")
    unnested = sa.func.unnest(
        sa.bindparam("accounts", type_=ARRAY(sa.BigInteger)),
        sa.bindparam("offices", type_=ARRAY(sa.BigInteger)),
        sa.bindparam("sides", type_=ARRAY(sa.Text)),
        sa.bindparam("amounts", type_=ARRAY(sa.Numeric)),
        sa.bindparam("currencies", type_=ARRAY(sa.Text)),
        sa.bindparam("line_comments", type_=ARRAY(sa.Text)),
    )
    lines = unnested.table_valued(*columns, name="line").render_derived()
    rows = sa.select(
        added.c.id,
        lines.c.account_id,
        lines.c.office_id,
        lines.c.side,
        lines.c.amount,
        lines.c.currency,
        lines.c.comments,
        sa.cast(sa.bindparam("value_date"), sa.Date),
    ).select_from(added.join(lines, sa.true()))
    names = ["entry_id", "account_id", "office_id", "side", "amount", "currency", "comments", "value_date"]
    return Statement(sa.insert(journal_line).from_select(names, rows))


POST = _post()


_IN_CURRENCY = Statement(sa.select(sa.exists().where(journal_line.c.currency == sa.bindparam("currency"))))


@uses_currencies
def has_entries_in(session: ReadSession, currency: str) -> bool:
    """Whether anything was posted in the currency."""
    return bool(session.scalar(_IN_CURRENCY, currency=currency))


class Journal:
    """Where slices post their entries."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def post(self, entry: Entry) -> None:
        """Send the entry with the transaction; it carries the command, its user and the booking time.

        The value date has to be open (see ``closures``); that is checked before, when the command is decided.
        """
        lines = entry.lines
        self._work.session.run(
            POST,
            transaction_ref=entry.transaction_ref,
            value_date=entry.value_date,
            booked_at=self._work.now,
            source_kind=entry.source_kind,
            source_id=entry.source_id,
            event_id=entry.event_id,
            command_id=self._work.command_id,
            created_by=self._work.actor.user_id,
            manual=entry.manual,
            reverses=entry.reverses,
            comments=entry.comments,
            reference_number=entry.reference_number,
            payment=dict(entry.payment) if entry.payment is not None else None,
            accounts=[line.account for line in lines],
            offices=[line.office for line in lines],
            sides=[str(line.side) for line in lines],
            amounts=[line.amount for line in lines],
            currencies=[line.currency for line in lines],
            line_comments=[line.comments for line in lines],
        )
