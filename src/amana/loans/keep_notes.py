"""Notes about loans: add, edit, remove, read."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.loans.refs import loan_ref
from amana.loans.views import LoanView
from amana.parties.notes.keep import NoteSubject, add_note, edit_note, remove_note
from amana.parties.notes.queries import NoteKind, NoteView, note_about, notes_about


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
    """The notes about a loan, newest first."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class GetLoanNote:
    """One note about a loan."""

    loan: int
    note: int


def _subject(work: Work, loan: int) -> NoteSubject:
    found = loan_ref(work, loan)
    return NoteSubject(
        kind=NoteKind.LOAN,
        id=found.id,
        office=found.office,
        client=found.client,
        group=found.group,
        loan=found.id,
    )


@handles(AddLoanNote, permission="CREATE_LOANNOTE")
def add(command: AddLoanNote, work: Work) -> Outcome:
    """Whatever the loan's state."""
    return add_note(work, _subject(work, command.loan), command.text)


@handles(EditLoanNote, permission="UPDATE_LOANNOTE")
def edit(command: EditLoanNote, work: Work) -> Outcome:
    """Anybody with the right may edit, not only the author."""
    return edit_note(work, _subject(work, command.loan), command.note, command.text)


@handles(RemoveLoanNote, permission="DELETE_LOANNOTE")
def remove(command: RemoveLoanNote, work: Work) -> Outcome:
    """The audit keeps what it said."""
    return remove_note(work, _subject(work, command.loan), command.note)


@answers(ListLoanNotes, permission="READ_LOANNOTE")
def list_notes(query: ListLoanNotes, reading: Reading) -> list[NoteView]:
    """Notes about the loan's transactions are not among them."""
    return notes_about(reading, NoteKind.LOAN, loan_ref(reading, query.loan).id)


def notes_of(reading: Reading, view: LoanView) -> list[NoteView] | None:
    """The notes about a loan; None for who may not read notes."""
    return notes_about(reading, NoteKind.LOAN, view.id) if reading.actor.may("READ_LOANNOTE") else None


@answers(GetLoanNote, permission="READ_LOANNOTE")
def get_note(query: GetLoanNote, reading: Reading) -> NoteView:
    """Raises NotFound."""
    return note_about(reading, NoteKind.LOAN, loan_ref(reading, query.loan).id, query.note)
