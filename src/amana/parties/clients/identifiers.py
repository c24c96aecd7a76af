"""Identity papers of clients: no two clients have the same number of the same type."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.codes.lookup import require_value
from amana.kernel.codes.seeds import CUSTOMER_IDENTIFIER
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, NotFound
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.parties.clients.store import ClientStore
from amana.parties.records import client_identifier
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class IdentityPaper:
    """``document_type`` is a value of the code Customer Identifier, ``document_key`` the number on the paper."""

    document_type: int
    document_key: str
    description: str | None = None
    issued_by: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AddClientIdentifier:
    """Record a paper of a client."""

    client: int
    document_type: int
    document_key: str
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class UpdateClientIdentifier:
    """Change what is recorded of a paper."""

    client: int
    identifier: int
    document_type: int | UnsetType = UNSET
    document_key: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


@dataclass(frozen=True, kw_only=True)
class RemoveClientIdentifier:
    """Forget a paper."""

    client: int
    identifier: int


_INSERT = Statement(
    sa.insert(client_identifier).returning(client_identifier.c.id),
    columns=[
        *("client_id", "document_type_id", "document_key", "description"),
        *("issued_by", "valid_until"),
    ],
)
_TAKEN = Statement(
    sa.select(client_identifier.c.id).where(
        client_identifier.c.document_type_id == sa.bindparam("document_type"),
        client_identifier.c.document_key == sa.bindparam("document_key"),
    )
)
_LOAD = Statement(
    sa.select(
        client_identifier.c.document_type_id.label("document_type"),
        client_identifier.c.document_key,
        client_identifier.c.description,
    ).where(
        client_identifier.c.client_id == sa.bindparam("client_id"),
        client_identifier.c.id == sa.bindparam("identifier_id"),
    )
)
_DELETE = Statement(
    sa.delete(client_identifier)
    .where(
        client_identifier.c.client_id == sa.bindparam("client_id"),
        client_identifier.c.id == sa.bindparam("identifier_id"),
    )
    .returning(client_identifier.c.id)
)


@handles(AddClientIdentifier, permission="CREATE_CLIENTIDENTIFIER")
def add(command: AddClientIdentifier, clients: ClientStore) -> Outcome:
    """Refuses an unknown type and a number that is recorded already."""
    record = clients.load(command.client)
    paper = IdentityPaper(
        document_type=command.document_type,
        document_key=command.document_key,
        description=command.description,
    )
    made = add_paper(clients.work, record.id, paper)
    return Outcome(kind="client_identifier", id=made, office=record.office_id, client=record.id)


@handles(UpdateClientIdentifier, permission="UPDATE_CLIENTIDENTIFIER")
def update(command: UpdateClientIdentifier, clients: ClientStore) -> Outcome:
    """Refuses what adding refuses."""
    record = clients.load(command.client)
    session = clients.work.session
    current = session.record(_LOAD, client_id=record.id, identifier_id=command.identifier)
    if current is None:
        raise NotFound(kind="client identifier", id=command.identifier)
    changes = changed_fields(given(command, ("document_type", "document_key", "description")), current)
    if changes:
        wanted = {**current, **changes}
        require_value(session, CUSTOMER_IDENTIFIER, wanted["document_type"], field="document_type")
        _require_free(clients.work, wanted["document_type"], wanted["document_key"], but=command.identifier)
        values = {("document_type_id" if n == "document_type" else n): v for n, v in changes.items()}
        session.run(
            sa.update(client_identifier).where(client_identifier.c.id == command.identifier).values(**values)
        )
    return Outcome(
        kind="client_identifier",
        id=command.identifier,
        office=record.office_id,
        client=record.id,
        changes=changes,
    )


@handles(RemoveClientIdentifier, permission="DELETE_CLIENTIDENTIFIER")
def remove(command: RemoveClientIdentifier, clients: ClientStore) -> Outcome:
    """Takes the paper off the client's record."""
    record = clients.load(command.client)
    gone = clients.work.session.touched(_DELETE, client_id=record.id, identifier_id=command.identifier)
    if not gone:
        raise NotFound(kind="client identifier", id=command.identifier)
    return Outcome(kind="client_identifier", id=command.identifier, office=record.office_id, client=record.id)


def add_paper(work: Work, client_id: int, paper: IdentityPaper) -> int:
    """Record a paper of a client that the caller has checked; gives its id."""
    require_value(work.session, CUSTOMER_IDENTIFIER, paper.document_type, field="document_type")
    _require_free(work, paper.document_type, paper.document_key)
    return work.session.insert(
        _INSERT,
        client_id=client_id,
        document_type_id=paper.document_type,
        document_key=paper.document_key,
        description=paper.description,
        issued_by=paper.issued_by,
        valid_until=paper.valid_until,
    )


def _require_free(work: Work, document_type: int, document_key: str, but: int | None = None) -> None:
    holder = work.session.scalar(_TAKEN, document_type=document_type, document_key=document_key)
    if holder is not None and holder != but:
        raise Duplicate(kind="client identifier", field="document_key", value=document_key)
