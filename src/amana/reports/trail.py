"""From a journal line back to where it comes from: entry, event, command, and everybody who had a hand in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.audit import Result
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.records import audit
from amana.kernel.refusals import NotFound
from amana.ledger.records import gl_account, journal_entry, journal_line
from amana.loans.records import loan_event
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class TrailEvent:
    """What happened to the contract. ``number`` counts the events of the contract."""

    id: int
    number: int
    kind: str
    value_date: date
    booked_at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TrailCommand:
    """An audit row on the way: what was asked, by whom, through which door, and what became of it."""

    audit_id: int
    command: str
    user_id: int
    username: str
    made_at: datetime
    business_date: date
    result: Result
    source: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Trail:
    """``amount`` is positive, in ``currency``. ``commands``: the one that posted the entry, then, where that was an
    approval, the one that a maker had submitted.
    """

    line: int
    side: str
    amount: Decimal
    currency: str
    account_code: str
    account_name: str
    office_id: int
    office_name: str
    entry: int
    transaction_ref: str
    value_date: date
    booked_at: datetime
    source_kind: str | None
    source_id: int | None
    manual: bool
    event: TrailEvent | None
    commands: Sequence[TrailCommand]


@dataclass(frozen=True, kw_only=True)
class JournalTrail:
    """Where one journal line comes from."""

    line: int


_LINE = Statement(
    sa.select(
        journal_line.c.id.label("line"),
        journal_line.c.side,
        journal_line.c.amount,
        journal_line.c.currency,
        gl_account.c.code.label("account_code"),
        gl_account.c.name.label("account_name"),
        office.c.id.label("office_id"),
        office.c.name.label("office_name"),
        office.c.hierarchy,
        journal_entry.c.id.label("entry"),
        journal_entry.c.transaction_ref,
        journal_entry.c.value_date,
        journal_entry.c.booked_at,
        journal_entry.c.source_kind,
        journal_entry.c.source_id,
        journal_entry.c.manual,
        journal_entry.c.event_id,
        journal_entry.c.command_id,
    )
    .select_from(
        journal_line.join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
        .join(gl_account, gl_account.c.id == journal_line.c.account_id)
        .join(office, office.c.id == journal_line.c.office_id)
    )
    .where(journal_line.c.id == sa.bindparam("line"))
)
_EVENTS: Mapping[str, Statement] = {
    "loan": Statement(
        sa.select(
            loan_event.c.id,
            loan_event.c.seq.label("number"),
            loan_event.c.kind,
            loan_event.c.value_date,
            loan_event.c.booked_at,
            loan_event.c.body,
        ).where(loan_event.c.id == sa.bindparam("event"))
    )
}
"""Where the events of each kind of contract are."""

_COMMANDS = Statement(
    sa.select(
        audit.c.id.label("audit_id"),
        audit.c.command,
        audit.c.user_id,
        app_user.c.username,
        audit.c.made_at,
        audit.c.business_date,
        audit.c.result,
        audit.c.source,
        audit.c.body,
    )
    .join(app_user, app_user.c.id == audit.c.user_id)
    .where(
        sa.or_(
            audit.c.id == sa.bindparam("command"),
            audit.c.id
            == sa.select(audit.c.approves).where(audit.c.id == sa.bindparam("command")).scalar_subquery(),
        )
    )
    .order_by(audit.c.id.desc())
)


@answers(JournalTrail, permission="READ_JOURNALENTRY")
def journal_trail(query: JournalTrail, at: Reading) -> Trail:
    """Raises NotFound, also for a line of other offices."""
    found = at.session.record(_LINE, line=query.line)
    at.require_scope("journal line", query.line, found["hierarchy"] if found is not None else None)
    if found is None:
        raise NotFound(kind="journal line", id=query.line)
    del found["hierarchy"]
    event_id, command_id = found.pop("event_id"), found.pop("command_id")
    events = _EVENTS.get(found["source_kind"] or "")
    event = at.session.one(events, TrailEvent, event=event_id) if events and event_id else None
    commands = [
        TrailCommand(**{**row, "result": Result(row["result"])})
        for row in at.session.records(_COMMANDS, command=command_id)
    ]
    return Trail(**found, event=event, commands=commands)
