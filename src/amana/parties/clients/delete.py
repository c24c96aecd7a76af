"""Deleting a client that never became one: pending, without accounts."""

from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.records import identity
from amana.kernel.refusals import NotAllowedInState, Refused
from amana.parties import obligations
from amana.parties.addresses import keep_address
from amana.parties.clients.states import ClientStatus
from amana.parties.clients.store import ClientStore, outcome_of
from amana.parties.records import client, note
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class ClientHasAccounts(Refused):
    """Who has, or had, accounts stays on record."""

    code: ClassVar[str] = "client_has_accounts"
    message: ClassVar[str] = "Client {client} has accounts and cannot be deleted."

    client: int


@dataclass(frozen=True, kw_only=True)
class DeleteClient:
    """Remove a pending client with its papers, picture and notes, for good."""

    client: int


_DELETE = Statement(sa.delete(client).where(client.c.id == sa.bindparam("client_id")))
_FORGET = Statement(
    sa.delete(identity).where(identity.c.kind == "client", identity.c.id == sa.bindparam("client_id"))
)
_DROP_NOTES = Statement(
    sa.delete(note).where(note.c.subject == "client", note.c.subject_id == sa.bindparam("client_id"))
)


@handles(DeleteClient, permission="DELETE_CLIENT")
def delete(command: DeleteClient, clients: ClientStore) -> Outcome:
    """Refuses a client that is not pending, or that has applied for an account."""
    record = clients.load(command.client)
    if record.status != ClientStatus.PENDING:
        raise NotAllowedInState(kind="client", status=record.status, verb="delete")
    session = clients.work.session
    if obligations.has_any(session, obligations.Party.CLIENT, record.id):
        raise ClientHasAccounts(client=record.id)
    session.run(_DROP_NOTES, client_id=record.id)
    keep_address(clients.work, "client", record.id, None)
    session.run(_DELETE, client_id=record.id)
    session.run(_FORGET, client_id=record.id)
    return outcome_of(record)
