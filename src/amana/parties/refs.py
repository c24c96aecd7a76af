"""Short looks at parties, for the slices above: who it is, in which office, in which state.

Each raises ``NotFound`` for what does not exist and for what lies outside the actor's office subtree.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.refusals import NotFound
from amana.parties.records import client, client_group, group_member, staff
from amana.storage.session import Pending, ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True, slots=True)
class OfficeRef:
    """An office."""

    id: int
    name: str
    hierarchy: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class StaffRef:
    """A member of staff."""

    id: int
    display_name: str
    office_id: int
    hierarchy: str
    is_loan_officer: bool
    active: bool


@dataclass(frozen=True, slots=True)
class ClientRef:
    """A client. ``hierarchy`` is the path of its office; ``status`` a value of ``ClientStatus``."""

    id: int
    account_no: str
    display_name: str
    status: str
    office_id: int
    office_name: str
    hierarchy: str
    staff_id: int | None
    activated_on: date | None
    transfer_office_id: int | None

    @property
    def is_active(self) -> bool:
        """Whether contracts may be made with it."""
        return self.status == "active"


@dataclass(frozen=True, slots=True)
class GroupRef:
    """A group or centre. ``hierarchy`` is the path of its office; ``status`` a value of ``GroupStatus``."""

    id: int
    level: str
    account_no: str
    name: str
    status: str
    office_id: int
    office_name: str
    hierarchy: str
    staff_id: int | None
    parent_id: int | None
    activated_on: date | None

    @property
    def is_active(self) -> bool:
        """Whether contracts may be made with it."""
        return self.status == "active"


@dataclass(frozen=True, slots=True)
class _Held:
    id: int


_OFFICE = Statement(
    sa.select(office.c.id, office.c.name, office.c.hierarchy, office.c.opened_on).where(
        office.c.id == sa.bindparam("office_id")
    )
)
_STAFF = Statement(
    sa.select(
        staff.c.id,
        staff.c.display_name,
        staff.c.office_id,
        office.c.hierarchy,
        staff.c.is_loan_officer,
        staff.c.active,
    )
    .join(office, office.c.id == staff.c.office_id)
    .where(staff.c.id == sa.bindparam("staff_id"))
)
_CLIENTS = sa.select(
    client.c.id,
    client.c.account_no,
    client.c.display_name,
    client.c.status,
    client.c.office_id,
    office.c.name.label("office_name"),
    office.c.hierarchy,
    client.c.staff_id,
    client.c.activated_on,
    client.c.transfer_office_id,
).join(office, office.c.id == client.c.office_id)
_CLIENT = Statement(_CLIENTS.where(client.c.id == sa.bindparam("client_id")))
_HOLD_CLIENT = Statement(
    sa.select(client.c.id).where(client.c.id == sa.bindparam("client_id")).with_for_update(read=True)
)
_GROUPS = sa.select(
    client_group.c.id,
    client_group.c.level,
    client_group.c.account_no,
    client_group.c.name,
    client_group.c.status,
    client_group.c.office_id,
    office.c.name.label("office_name"),
    office.c.hierarchy,
    client_group.c.staff_id,
    client_group.c.parent_id,
    client_group.c.activated_on,
).join(office, office.c.id == client_group.c.office_id)
_GROUP = Statement(_GROUPS.where(client_group.c.id == sa.bindparam("group_id")))
_HOLD_GROUP = Statement(
    sa.select(client_group.c.id)
    .where(client_group.c.id == sa.bindparam("group_id"))
    .with_for_update(read=True)
)
_IS_MEMBER = Statement(
    sa.select(sa.literal(1)).where(
        group_member.c.group_id == sa.bindparam("group_id"),
        group_member.c.client_id == sa.bindparam("client_id"),
    )
)


def office_ref(reading: Reading, office_id: int) -> OfficeRef:
    """The office, where the actor may see it."""
    found = reading.session.one(_OFFICE, OfficeRef, office_id=office_id)
    reading.require_scope("office", office_id, found.hierarchy if found else None)
    assert found is not None  # noqa: S101 - require_scope has refused None
    return found


def staff_ref(reading: Reading, staff_id: int) -> StaffRef:
    """The member of staff. Staff of offices above are known to everyone below, so there is no scope."""
    found = reading.session.one(_STAFF, StaffRef, staff_id=staff_id)
    if found is None:
        raise NotFound(kind="staff", id=staff_id)
    return found


def client_ref(reading: Reading, client_id: int) -> ClientRef:
    """The client, where the actor may see its office."""
    return seen_client(reading, client_id, reading.session.ask(_CLIENT, ClientRef, client_id=client_id))


def ask_client(session: ReadSession, client_id: int, *, lock: bool = False) -> "Pending[ClientRef]":
    """Send the question for a client, to travel with others; ``seen_client`` takes the answer.

    ``lock`` holds the client in its present state (shared with other readers) until the command is done.
    """
    if lock:
        session.ask(_HOLD_CLIENT, _Held, client_id=client_id)
    return session.ask(_CLIENT, ClientRef, client_id=client_id)


def seen_client(reading: Reading, client_id: int, asked: "Pending[ClientRef]") -> ClientRef:
    """The client asked for; refuses one the actor may not see."""
    found = asked.one()
    reading.require_scope("client", client_id, found.hierarchy if found else None)
    assert found is not None  # noqa: S101 - require_scope has refused None
    return found


def group_ref(reading: Reading, group_id: int) -> GroupRef:
    """The group or centre, where the actor may see its office."""
    return seen_group(reading, group_id, reading.session.ask(_GROUP, GroupRef, group_id=group_id))


def ask_group(session: ReadSession, group_id: int, *, lock: bool = False) -> "Pending[GroupRef]":
    """Send the question for a group, to travel with others; ``seen_group`` takes the answer."""
    if lock:
        session.ask(_HOLD_GROUP, _Held, group_id=group_id)
    return session.ask(_GROUP, GroupRef, group_id=group_id)


def seen_group(reading: Reading, group_id: int, asked: "Pending[GroupRef]") -> GroupRef:
    """The group asked for; refuses one the actor may not see."""
    found = asked.one()
    reading.require_scope("group", group_id, found.hierarchy if found else None)
    assert found is not None  # noqa: S101 - require_scope has refused None
    return found


def is_member(session: ReadSession, group_id: int, client_id: int) -> bool:
    """Whether the client belongs to the group."""
    return session.scalar(_IS_MEMBER, group_id=group_id, client_id=client_id) is not None
