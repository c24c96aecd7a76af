"""Staff as it is shown."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.filtering import to_clause
from amana.kernel.queries import ListQuery, PageRequest, answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties.listing import EVERYTHING, with_page
from amana.parties.offices.queries import OfficeName, office_names
from amana.parties.records import staff

_supervisor = staff.alias("supervisor")


@dataclass(frozen=True, kw_only=True)
class StaffName:
    """A member of staff in a list to choose from."""

    id: int
    display_name: str


@dataclass(frozen=True, kw_only=True)
class StaffOptions:
    """The offices that staff may be put in."""

    offices: list[OfficeName]


@dataclass(frozen=True, kw_only=True)
class StaffView:
    """A member of staff. ``display_name`` is last name, comma, first name."""

    id: int
    key: uuid.UUID
    external_id: str | None
    first_name: str
    last_name: str
    display_name: str
    office_id: int
    office_name: str
    office_hierarchy: str
    is_loan_officer: bool
    active: bool
    mobile_no: str | None
    email: str | None
    joined_on: date | None
    supervisor_id: int | None
    supervisor_name: str | None
    options: StaffOptions | None = None


@dataclass(frozen=True, kw_only=True)
class GetStaff:
    """One member of staff; ``with_options`` adds the offices to choose from."""

    staff: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class ListStaff(ListQuery):
    """Staff of the offices the actor sees. ``active`` None means both."""

    page: PageRequest = EVERYTHING
    office: int | None = None
    in_hierarchy_of: int | None = None
    """Staff of this office and of those above it: who may be put in charge of its clients."""
    loan_officers_only: bool = False
    active: bool | None = True
    supervisor: int | None = None
    external_id: str | None = None


COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "id": staff.c.id,
    "key": identity.c.key,
    "external_id": identity.c.external_id,
    "first_name": staff.c.first_name,
    "last_name": staff.c.last_name,
    "display_name": staff.c.display_name,
    "office_id": staff.c.office_id,
    "office_name": office.c.name,
    "office_hierarchy": office.c.hierarchy,
    "is_loan_officer": staff.c.is_loan_officer,
    "active": staff.c.active,
    "mobile_no": staff.c.mobile_no,
    "email": staff.c.email,
    "joined_on": staff.c.joined_on,
    "supervisor_id": staff.c.supervisor_id,
    "supervisor_name": _supervisor.c.display_name,
}
_SELECT = sa.select(*(column.label(name) for name, column in COLUMNS.items())).select_from(
    staff.join(office, office.c.id == staff.c.office_id)
    .outerjoin(_supervisor, _supervisor.c.id == staff.c.supervisor_id)
    .join(identity, sa.and_(identity.c.kind == "staff", identity.c.id == staff.c.id))
)


@answers(GetStaff, permission="READ_STAFF")
def get_staff(query: GetStaff, reading: Reading) -> StaffView:
    """The member of staff, where the actor sees the office."""
    row = reading.session.record(
        _SELECT.where(staff.c.id == query.staff, office.c.hierarchy.startswith(reading.actor.hierarchy))
    )
    if row is None:
        raise NotFound(kind="staff", id=query.staff)
    options = StaffOptions(offices=office_names(reading)) if query.with_options else None
    return StaffView(**row, options=options)


@answers(ListStaff, permission="READ_STAFF")
def list_staff(query: ListStaff, reading: Reading) -> list[StaffView]:
    """The staff, by name unless the page says otherwise."""
    wanted = _SELECT
    if query.in_hierarchy_of is None:
        wanted = wanted.where(office.c.hierarchy.startswith(reading.actor.hierarchy))
    else:
        below = office.alias("below")
        path = sa.select(below.c.hierarchy).where(
            below.c.id == query.in_hierarchy_of, below.c.hierarchy.startswith(reading.actor.hierarchy)
        )
        wanted = wanted.where(path.scalar_subquery().startswith(office.c.hierarchy))
    equal: list[tuple[sa.ColumnElement[Any], Any]] = [
        (staff.c.office_id, query.office),
        (staff.c.active, query.active),
        (staff.c.supervisor_id, query.supervisor),
        (identity.c.external_id, query.external_id),
        (staff.c.is_loan_officer, True if query.loan_officers_only else None),
    ]
    wanted = wanted.where(*(column == value for column, value in equal if value is not None))
    if query.where is not None:
        wanted = wanted.where(to_clause(query.where, COLUMNS))
    return reading.session.all(
        with_page(wanted, query.page, COLUMNS, staff.c.display_name, staff.c.id), StaffView
    )


def staff_names(
    reading: Reading, office_id: int, *, above_too: bool = False, loan_officers_only: bool = False
) -> list[StaffName]:
    """Active staff of an office (and of those above it) for a list to choose from."""
    named = sa.select(staff.c.id, staff.c.display_name).join(office, office.c.id == staff.c.office_id)
    named = named.where(staff.c.active)
    if above_too:
        below = office.alias("below")
        path = sa.select(below.c.hierarchy).where(below.c.id == office_id)
        named = named.where(path.scalar_subquery().startswith(office.c.hierarchy))
    else:
        named = named.where(staff.c.office_id == office_id)
    if loan_officers_only:
        named = named.where(staff.c.is_loan_officer)
    return reading.session.all(named.order_by(staff.c.display_name, staff.c.id), StaffName)
