"""A client's identity papers as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.codes.queries import CodeValueView, code_options
from amana.kernel.codes.records import code_value
from amana.kernel.codes.seeds import CUSTOMER_IDENTIFIER
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.parties.clients.queries import NamedRef
from amana.parties.records import client_identifier
from amana.parties.refs import client_ref
from amana.storage.session import ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class IdentifierOptions:
    """The kinds of paper to choose from."""

    document_types: list[CodeValueView]


@dataclass(frozen=True, kw_only=True)
class IdentifierView:
    """A paper of a client."""

    id: int
    client_id: int
    document_type: NamedRef
    document_key: str
    description: str | None
    issued_by: str | None = None
    valid_until: date | None = None
    options: IdentifierOptions | None = None


@dataclass(frozen=True, kw_only=True)
class ListClientIdentifiers:
    """The papers of a client."""

    client: int


@dataclass(frozen=True, kw_only=True)
class GetClientIdentifier:
    """One paper."""

    client: int
    identifier: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetIdentifierOptions:
    """What a form for a new paper offers."""

    client: int


_PAPERS = (
    sa.select(
        client_identifier.c.id,
        client_identifier.c.client_id,
        client_identifier.c.document_type_id,
        code_value.c.name.label("document_type"),
        client_identifier.c.document_key,
        client_identifier.c.description,
        client_identifier.c.issued_by,
        client_identifier.c.valid_until,
    )
    .join(code_value, code_value.c.id == client_identifier.c.document_type_id)
    .order_by(client_identifier.c.id)
)
_OF_CLIENT = _PAPERS.where(client_identifier.c.client_id == sa.bindparam("client_id"))
_ALL = Statement(_OF_CLIENT)
_ONE = Statement(_OF_CLIENT.where(client_identifier.c.id == sa.bindparam("identifier_id")))


@answers(ListClientIdentifiers, permission="READ_CLIENTIDENTIFIER")
def list_identifiers(query: ListClientIdentifiers, reading: Reading) -> list[IdentifierView]:
    """In the order of their recording."""
    client_ref(reading, query.client)
    return [_view(row) for row in reading.session.records(_ALL, client_id=query.client)]


@answers(GetClientIdentifier, permission="READ_CLIENTIDENTIFIER")
def get_identifier(query: GetClientIdentifier, reading: Reading) -> IdentifierView:
    """The paper."""
    client_ref(reading, query.client)
    row = reading.session.record(_ONE, client_id=query.client, identifier_id=query.identifier)
    if row is None:
        raise NotFound(kind="client identifier", id=query.identifier)
    return _view(row, _options(reading) if query.with_options else None)


@answers(GetIdentifierOptions, permission="READ_CLIENTIDENTIFIER")
def get_options(query: GetIdentifierOptions, reading: Reading) -> IdentifierOptions:
    """The kinds of paper."""
    client_ref(reading, query.client)
    return _options(reading)


def papers_of(session: ReadSession, clients: Sequence[int]) -> dict[int, list[IdentifierView]]:
    """The papers of several clients, by the client's id."""
    found: dict[int, list[IdentifierView]] = {}
    for row in session.records(_PAPERS.where(client_identifier.c.client_id.in_(clients))):
        found.setdefault(row["client_id"], []).append(_view(row))
    return found


def _options(reading: Reading) -> IdentifierOptions:
    return IdentifierOptions(document_types=code_options(reading.session, CUSTOMER_IDENTIFIER))


def _view(row: dict[str, Any], options: IdentifierOptions | None = None) -> IdentifierView:
    kind = NamedRef(id=row.pop("document_type_id"), name=row.pop("document_type"))
    return IdentifierView(**row, document_type=kind, options=options)
