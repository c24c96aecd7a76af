"""Notes about loans: add, edit, remove, and read, newest first."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.loans.notes import LOAN
from amana.loans.records import loan
from amana.loans.statements import OFFICE_ID
from amana.parties.notes.keep import NoteSubject, add_note, edit_note, remove_note
from amana.parties.notes.queries import NoteView, note_about, notes_about
from amana.parties.records import client, client_group
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class AddLoanNote:
    """A note about a loan."""

    loan: int
    text: str


@dataclass(frozen=True, kw_only=True)
class EditLoanNote:
    """Another text for a note about a loan."""

    loan: int
    note: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RemoveLoanNote:
    """Remove a note about a loan."""

    loan: int
    note: int


@dataclass(frozen=True, kw_only=True)
class ListLoanNotes:
    """The notes about a loan."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class GetLoanNote:
    """One note about a loan."""

    loan: int
    note: int


_SUBJECT = Statement(
    sa.select(loan.c.client_id, loan.c.group_id, office.c.id.label("office_id"), office.c.hierarchy)
    .select_from(
        loan.outerjoin(client, client.c.id == loan.c.client_id)
        .outerjoin(client_group, client_group.c.id == loan.c.group_id)
        .join(office, office.c.id == OFFICE_ID)
    )
    .where(loan.c.id == sa.bindparam("number"))
)


def _subject(reading: Reading, number: int) -> NoteSubject:
    row = reading.session.record(_SUBJECT, number=number)
    reading.require_scope("loan", number, row["hierarchy"] if row is not None else None)
    assert row is not None  # noqa: S101 - require_scope has refused None
    return NoteSubject(
        kind=LOAN,
        id=number,
        office=row["office_id"],
        client=row["client_id"],
        group=row["group_id"],
        loan=number,
    )


@handles(AddLoanNote, permission="CREATE_LOANNOTE")
def add(command: AddLoanNote, work: Work) -> Outcome:
    """Refuses an empty note."""
    return add_note(work, _subject(work, command.loan), command.text)


@handles(EditLoanNote, permission="UPDATE_LOANNOTE")
def edit(command: EditLoanNote, work: Work) -> Outcome:
    """Refuses an empty note."""
    return edit_note(work, _subject(work, command.loan), command.note, command.text)


@handles(RemoveLoanNote, permission="DELETE_LOANNOTE")
def remove(command: RemoveLoanNote, work: Work) -> Outcome:
    """Refuses a note about another loan."""
    return remove_note(work, _subject(work, command.loan), command.note)


@answers(ListLoanNotes, permission="READ_LOANNOTE")
def list_notes(query: ListLoanNotes, reading: Reading) -> list[NoteView]:
    """Newest first."""
    return notes_about(reading, LOAN, _subject(reading, query.loan).id)


@answers(GetLoanNote, permission="READ_LOANNOTE")
def get_note(query: GetLoanNote, reading: Reading) -> NoteView:
    """The note."""
    return note_about(reading, LOAN, _subject(reading, query.loan).id, query.note)
