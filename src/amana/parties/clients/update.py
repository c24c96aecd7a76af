"""Changing what is recorded of a client. Offices and groups change by transfers and memberships."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InvalidInput, Problem, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.parties.clients.contact import contact_problems
from amana.parties.clients.create import CODES, PLAIN
from amana.parties.clients.names import ClientName
from amana.parties.clients.states import ClientStatus, LegalForm
from amana.parties.clients.store import ClientRecord, ClientStore, outcome_of
from amana.parties.dates import DateTooEarly, require_not_before, require_not_future
from amana.parties.records import client
from amana.parties.staff.assignment import require_staff_of
from amana.parties.stays import require_same
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class UpdateClient:
    """Change a client; what is not given stays.

    Giving a full name to one that has first and last names clears these, and the other way round. ``office`` and
    ``active`` may be repeated, not changed.
    """

    client: int
    office: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    first_name: str | UnsetType | None = UNSET
    middle_name: str | UnsetType | None = UNSET
    last_name: str | UnsetType | None = UNSET
    full_name: str | UnsetType | None = UNSET
    legal_form: LegalForm | UnsetType | None = UNSET
    external_id: str | UnsetType | None = UNSET
    account_no: str | UnsetType = UNSET
    staff: int | UnsetType | None = UNSET
    mobile_no: str | UnsetType | None = UNSET
    mobile_no_2: str | UnsetType | None = UNSET
    home_phone: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    birth_date: date | UnsetType | None = UNSET
    gender: int | UnsetType | None = UNSET
    client_type: int | UnsetType | None = UNSET
    classification: int | UnsetType | None = UNSET
    is_staff: bool | UnsetType = UNSET
    remarks: str | UnsetType | None = UNSET
    preferred_language: str | UnsetType | None = UNSET
    submitted_on: date | UnsetType = UNSET
    activated_on: date | UnsetType = UNSET


COLUMNS = {
    **{name: name for name in (*PLAIN, "legal_form", "account_no", "submitted_on", "activated_on")},
    **{name: f"{name}_id" for name in (*CODES, "staff")},
}
NAME_PARTS = ("first_name", "middle_name", "last_name")

_LOAD = Statement(
    sa.select(*(client.c[column].label(name) for name, column in COLUMNS.items())).where(
        client.c.id == sa.bindparam("client_id")
    )
)
_ACCOUNT_NO_TAKEN = Statement(sa.select(client.c.id).where(client.c.account_no == sa.bindparam("account_no")))


@handles(UpdateClient, permission="UPDATE_CLIENT")
def update(command: UpdateClient, clients: ClientStore) -> Outcome:
    """Refuses what registration refuses."""
    record = clients.load(command.client)
    require_same("office", command.office, record.office_id)
    require_same("active", command.active, record.status == ClientStatus.ACTIVE)
    work = clients.work
    current: dict[str, Any] = work.session.record(_LOAD, client_id=record.id) or {}
    known = identities.identity_of(work.session, "client", record.id)
    current["external_id"] = known.external_id if known else None
    changes = changed_fields(given(command, (*COLUMNS, "external_id")), current)
    renamed = _renamed(current, changes)
    _check_contact(changes)
    _check_references(work, record, changes)
    _check_days(work, record, changes)
    if "external_id" in changes:
        identities.change_external_id(work.session, "client", record.id, changes["external_id"])
    values = {COLUMNS[name]: value for name, value in changes.items() if name in COLUMNS}
    if values or changes:
        clients.save(record.id, **values, **renamed)
    return outcome_of(record, changes)


def _renamed(current: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Columns that follow from another name; InvalidInput where the result is no name."""
    if not changes.keys() & {*NAME_PARTS, "full_name"}:
        return {}
    wanted = {name: changes.get(name, current[name]) for name in (*NAME_PARTS, "full_name")}
    cleared: dict[str, Any] = {}
    if changes.get("full_name") and not any(changes.get(part) for part in NAME_PARTS):
        cleared = dict.fromkeys(NAME_PARTS)
    elif current["full_name"] and "full_name" not in changes:
        cleared = {"full_name": None}
    name = ClientName(**{**wanted, **cleared}).checked()
    for part in cleared:
        changes.pop(part, None)
    return {**cleared, "display_name": name.displayed}


def _check_contact(changes: dict[str, Any]) -> None:
    problems = contact_problems(changes.get("email"))
    if "account_no" in changes and not changes["account_no"]:
        blank = "account_no cannot be blank."
        problems.append(Problem(field="account_no", kind="blank", message=blank))
    if problems:
        raise InvalidInput(tuple(problems))


def _check_references(work: Work, record: ClientRecord, changes: dict[str, Any]) -> None:
    for field, code in CODES.items():
        require_value(work.session, code, changes.get(field), field=field)
    if changes.get("staff") is not None:
        require_staff_of(work, changes["staff"], record.office_id)
    number = changes.get("account_no")
    if number is not None and work.session.scalar(_ACCOUNT_NO_TAKEN, account_no=number) is not None:
        raise Duplicate(kind="client", field="account_no", value=number)


def _check_days(work: Work, record: ClientRecord, changes: dict[str, Any]) -> None:
    for field in ("birth_date", "submitted_on", "activated_on"):
        if changes.get(field) is not None:
            require_not_future(field, changes[field], work.business_date)
    submitted = changes.get("submitted_on", record.submitted_on)
    activated = changes.get("activated_on", record.activated_on)
    for field in ("submitted_on", "activated_on"):
        if field in changes:
            require_not_before(field, changes[field], record.office_opened_on, "the office opened")
    if "activated_on" in changes and record.status == ClientStatus.PENDING:
        raise invalid("activated_on", "unsupported", "A pending client is activated by a command of its own.")
    if activated is not None and submitted is not None and activated < submitted:
        raise DateTooEarly(field="activated_on", value=activated, limit=submitted, earlier="the application")
