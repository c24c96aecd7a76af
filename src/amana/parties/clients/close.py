"""Closing a client that has nothing open any more, and taking it up again."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from amana.kernel.codes.lookup import require_value
from amana.kernel.codes.seeds import CLIENT_CLOSURE_REASON
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.parties import obligations
from amana.parties.clients.states import ClientVerb
from amana.parties.clients.store import ClientStore, outcome_of
from amana.parties.dates import require_not_before, require_not_future


@dataclass(eq=False, kw_only=True)
class ClientHasOpenAccounts(Refused):
    """Loans and savings come to their end first."""

    code: ClassVar[str] = "client_has_open_accounts"
    message: ClassVar[str] = "Client {client} has open accounts and cannot be closed."

    client: int


@dataclass(frozen=True, kw_only=True)
class CloseClient:
    """``reason`` is a value of the code ClientClosureReason."""

    client: int
    on: date
    reason: int


@dataclass(frozen=True, kw_only=True)
class ReactivateClient:
    """A closed client applies again: it is pending from then on."""

    client: int
    on: date


@handles(CloseClient, permission="CLOSE_CLIENT")
def close(command: CloseClient, clients: ClientStore) -> Outcome:
    """Refuses while any account is open, and a day before the activation or in the future."""
    record = clients.load(command.client)
    status = record.after(ClientVerb.CLOSE)
    require_value(clients.work.session, CLIENT_CLOSURE_REASON, command.reason, field="reason")
    require_not_future("on", command.on, clients.work.business_date)
    require_not_before("on", command.on, record.activated_on, "the activation")
    require_not_before("on", command.on, record.submitted_on, "the application")
    if obligations.has_open(clients.work.session, obligations.Party.CLIENT, record.id):
        raise ClientHasOpenAccounts(client=record.id)
    clients.step(record.id, "closed", command.on, closure_reason_id=command.reason, status=str(status))
    clients.work.announce("client.closed", {"client": record.id, "on": command.on.isoformat()})
    return outcome_of(record, {"status": status, "closed_on": command.on, "reason": command.reason})


@handles(ReactivateClient, permission="REACTIVATE_CLIENT")
def reactivate(command: ReactivateClient, clients: ClientStore) -> Outcome:
    """Refuses a day before the closure or in the future."""
    record = clients.load(command.client)
    status = record.after(ClientVerb.REACTIVATE)
    require_not_future("on", command.on, clients.work.business_date)
    require_not_before("on", command.on, record.closed_on, "the closure")
    clients.step(
        record.id,
        "reactivated",
        command.on,
        status=str(status),
        submitted_on=command.on,
        activated_on=None,
        activated_by=None,
        closed_on=None,
        closed_by=None,
        closure_reason_id=None,
    )
    return outcome_of(record, {"status": status, "reactivated_on": command.on})
