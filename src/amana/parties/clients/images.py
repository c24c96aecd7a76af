"""A client's picture: one per client, JPEG, GIF or PNG, told by its content."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.commands import handles
from amana.kernel.context import Reading
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound, invalid
from amana.parties.clients.store import ClientRecord, ClientStore
from amana.parties.records import client_image
from amana.parties.refs import client_ref
from amana.storage.statement import Statement

LARGEST_BYTES = 5 * 1024 * 1024

SIGNATURES: dict[bytes, str] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
"""How the content of each kind begins."""


@dataclass(frozen=True, kw_only=True)
class StoreClientImage:
    """Keep a picture, in the place of the one before. ``content`` is the file."""

    client: int
    content: bytes


@dataclass(frozen=True, kw_only=True)
class RemoveClientImage:
    """Forget the picture."""

    client: int


@dataclass(frozen=True, kw_only=True)
class ImageView:
    """The picture as a file."""

    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class GetClientImage:
    """The client's picture."""

    client: int


_adding = insert(client_image).values(
    {name: sa.bindparam(name) for name in ("client_id", "media_type", "content", "stored_at")}
)
_STORE = Statement(
    _adding.on_conflict_do_update(
        index_elements=[client_image.c.client_id],
        set_={name: _adding.excluded[name] for name in ("media_type", "content", "stored_at")},
    )
)
_DELETE = Statement(
    sa.delete(client_image)
    .where(client_image.c.client_id == sa.bindparam("client_id"))
    .returning(client_image.c.client_id)
)
_READ = Statement(
    sa.select(client_image.c.media_type, client_image.c.content).where(
        client_image.c.client_id == sa.bindparam("client_id")
    )
)


def media_type_of(content: bytes) -> str | None:
    """The kind of picture that the content is, None for anything else."""
    return next((kind for mark, kind in SIGNATURES.items() if content.startswith(mark)), None)


@handles(StoreClientImage, permission="CREATE_CLIENTIMAGE", secret=["content"])
def store(command: StoreClientImage, clients: ClientStore) -> Outcome:
    """Refuses what is no picture and what is too large."""
    record = clients.load(command.client)
    kind = media_type_of(command.content)
    if kind is None:
        raise invalid("content", "format", "The file is no JPEG, GIF or PNG.")
    if len(command.content) > LARGEST_BYTES:
        raise invalid("content", "too_large", f"The file exceeds {LARGEST_BYTES} bytes.", limit=LARGEST_BYTES)
    clients.work.session.run(
        _STORE,
        client_id=record.id,
        media_type=kind,
        content=command.content,
        stored_at=clients.work.now,
    )
    return _outcome(record)


@handles(RemoveClientImage, permission="DELETE_CLIENTIMAGE")
def remove(command: RemoveClientImage, clients: ClientStore) -> Outcome:
    """Refuses where there is none."""
    record = clients.load(command.client)
    if not clients.work.session.touched(_DELETE, client_id=record.id):
        raise NotFound(kind="image of client", id=record.id)
    return _outcome(record)


@answers(GetClientImage, permission="READ_CLIENTIMAGE")
def get_image(query: GetClientImage, reading: Reading) -> ImageView:
    """The picture."""
    client_ref(reading, query.client)
    found = reading.session.one(_READ, ImageView, client_id=query.client)
    if found is None:
        raise NotFound(kind="image of client", id=query.client)
    return found


def _outcome(record: ClientRecord) -> Outcome:
    return Outcome(
        kind="client_image",
        id=record.id,
        office=record.office_id,
        client=record.id,
        changes={},
        more={"identifier": str(record.id)},
    )
