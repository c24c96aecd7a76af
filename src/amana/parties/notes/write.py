"""Notes about clients and groups: add, edit, remove."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.parties.notes.keep import NoteSubject, add_note, edit_note, remove_note
from amana.parties.refs import client_ref, group_ref


@dataclass(frozen=True, kw_only=True)
class AddClientNote:
    """A note about a client."""

    client: int
    text: str


@dataclass(frozen=True, kw_only=True)
class EditClientNote:
    """Another text for a note about a client."""

    client: int
    note: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RemoveClientNote:
    """Remove a note about a client."""

    client: int
    note: int


@dataclass(frozen=True, kw_only=True)
class AddGroupNote:
    """A note about a group or centre."""

    group: int
    text: str


@dataclass(frozen=True, kw_only=True)
class EditGroupNote:
    """Another text for a note about a group or centre."""

    group: int
    note: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RemoveGroupNote:
    """Remove a note about a group or centre."""

    group: int
    note: int


def _client(work: Work, client_id: int) -> NoteSubject:
    found = client_ref(work, client_id)
    return NoteSubject(kind="client", id=found.id, office=found.office_id, client=found.id)


def _group(work: Work, group_id: int) -> NoteSubject:
    found = group_ref(work, group_id)
    return NoteSubject(kind="group", id=found.id, office=found.office_id, group=found.id)


@handles(AddClientNote, permission="CREATE_CLIENTNOTE")
def add_to_client(command: AddClientNote, work: Work) -> Outcome:
    """Refuses an empty note."""
    return add_note(work, _client(work, command.client), command.text)


@handles(EditClientNote, permission="UPDATE_CLIENTNOTE")
def edit_of_client(command: EditClientNote, work: Work) -> Outcome:
    """Refuses an empty note."""
    return edit_note(work, _client(work, command.client), command.note, command.text)


@handles(RemoveClientNote, permission="DELETE_CLIENTNOTE")
def remove_of_client(command: RemoveClientNote, work: Work) -> Outcome:
    """Refuses a note about somebody else."""
    return remove_note(work, _client(work, command.client), command.note)


@handles(AddGroupNote, permission="CREATE_GROUPNOTE")
def add_to_group(command: AddGroupNote, work: Work) -> Outcome:
    """Refuses an empty note."""
    return add_note(work, _group(work, command.group), command.text)


@handles(EditGroupNote, permission="UPDATE_GROUPNOTE")
def edit_of_group(command: EditGroupNote, work: Work) -> Outcome:
    """Refuses an empty note."""
    return edit_note(work, _group(work, command.group), command.note, command.text)


@handles(RemoveGroupNote, permission="DELETE_GROUPNOTE")
def remove_of_group(command: RemoveGroupNote, work: Work) -> Outcome:
    """Refuses a note about another group."""
    return remove_note(work, _group(work, command.group), command.note)
