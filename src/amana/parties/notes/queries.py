"""Notes as they are shown, newest first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from amana.kernel.access.records import app_user
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.parties.records import note
from amana.parties.refs import client_ref, group_ref
from amana.storage.statement import Statement

_maker = app_user.alias("maker")
_changer = app_user.alias("changer")


class NoteKind(StrEnum):
    """What notes are about."""

    CLIENT = "client"
    GROUP = "group"
    LOAN = "loan"
    LOAN_TRANSACTION = "loan_transaction"
    SAVINGS = "savings"


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """A note. ``kind`` (a value of ``NoteKind``) and ``subject_id`` say what it is about."""

    id: int
    kind: str
    subject_id: int
    text: str
    created_by: int
    created_by_username: str
    created_at: datetime
    updated_by: int
    updated_by_username: str
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class ListClientNotes:
    """The notes about a client."""

    client: int


@dataclass(frozen=True, kw_only=True)
class GetClientNote:
    """One note about a client."""

    client: int
    note: int


@dataclass(frozen=True, kw_only=True)
class ListGroupNotes:
    """The notes about a group or centre."""

    group: int


@dataclass(frozen=True, kw_only=True)
class GetGroupNote:
    """One note about a group or centre."""

    group: int
    note: int


_NOTES = (
    sa.select(
        note.c.id,
        note.c.subject.label("kind"),
        note.c.subject_id,
        note.c.text,
        note.c.created_by,
        _maker.c.username.label("created_by_username"),
        note.c.created_at,
        note.c.updated_by,
        _changer.c.username.label("updated_by_username"),
        note.c.updated_at,
    )
    .select_from(
        note.join(_maker, _maker.c.id == note.c.created_by).join(_changer, _changer.c.id == note.c.updated_by)
    )
    .where(note.c.subject == sa.bindparam("kind"), note.c.subject_id == sa.bindparam("subject"))
    .order_by(note.c.created_at.desc(), note.c.id.desc())
)
_ALL = Statement(_NOTES)
_ONE = Statement(_NOTES.where(note.c.id == sa.bindparam("note_id")))


def notes_about(reading: Reading, kind: str, subject_id: int) -> list[NoteView]:
    """The notes about a record that the caller may see."""
    return reading.session.all(_ALL, NoteView, kind=kind, subject=subject_id)


def note_about(reading: Reading, kind: str, subject_id: int, note_id: int) -> NoteView:
    """One of them."""
    found = reading.session.one(_ONE, NoteView, kind=kind, subject=subject_id, note_id=note_id)
    if found is None:
        raise NotFound(kind="note", id=note_id)
    return found


@answers(ListClientNotes, permission="READ_CLIENTNOTE")
def list_client_notes(query: ListClientNotes, reading: Reading) -> list[NoteView]:
    """Newest first."""
    return notes_about(reading, "client", client_ref(reading, query.client).id)


@answers(GetClientNote, permission="READ_CLIENTNOTE")
def get_client_note(query: GetClientNote, reading: Reading) -> NoteView:
    """The note."""
    return note_about(reading, "client", client_ref(reading, query.client).id, query.note)


@answers(ListGroupNotes, permission="READ_GROUPNOTE")
def list_group_notes(query: ListGroupNotes, reading: Reading) -> list[NoteView]:
    """Newest first."""
    return notes_about(reading, "group", group_ref(reading, query.group).id)


@answers(GetGroupNote, permission="READ_GROUPNOTE")
def get_group_note(query: GetGroupNote, reading: Reading) -> NoteView:
    """The note."""
    return note_about(reading, "group", group_ref(reading, query.group).id, query.note)
