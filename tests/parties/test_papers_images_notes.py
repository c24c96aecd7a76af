"""What is kept beside a client: papers, a picture, notes."""

import pytest

from amana.kernel.codes.queries import ListCodeOptions
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.parties.clients.identifiers import (
    AddClientIdentifier,
    IdentityPaper,
    RemoveClientIdentifier,
    UpdateClientIdentifier,
)
from amana.parties.clients.images import GetClientImage, RemoveClientImage, StoreClientImage
from amana.parties.clients.papers import GetClientIdentifier, ListClientIdentifiers
from amana.parties.clients.queries import GetClient
from amana.parties.groups.create import CreateGroup
from amana.parties.notes.queries import GetClientNote, ListClientNotes, ListGroupNotes
from amana.parties.notes.write import (
    AddClientNote,
    AddGroupNote,
    EditClientNote,
    EditGroupNote,
    RemoveClientNote,
    RemoveGroupNote,
)
from tests.parties.conftest import HEAD_OFFICE, Institution, Refusal

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def kinds(mfi: Institution) -> dict[str, int]:
    return {one.name: one.id for one in mfi.ask(ListCodeOptions(code="Customer Identifier"))}


def test_papers(mfi: Institution, refused: Refusal) -> None:
    passport, licence = kinds(mfi)["Passport"], kinds(mfi)["Drivers License"]
    client, other, key = mfi.client(), mfi.client(), mfi.name("KA")
    paper = mfi.make(
        AddClientIdentifier(client=client, document_type=passport, document_key=key, description="seen")
    )
    view = mfi.ask(GetClientIdentifier(client=client, identifier=paper))
    assert (view.document_type.name, view.document_key, view.description) == ("Passport", key, "seen")
    same = AddClientIdentifier(client=other, document_type=passport, document_key=key)
    assert refused(Duplicate, same).params()["field"] == "document_key"
    mfi.make(AddClientIdentifier(client=other, document_type=licence, document_key=key))
    refused(InvalidInput, AddClientIdentifier(client=client, document_type=987_654, document_key="1"))
    outcome = mfi.do(UpdateClientIdentifier(client=client, identifier=paper, document_key=key + "x"))
    assert outcome.changes == {"document_key": key + "x"}
    refused(
        Duplicate,
        UpdateClientIdentifier(client=client, identifier=paper, document_type=licence, document_key=key),
    )
    refused(NotFound, RemoveClientIdentifier(client=other, identifier=paper))
    mfi.do(RemoveClientIdentifier(client=client, identifier=paper))
    assert mfi.ask(ListClientIdentifiers(client=client)) == []


def test_papers_may_come_with_the_registration(mfi: Institution) -> None:
    paper = IdentityPaper(document_type=kinds(mfi)["Id"], document_key=mfi.name("ID"))
    client = mfi.client(papers=(paper,))
    (listed,) = mfi.ask(ListClientIdentifiers(client=client))
    assert listed.document_key == paper.document_key


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PNG, "image/png"),
        (b"GIF89a" + bytes(9), "image/gif"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "image/jpeg"),
    ],
)
def test_a_picture_is_told_by_its_content(mfi: Institution, content: bytes, media_type: str) -> None:
    client = mfi.client()
    assert not mfi.ask(GetClient(client=client)).has_image
    mfi.do(StoreClientImage(client=client, content=content))
    image = mfi.ask(GetClientImage(client=client))
    assert (image.media_type, image.content) == (media_type, content)
    assert mfi.ask(GetClient(client=client)).has_image


def test_one_picture_and_no_other_file(mfi: Institution, refused: Refusal) -> None:
    client = mfi.client()
    refused(InvalidInput, StoreClientImage(client=client, content=b"<svg/>"))
    refused(InvalidInput, StoreClientImage(client=client, content=PNG + bytes(5 * 1024 * 1024)))
    mfi.do(StoreClientImage(client=client, content=b"GIF89a"))
    mfi.do(StoreClientImage(client=client, content=PNG))
    assert mfi.ask(GetClientImage(client=client)).media_type == "image/png"
    with mfi.tenant.database.reading() as session:
        body = session.scalar("SELECT body FROM audit WHERE command = 'StoreClientImage' ORDER BY id DESC")
    assert body["content"] == "***"
    mfi.do(RemoveClientImage(client=client))
    refused(NotFound, RemoveClientImage(client=client))
    with pytest.raises(NotFound):
        mfi.ask(GetClientImage(client=client))


def test_notes_newest_first(mfi: Institution, refused: Refusal) -> None:
    client, other = mfi.client(), mfi.client()
    first = mfi.make(AddClientNote(client=client, text="First note"))
    second = mfi.make(AddClientNote(client=client, text="Second note"))
    assert [one.id for one in mfi.ask(ListClientNotes(client=client))] == [second, first]
    changed = mfi.do(EditClientNote(client=client, note=first, text="First note edited"))
    assert changed.changes == {"text": "First note edited"}
    view = mfi.ask(GetClientNote(client=client, note=first))
    assert (view.text, view.created_by_username) == ("First note edited", "mifos")
    assert view.updated_at > view.created_at
    refused(InvalidInput, AddClientNote(client=client, text="  "))
    refused(NotFound, EditClientNote(client=other, note=first, text="not mine"))
    mfi.do(RemoveClientNote(client=client, note=second))
    assert [one.id for one in mfi.ask(ListClientNotes(client=client))] == [first]


def test_notes_about_groups(mfi: Institution) -> None:
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=HEAD_OFFICE))
    note = mfi.do(AddGroupNote(group=group, text="meets on Fridays"))
    assert (note.group, note.client, note.office) == (group, None, HEAD_OFFICE)
    mfi.do(EditGroupNote(group=group, note=int(note.id), text="meets on Mondays"))
    assert [one.text for one in mfi.ask(ListGroupNotes(group=group))] == ["meets on Mondays"]
    mfi.do(RemoveGroupNote(group=group, note=int(note.id)))
    assert mfi.ask(ListGroupNotes(group=group)) == []
