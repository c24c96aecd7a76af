"""Putting a member of staff in charge of a client, or nobody."""

from dataclasses import dataclass
from typing import ClassVar

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.parties.clients.store import ClientStore, outcome_of
from amana.parties.staff.assignment import require_staff_of


@dataclass(eq=False, kw_only=True)
class StaffNotInCharge(Refused):
    """Only who is in charge can be relieved."""

    code: ClassVar[str] = "staff_not_in_charge"
    message: ClassVar[str] = "Staff {staff} is not in charge of {kind} {id}."

    staff: int
    kind: str
    id: int


@dataclass(frozen=True, kw_only=True)
class AssignClientStaff:
    """``staff`` has to be active and of the client's office."""

    client: int
    staff: int


@dataclass(frozen=True, kw_only=True)
class UnassignClientStaff:
    """Nobody is in charge any more. ``staff``, where given, has to be who was."""

    client: int
    staff: int | None = None


@handles(AssignClientStaff, permission="ASSIGNSTAFF_CLIENT")
def assign(command: AssignClientStaff, clients: ClientStore) -> Outcome:
    """Refuses staff of another office."""
    record = clients.load(command.client)
    require_staff_of(clients.work, command.staff, record.office_id)
    clients.save(record.id, staff_id=command.staff)
    return outcome_of(record, {"staff": command.staff})


@handles(UnassignClientStaff, permission="UNASSIGNSTAFF_CLIENT")
def unassign(command: UnassignClientStaff, clients: ClientStore) -> Outcome:
    """Tells who was in charge."""
    record = clients.load(command.client)
    relieved = command.staff if command.staff is not None else record.staff_id
    if relieved is None:
        return outcome_of(record, {})
    if record.staff_id != relieved:
        raise StaffNotInCharge(staff=relieved, kind="client", id=record.id)
    clients.save(record.id, staff_id=None)
    return outcome_of(record, {"staff": relieved})
