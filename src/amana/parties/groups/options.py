"""What forms about groups and centres offer."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties.groups.membership import GONE
from amana.parties.groups.states import GroupLevel, GroupStatus
from amana.parties.offices.queries import OfficeName, office_names
from amana.parties.records import client, client_group
from amana.parties.refs import group_ref, office_ref
from amana.parties.staff.queries import StaffName, staff_names
from amana.storage.statement import Statement

MOST = 2000
"""Lists to choose from end here; larger offices search."""


@dataclass(frozen=True, kw_only=True)
class ClientName:
    """A client in a list to choose from."""

    id: int
    display_name: str
    office_id: int
    office_name: str


@dataclass(frozen=True, kw_only=True)
class GroupName:
    """A group in a list to choose from."""

    id: int
    name: str
    external_id: str | None
    office_id: int
    office_name: str
    hierarchy: str


@dataclass(frozen=True, kw_only=True)
class GroupOptions:
    """Proposed office, and the lists to choose from."""

    activated_on: date
    office_id: int
    offices: list[OfficeName]
    staff: list[StaffName]
    centre_id: int | None = None
    centre_name: str | None = None
    clients: list[ClientName] | None = None
    """Clients of the office that may join (of a group)."""
    groups: list[GroupName] | None = None
    """Groups of the office that are in no centre (of a centre)."""

    @property
    def active(self) -> bool:
        """The proposal: pending."""
        return False


@dataclass(frozen=True, kw_only=True)
class GetGroupOptions:
    """``office``: None for the centre's, or else the actor's own."""

    office: int | None = None
    centre: int | None = None
    staff_of_office_only: bool = False


@dataclass(frozen=True, kw_only=True)
class GetCentreOptions:
    """``office``: None for the actor's own."""

    office: int | None = None
    staff_of_office_only: bool = False


_CLIENTS = Statement(
    sa.select(client.c.id, client.c.display_name, client.c.office_id, office.c.name.label("office_name"))
    .join(office, office.c.id == client.c.office_id)
    .where(client.c.office_id == sa.bindparam("home"), *(client.c.status != gone for gone in GONE))
    .order_by(client.c.display_name, client.c.id)
    .limit(MOST)
)
_GROUPS = Statement(
    sa.select(
        client_group.c.id,
        client_group.c.name,
        identity.c.external_id,
        client_group.c.office_id,
        office.c.name.label("office_name"),
        client_group.c.hierarchy,
    )
    .select_from(
        client_group.join(office, office.c.id == client_group.c.office_id).join(
            identity, sa.and_(identity.c.kind == "group", identity.c.id == client_group.c.id)
        )
    )
    .where(
        client_group.c.office_id == sa.bindparam("home"),
        client_group.c.level == GroupLevel.GROUP.value,
        client_group.c.parent_id.is_(None),
        client_group.c.status != GroupStatus.CLOSED.value,
    )
    .order_by(client_group.c.name, client_group.c.id)
    .limit(MOST)
)


@answers(GetGroupOptions, permission="READ_GROUP")
def get_group_options(query: GetGroupOptions, reading: Reading) -> GroupOptions:
    """The options for a group."""
    return group_options(reading, query.office, query.centre, staff_of_office_only=query.staff_of_office_only)


@answers(GetCentreOptions, permission="READ_CENTER")
def get_centre_options(query: GetCentreOptions, reading: Reading) -> GroupOptions:
    """The options for a centre."""
    return centre_options(reading, query.office, staff_of_office_only=query.staff_of_office_only)


def group_options(
    reading: Reading, office_id: int | None, centre_id: int | None, *, staff_of_office_only: bool = False
) -> GroupOptions:
    """The options for a group of the office, or in the centre."""
    centre = None if centre_id is None else group_ref(reading, centre_id)
    if centre is not None and centre.level != GroupLevel.CENTRE:
        raise NotFound(kind="centre", id=centre.id)
    home = office_ref(reading, _office(reading, centre.office_id if centre else office_id))
    return GroupOptions(
        activated_on=reading.business_date,
        office_id=home.id,
        offices=office_names(reading),
        staff=staff_names(reading, home.id, above_too=not staff_of_office_only),
        centre_id=centre.id if centre else None,
        centre_name=centre.name if centre else None,
        clients=reading.session.all(_CLIENTS, ClientName, home=home.id),
    )


def centre_options(
    reading: Reading, office_id: int | None, *, staff_of_office_only: bool = False
) -> GroupOptions:
    """The options for a centre of the office."""
    home = office_ref(reading, _office(reading, office_id))
    return GroupOptions(
        activated_on=reading.business_date,
        office_id=home.id,
        offices=office_names(reading),
        staff=staff_names(reading, home.id, above_too=not staff_of_office_only),
        groups=reading.session.all(_GROUPS, GroupName, home=home.id),
    )


def _office(reading: Reading, office_id: int | None) -> int:
    return reading.actor.office_id if office_id is None else office_id
