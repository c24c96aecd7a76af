"""Journal lines as they are shown, each with the entry it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.context import Reading
from amana.kernel.filtering import to_clause
from amana.kernel.paging import Sorting
from amana.kernel.queries import ListQuery, Page, answers
from amana.kernel.records import audit
from amana.kernel.refusals import NotFound, invalid
from amana.ledger.account_types import AccountClass
from amana.ledger.entry import Side
from amana.ledger.records import gl_account, journal_entry, journal_line


@dataclass(frozen=True, kw_only=True)
class JournalLineView:
    """One line. ``booked_on`` is the business day of the command that posted it, ``transaction_ref`` what clients call
    the entry; a line without comments of its own shows its entry's.
    """

    id: int
    entry_id: int
    transaction_ref: str
    office_id: int
    office_name: str
    account_id: int
    account_name: str
    account_code: str
    account_class: AccountClass
    side: Side
    amount: Decimal
    currency: str
    value_date: date
    booked_at: datetime
    booked_on: date
    manual: bool
    source_kind: str | None
    source_id: int | None
    event_id: int | None
    command_id: int
    created_by: int
    created_by_username: str
    comments: str | None
    reference_number: str | None
    reverses: int | None
    reversed: bool


@dataclass(frozen=True, kw_only=True)
class ListJournalLines(ListQuery):
    """Lines of the actor's offices by value date; every filter is optional, days are inclusive.

    ``as_it_stands`` leaves out what was posted for a ``transaction`` before it came to count differently.
    """

    office: int | None = None
    account: int | None = None
    manual_only: bool = False
    from_date: date | None = None
    to_date: date | None = None
    transaction: str | None = None
    source_kind: str | None = None
    source: int | None = None
    loan: int | None = None
    as_it_stands: bool = False


@dataclass(frozen=True, kw_only=True)
class GetJournalLine:
    """One line."""

    line: int


_REVERSAL = journal_entry.alias("reversal")
_same = journal_entry.alias("same")
_LATEST = (
    sa.select(sa.func.max(_same.c.id))
    .where(_same.c.transaction_ref == journal_entry.c.transaction_ref, _same.c.reverses.is_(None))
    .correlate(journal_entry)
    .scalar_subquery()
)
"""The last entry of a transaction that takes nothing back."""
_BOOKED_ON = sa.func.coalesce(
    audit.c.business_date, sa.cast(sa.func.timezone("UTC", journal_entry.c.booked_at), sa.Date)
)

COLUMNS: Mapping[str, sa.ColumnElement[Any]] = {
    "id": journal_line.c.id,
    "transaction_ref": journal_entry.c.transaction_ref,
    "value_date": journal_line.c.value_date,
    "booked_at": journal_entry.c.booked_at,
    "office_id": journal_line.c.office_id,
    "office_name": office.c.name,
    "account_id": journal_line.c.account_id,
    "account_code": gl_account.c.code,
    "account_name": gl_account.c.name,
    "amount": journal_line.c.amount,
    "currency": journal_line.c.currency,
}
"""What lists can be filtered and sorted by."""

_FROM = (
    journal_line.join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
    .join(office, office.c.id == journal_line.c.office_id)
    .join(gl_account, gl_account.c.id == journal_line.c.account_id)
    .join(app_user, app_user.c.id == journal_entry.c.created_by)
    # The audit row is written at the end of the command: missing only while it is still under way.
    .outerjoin(audit, audit.c.id == journal_entry.c.command_id)
)
_SELECT = sa.select(
    journal_line.c.id,
    journal_line.c.entry_id,
    journal_entry.c.transaction_ref,
    journal_line.c.office_id,
    office.c.name.label("office_name"),
    journal_line.c.account_id,
    gl_account.c.name.label("account_name"),
    gl_account.c.code.label("account_code"),
    gl_account.c.account_class,
    journal_line.c.side,
    journal_line.c.amount,
    journal_line.c.currency,
    journal_line.c.value_date,
    journal_entry.c.booked_at,
    _BOOKED_ON.label("booked_on"),
    journal_entry.c.manual,
    journal_entry.c.source_kind,
    journal_entry.c.source_id,
    journal_entry.c.event_id,
    journal_entry.c.command_id,
    journal_entry.c.created_by,
    app_user.c.username.label("created_by_username"),
    sa.func.coalesce(journal_line.c.comments, journal_entry.c.comments).label("comments"),
    journal_entry.c.reference_number,
    journal_entry.c.reverses,
    sa.exists().where(_REVERSAL.c.reverses == journal_entry.c.id).label("reversed"),
).select_from(_FROM)


def _view(row: dict[str, Any]) -> JournalLineView:
    words = {"account_class": AccountClass(row["account_class"]), "side": Side(row["side"])}
    return JournalLineView(**{**row, **words})


def _narrowed(query: ListJournalLines, reading: Reading) -> list[sa.ColumnElement[bool]]:
    clauses: list[sa.ColumnElement[bool]] = [office.c.hierarchy.startswith(reading.actor.hierarchy)]
    asked: list[tuple[Any, sa.Column[Any]]] = [
        (query.office, journal_line.c.office_id),
        (query.account, journal_line.c.account_id),
        (query.manual_only or None, journal_entry.c.manual),
        (query.transaction, journal_entry.c.transaction_ref),
        (query.source_kind, journal_entry.c.source_kind),
        (query.source, journal_entry.c.source_id),
    ]
    clauses += [column == value for value, column in asked if value is not None]
    if query.as_it_stands and query.transaction is not None:
        clauses.append(journal_entry.c.id >= _LATEST)
    if query.loan is not None:
        clauses += [journal_entry.c.source_kind == "loan", journal_entry.c.source_id == query.loan]
    if query.from_date is not None:
        clauses.append(journal_line.c.value_date >= query.from_date)
    if query.to_date is not None:
        clauses.append(journal_line.c.value_date <= query.to_date)
    if query.where is not None:
        clauses.append(to_clause(query.where, COLUMNS))
    return clauses


@answers(ListJournalLines, permission="READ_JOURNALENTRY")
def list_journal_lines(query: ListJournalLines, reading: Reading) -> Page[JournalLineView]:
    """Raises InvalidInput for an unknown sort or filter field."""
    clauses, page = _narrowed(query, reading), query.page
    column = COLUMNS.get(page.order_by or "value_date")
    if column is None:
        text = f"Lists cannot be sorted by {page.order_by}."
        raise invalid("order_by", "not_one_of", text, page.order_by)
    order = Sorting(((column, page.descending), (journal_line.c.id, page.descending)))
    wanted = _SELECT.add_columns(*order.columns()).where(*clauses)
    if page.after is not None:
        wanted = wanted.where(order.after(page.after))
    rows = reading.session.records(wanted.order_by(*order.clauses()).offset(page.offset).limit(page.limit))
    end = order.taken_from(rows)
    if page.holds_all(len(rows)):
        total = len(rows)
    else:
        total = reading.session.scalar(sa.select(sa.func.count()).select_from(_FROM).where(*clauses))
    return Page(items=[_view(row) for row in rows], total=total, end=end)


@answers(GetJournalLine, permission="READ_JOURNALENTRY")
def get_journal_line(query: GetJournalLine, reading: Reading) -> JournalLineView:
    """Raises NotFound."""
    within = office.c.hierarchy.startswith(reading.actor.hierarchy)
    row = reading.session.record(_SELECT.where(journal_line.c.id == query.line, within))
    if row is None:
        raise NotFound(kind="journal_entry", id=query.line)
    return _view(row)
