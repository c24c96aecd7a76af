"""Writing, changing and removing notes, whatever they are about.

A slice whose records carry notes declares its own commands (each has its own permission) and hands over to these
functions the subject it has locked and checked.
"""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound, invalid
from amana.parties.records import note
from amana.storage.statement import Statement

LONGEST_NOTE = 10_000


@dataclass(frozen=True, kw_only=True)
class NoteSubject:
    """What a note is about, and what the answer names beside it."""

    kind: str
    """client, group, loan, ..."""
    id: int
    office: int
    client: int | None = None
    group: int | None = None
    loan: int | None = None
    savings: int | None = None


_INSERT = Statement(
    sa.insert(note).returning(note.c.id),
    columns=["subject", "subject_id", "text", "created_by", "created_at", "updated_by", "updated_at"],
)
_LOAD = Statement(
    sa.select(note.c.text)
    .where(
        note.c.subject == sa.bindparam("kind"),
        note.c.subject_id == sa.bindparam("subject"),
        note.c.id == sa.bindparam("note_id"),
    )
    .with_for_update()
)
_UPDATE = Statement(
    sa.update(note)
    .where(note.c.id == sa.bindparam("note_id"))
    .values(text=sa.bindparam("words"), updated_by=sa.bindparam("by"), updated_at=sa.bindparam("at"))
)
_DELETE = Statement(sa.delete(note).where(note.c.id == sa.bindparam("note_id")))


def keep_note(work: Work, kind: str, subject_id: int, text: str | None) -> None:
    """Add a note that came along with another command, where there is one."""
    if text is not None and text.strip():
        _add(work, kind, subject_id, text)


def add_note(work: Work, subject: NoteSubject, text: str) -> Outcome:
    """Add a note; InvalidInput for an empty one."""
    return _outcome(subject, _add(work, subject.kind, subject.id, text))


def edit_note(work: Work, subject: NoteSubject, note_id: int, text: str) -> Outcome:
    """Replace the text of a note of the subject."""
    before = _require(work, subject, note_id)
    _check(text)
    changed = before != text
    if changed:
        work.session.run(_UPDATE, note_id=note_id, words=text, by=work.actor.user_id, at=work.now)
    return replace(_outcome(subject, note_id), changes={"text": text} if changed else {})


def remove_note(work: Work, subject: NoteSubject, note_id: int) -> Outcome:
    """Remove a note of the subject."""
    _require(work, subject, note_id)
    work.session.run(_DELETE, note_id=note_id)
    return _outcome(subject, note_id)


def _add(work: Work, kind: str, subject_id: int, text: str) -> int:
    _check(text)
    user = work.actor.user_id
    return work.session.insert(
        _INSERT,
        subject=kind,
        subject_id=subject_id,
        text=text,
        created_by=user,
        created_at=work.now,
        updated_by=user,
        updated_at=work.now,
    )


def _check(text: str) -> None:
    if not text.strip():
        raise invalid("text", "blank", "text cannot be blank.")
    if len(text) > LONGEST_NOTE:
        raise invalid("text", "too_long", f"text exceeds {LONGEST_NOTE} characters.", limit=LONGEST_NOTE)


def _require(work: Work, subject: NoteSubject, note_id: int) -> str:
    text: str | None = work.session.scalar(_LOAD, kind=subject.kind, subject=subject.id, note_id=note_id)
    if text is None:
        raise NotFound(kind="note", id=note_id)
    return text


def _outcome(subject: NoteSubject, note_id: int) -> Outcome:
    return Outcome(
        kind="note",
        id=note_id,
        office=subject.office,
        client=subject.client,
        group=subject.group,
        loan=subject.loan,
        savings=subject.savings,
    )
