"""Moving a client to another office: proposed by one, accepted or rejected by the other."""

from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound, Refused
from amana.parties.clients.states import ClientVerb, next_status
from amana.parties.clients.store import ClientRecord, ClientStore, outcome_of
from amana.parties.groups.membership import admit_to
from amana.parties.moves import ClientMoved, tell
from amana.parties.notes.keep import keep_note
from amana.parties.records import group_member
from amana.parties.refs import office_ref
from amana.parties.staff.assignment import require_staff_of
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class TransferToSameOffice(Refused):
    """A transfer leads to another office."""

    code: ClassVar[str] = "transfer_to_same_office"
    message: ClassVar[str] = "Client {client} belongs to office {office} already."

    client: int
    office: int


@dataclass(eq=False, kw_only=True)
class TransferForOther(Refused):
    """Only the office it is proposed to may decide about a transfer."""

    code: ClassVar[str] = "transfer_for_other"
    message: ClassVar[str] = "The transfer of client {client} is for another office to decide."

    client: int


@dataclass(frozen=True, kw_only=True)
class ProposeClientTransfer:
    """Offer the client to another office."""

    client: int
    office: int
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawClientTransfer:
    """Take the offer back, as long as it has not been accepted."""

    client: int
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class RejectClientTransfer:
    """The other office does not want the client; the transfer is on hold until proposed anew or withdrawn."""

    client: int
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptClientTransfer:
    """The client moves: out of its groups, into ``group`` of the new office and under ``staff``, where given."""

    client: int
    group: int | None = None
    staff: int | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TransferClient:
    """Propose and accept in one step, by somebody who may decide for both offices."""

    client: int
    office: int
    group: int | None = None
    staff: int | None = None
    note: str | None = None


_OFFICE = Statement(sa.select(office.c.id).where(office.c.id == sa.bindparam("office_id")))
_LEAVE = Statement(
    sa.delete(group_member)
    .where(group_member.c.client_id == sa.bindparam("client_id"))
    .returning(group_member.c.group_id)
)


@handles(ProposeClientTransfer, permission="PROPOSETRANSFER_CLIENT")
def propose(command: ProposeClientTransfer, clients: ClientStore) -> Outcome:
    """The other office may lie outside the actor's subtree: it is only told."""
    record = clients.load(command.client)
    status = record.after(ClientVerb.PROPOSE_TRANSFER)
    _require_other_office(clients, record, command.office)
    clients.save(
        record.id,
        status=str(status),
        transfer_office_id=command.office,
        transfer_proposed_on=clients.work.business_date,
    )
    keep_note(clients.work, "client", record.id, command.note)
    clients.work.announce("client.transfer_proposed", {"client": record.id, "office": command.office})
    return outcome_of(record, {"status": status, "transfer_office": command.office})


@handles(WithdrawClientTransfer, permission="WITHDRAWTRANSFER_CLIENT")
def withdraw(command: WithdrawClientTransfer, clients: ClientStore) -> Outcome:
    """By the office that proposed it."""
    record = clients.load(command.client)
    status = record.after(ClientVerb.WITHDRAW_TRANSFER)
    clients.save(record.id, status=str(status), transfer_office_id=None, transfer_proposed_on=None)
    keep_note(clients.work, "client", record.id, command.note)
    return outcome_of(record, {"status": status})


@handles(RejectClientTransfer, permission="REJECTTRANSFER_CLIENT")
def reject(command: RejectClientTransfer, clients: ClientStore) -> Outcome:
    """By the office that it was proposed to."""
    record = clients.load_proposed(command.client)
    status = record.after(ClientVerb.REJECT_TRANSFER)
    _require_decider(clients, record)
    clients.save(record.id, status=str(status))
    keep_note(clients.work, "client", record.id, command.note)
    return outcome_of(record, {"status": status})


@handles(AcceptClientTransfer, permission="ACCEPTTRANSFER_CLIENT")
def accept(command: AcceptClientTransfer, clients: ClientStore) -> Outcome:
    """By the office that it was proposed to; running accounts follow (see ``parties.moves``)."""
    record = clients.load_proposed(command.client)
    status = record.after(ClientVerb.ACCEPT_TRANSFER)
    _require_decider(clients, record)
    target = record.transfer_office_id
    assert target is not None  # noqa: S101 - every transfer in progress has a destination
    return _arrive(clients, record, target, command, str(status))


@handles(TransferClient, permission="TRANSFER_CLIENT")
def transfer(command: TransferClient, clients: ClientStore) -> Outcome:
    """Refuses an office outside the actor's subtree."""
    record = clients.load(command.client)
    status = next_status(record.after(ClientVerb.PROPOSE_TRANSFER), ClientVerb.ACCEPT_TRANSFER)
    office_ref(clients.work, command.office)
    _require_other_office(clients, record, command.office)
    return _arrive(clients, record, command.office, command, str(status))


def _arrive(
    clients: ClientStore,
    record: ClientRecord,
    target: int,
    command: AcceptClientTransfer | TransferClient,
    status: str,
) -> Outcome:
    work = clients.work
    if command.staff is not None:
        require_staff_of(work, command.staff, target)
    staff = command.staff
    left = [group for (group,) in work.session.tuples(_LEAVE, client_id=record.id)]
    clients.save(
        record.id,
        status=status,
        office_id=target,
        staff_id=staff,
        transfer_office_id=None,
        transfer_proposed_on=None,
    )
    if command.group is not None:
        admit_to(work, command.group, [record.id], home=target)
    for group in left or [None]:
        moved = ClientMoved(
            client=record.id,
            from_office=record.office_id,
            to_office=target,
            from_group=group,
            to_group=command.group,
            staff=staff,
            loan_officer_follows=True,
        )
        tell(work, moved)
    keep_note(work, "client", record.id, command.note)
    work.announce("client.transferred", {"client": record.id, "office": target})
    return Outcome(
        kind="client",
        id=record.id,
        office=target,
        client=record.id,
        group=command.group,
        changes={"status": status, "office": target, "staff": staff},
    )


def _require_other_office(clients: ClientStore, record: ClientRecord, target: int) -> None:
    if clients.work.session.scalar(_OFFICE, office_id=target) is None:
        raise NotFound(kind="office", id=target)
    if target == record.office_id:
        raise TransferToSameOffice(client=record.id, office=target)


def _require_decider(clients: ClientStore, record: ClientRecord) -> None:
    if record.transfer_hierarchy is None or not clients.work.actor.sees(record.transfer_hierarchy):
        raise TransferForOther(client=record.id)
