"""Loading and saving a client."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.parties.clients.states import ClientStatus, ClientVerb, next_status
from amana.parties.records import client, client_number
from amana.storage.statement import Statement

_to = office.alias("transfer_office")


@dataclass(frozen=True, kw_only=True)
class ClientRecord:
    """A client as its verbs decide from it."""

    id: int
    status: str
    office_id: int
    hierarchy: str
    office_opened_on: date
    staff_id: int | None
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    full_name: str | None
    legal_form: str | None
    submitted_on: date | None
    registered_on: date
    activated_on: date | None
    closed_on: date | None
    rejected_on: date | None
    withdrawn_on: date | None
    transfer_office_id: int | None
    transfer_hierarchy: str | None

    def after(self, verb: ClientVerb) -> ClientStatus:
        """The status that the verb leads to; NotAllowedInState where it does not."""
        return next_status(ClientStatus(self.status), verb)


_LOCK = Statement(
    sa.select(client.c.id).where(client.c.id == sa.bindparam("client_id")).with_for_update(key_share=True)
)
_LOAD = Statement(
    sa.select(
        client.c.id,
        client.c.status,
        client.c.office_id,
        office.c.hierarchy,
        office.c.opened_on.label("office_opened_on"),
        client.c.staff_id,
        client.c.first_name,
        client.c.middle_name,
        client.c.last_name,
        client.c.full_name,
        client.c.legal_form,
        client.c.submitted_on,
        client.c.registered_on,
        client.c.activated_on,
        client.c.closed_on,
        client.c.rejected_on,
        client.c.withdrawn_on,
        client.c.transfer_office_id,
        _to.c.hierarchy.label("transfer_hierarchy"),
    )
    .select_from(
        client.join(office, office.c.id == client.c.office_id).outerjoin(
            _to, _to.c.id == client.c.transfer_office_id
        )
    )
    .where(client.c.id == sa.bindparam("client_id"))
)
NEXT_NUMBER = Statement(sa.select(client_number.next_value()))


class ClientStore:
    """The clients of the tenant, one at a time."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def load(self, client_id: int) -> ClientRecord:
        """Lock and read a client of the actor's subtree."""
        found = self._locked(client_id)
        self.work.require_scope("client", client_id, found.hierarchy)
        return found

    def load_proposed(self, client_id: int) -> ClientRecord:
        """Lock and read a client of the subtree, or one that is proposed to an office in it."""
        found = self._locked(client_id)
        if found.transfer_hierarchy is None or not self.work.actor.sees(found.transfer_hierarchy):
            self.work.require_scope("client", client_id, found.hierarchy)
        return found

    def _locked(self, client_id: int) -> ClientRecord:
        # two statements: one that locks and joins can find the new client and the old office after waiting
        self.work.session.run(_LOCK, client_id=client_id)
        found = self.work.session.one(_LOAD, ClientRecord, client_id=client_id)
        if found is None:
            raise NotFound(kind="client", id=client_id)
        return found

    def save(self, client_id: int, **values: Any) -> None:
        """Write the columns given."""
        change = sa.update(client).where(client.c.id == client_id)
        self.work.session.run(change.values(**values, changed_at=self.work.now))

    def step(self, client_id: int, step: str, on: date | None, **values: Any) -> None:
        """Write a step of the life cycle (its day and the user, or their absence) and the columns given."""
        by = self.work.actor.user_id if on is not None else None
        self.save(client_id, **{f"{step}_on": on, f"{step}_by": by}, **values)


def outcome_of(record: ClientRecord, changes: dict[str, Any] | None = None, **more: Any) -> Outcome:
    """What a verb answers about a client."""
    return Outcome(
        kind="client", id=record.id, office=record.office_id, client=record.id, changes=changes, **more
    )
