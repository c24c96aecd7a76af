"""Changing what is recorded of staff."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Refused, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.parties.clients.contact import contact_problems
from amana.parties.records import client, client_group, staff
from amana.parties.refs import office_ref, staff_ref
from amana.parties.staff.create import staff_display_name
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class StaffInCharge(Refused):
    """Staff that looks after clients or groups stays at its post."""

    code: ClassVar[str] = "staff_in_charge"
    message: ClassVar[str] = "Staff {staff} is in charge of clients or groups; assign these to others first."

    staff: int


@dataclass(eq=False, kw_only=True)
class SupervisorLoop(Refused):
    """Nobody supervises himself, directly or through others."""

    code: ClassVar[str] = "supervisor_loop"
    message: ClassVar[str] = "Staff {supervisor} is supervised by staff {staff}."

    staff: int
    supervisor: int


@dataclass(frozen=True, kw_only=True)
class UpdateStaff:
    """Change a member of staff; what is not given stays."""

    staff: int
    office: int | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    is_loan_officer: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    mobile_no: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    joined_on: date | UnsetType | None = UNSET
    supervisor: int | UnsetType | None = UNSET


COLUMNS = {
    "office": "office_id",
    "supervisor": "supervisor_id",
    **{
        name: name
        for name in (
            "first_name",
            "last_name",
            "is_loan_officer",
            "active",
            "mobile_no",
            "email",
            "joined_on",
        )
    },
}

_LOAD = Statement(
    sa.select(*(staff.c[column].label(name) for name, column in COLUMNS.items()))
    .where(staff.c.id == sa.bindparam("staff_id"))
    .with_for_update()
)
_IN_CHARGE = Statement(
    sa.select(client.c.id)
    .where(client.c.staff_id == sa.bindparam("staff_id"))
    .union_all(sa.select(client_group.c.id).where(client_group.c.staff_id == sa.bindparam("staff_id")))
    .limit(1)
)


def _supervisors() -> sa.Select[Any]:
    chain = (
        sa.select(staff.c.id, staff.c.supervisor_id)
        .where(staff.c.id == sa.bindparam("first"))
        .cte("chain", recursive=True)
    )
    above = sa.select(staff.c.id, staff.c.supervisor_id).join(chain, chain.c.supervisor_id == staff.c.id)
    return sa.select(chain.union(above).c.id)


_SUPERVISORS = Statement(_supervisors())


@handles(UpdateStaff, permission="UPDATE_STAFF", grouping="organisation")
def update(command: UpdateStaff, work: Work) -> Outcome:
    """Refuses blank names, a taken external id, loops of supervision, and leaving clients without an officer."""
    before = staff_ref(work, command.staff)
    work.require_scope("staff", command.staff, before.hierarchy)
    current: dict[str, Any] = work.session.record(_LOAD, staff_id=command.staff) or {}
    known = identities.identity_of(work.session, "staff", command.staff)
    current["external_id"] = known.external_id if known else None
    changes = changed_fields(given(command, (*COLUMNS, "external_id")), current)
    _check(work, command.staff, changes)
    if "external_id" in changes:
        identities.change_external_id(work.session, "staff", command.staff, changes["external_id"])
    values = {COLUMNS[name]: value for name, value in changes.items() if name in COLUMNS}
    if values:
        wanted = {**current, **changes}
        values["display_name"] = staff_display_name(wanted["first_name"], wanted["last_name"])
        work.session.run(sa.update(staff).where(staff.c.id == command.staff).values(**values))
    office = changes.get("office", before.office_id)
    return Outcome(kind="staff", id=command.staff, office=office, changes=changes)


def _check(work: Work, staff_id: int, changes: dict[str, Any]) -> None:
    for name in ("first_name", "last_name"):
        if name in changes and not changes[name]:
            raise invalid(name, "blank", f"{name} cannot be blank.")
    if problems := contact_problems(changes.get("email")):
        raise InvalidInput(tuple(problems))
    if "office" in changes:
        office_ref(work, changes["office"])
    leaves = "office" in changes or changes.get("active") is False
    if leaves and work.session.scalar(_IN_CHARGE, staff_id=staff_id) is not None:
        raise StaffInCharge(staff=staff_id)
    supervisor = changes.get("supervisor")
    if supervisor is not None:
        staff_ref(work, supervisor)
        if staff_id in {row[0] for row in work.session.tuples(_SUPERVISORS, first=supervisor)}:
            raise SupervisorLoop(staff=staff_id, supervisor=supervisor)
