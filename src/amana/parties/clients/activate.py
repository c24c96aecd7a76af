"""Activating a client: from now on contracts may be made with it."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.parties.clients.states import ClientVerb
from amana.parties.clients.store import ClientStore, outcome_of
from amana.parties.dates import require_not_before, require_not_future


@dataclass(frozen=True, kw_only=True)
class ActivateClient:
    """``on`` is the day from which the client is active."""

    client: int
    on: date


@handles(ActivateClient, permission="ACTIVATE_CLIENT")
def activate(command: ActivateClient, clients: ClientStore) -> Outcome:
    """Refuses a day before the office opened or before the application, and one in the future."""
    record = clients.load(command.client)
    status = record.after(ClientVerb.ACTIVATE)
    require_not_future("on", command.on, clients.work.business_date)
    require_not_before("on", command.on, record.office_opened_on, "the office opened")
    require_not_before("on", command.on, record.submitted_on, "the application")
    clients.step(record.id, "activated", command.on, status=str(status))
    clients.work.announce("client.activated", {"client": record.id, "on": command.on.isoformat()})
    return outcome_of(record, {"status": status, "activated_on": command.on})
