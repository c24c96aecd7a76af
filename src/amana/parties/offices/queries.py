"""Offices as they are shown."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.filtering import to_clause
from amana.kernel.queries import ListQuery, PageRequest, answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.parties.listing import EVERYTHING, with_page

INDENT = "...."
_above = office.alias("above")


@dataclass(frozen=True, kw_only=True)
class OfficeName:
    """An office in a list to choose from."""

    id: int
    name: str
    hierarchy: str

    @property
    def name_decorated(self) -> str:
        """The name behind four dots per level below the head office."""
        return decorated(self.name, self.hierarchy)


@dataclass(frozen=True, kw_only=True)
class OfficeOptions:
    """What an office may be put under, and the day proposed for its opening."""

    opened_on: date
    parents: list[OfficeName]


@dataclass(frozen=True, kw_only=True)
class OfficeView:
    """An office. ``hierarchy`` is ``.`` for the head office, ``.2.7.`` for office 7 below 2."""

    id: int
    key: uuid.UUID
    external_id: str | None
    name: str
    hierarchy: str
    opened_on: date
    parent_id: int | None
    parent_name: str | None
    created_at: datetime
    changed_at: datetime
    options: OfficeOptions | None = None

    @property
    def name_decorated(self) -> str:
        """The name behind four dots per level below the head office."""
        return decorated(self.name, self.hierarchy)

    @property
    def number(self) -> str:
        """What the institution knows it by: its external id, failing that our id."""
        return self.external_id or str(self.id)


@dataclass(frozen=True, kw_only=True)
class GetOffice:
    """One office; ``with_options`` adds the offices it may be put under."""

    office: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class ListOffices(ListQuery):
    """The offices the actor sees, in the order of the tree unless the page says otherwise."""

    page: PageRequest = EVERYTHING
    external_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class GetOfficeOptions:
    """What a form for a new office offers."""


COLUMNS: dict[str, sa.ColumnElement[Any]] = {
    "id": office.c.id,
    "key": identity.c.key,
    "external_id": identity.c.external_id,
    "name": office.c.name,
    "hierarchy": office.c.hierarchy,
    "opened_on": office.c.opened_on,
    "parent_id": office.c.parent_id,
    "parent_name": _above.c.name,
    "created_at": office.c.created_at,
    "changed_at": office.c.changed_at,
}
_FROM = office.outerjoin(_above, _above.c.id == office.c.parent_id).outerjoin(
    identity, sa.and_(identity.c.kind == "office", identity.c.id == office.c.id)
)
_SELECT = sa.select(*(column.label(name) for name, column in COLUMNS.items())).select_from(_FROM)


def decorated(name: str, hierarchy: str) -> str:
    """The name behind four dots per level below the head office."""
    return INDENT * (hierarchy.count(".") - 1) + name


def visible(reading: Reading) -> sa.ColumnElement[bool]:
    """The offices in the actor's subtree."""
    return office.c.hierarchy.startswith(reading.actor.hierarchy)


@answers(GetOffice, permission="READ_OFFICE")
def get_office(query: GetOffice, reading: Reading) -> OfficeView:
    """The office."""
    row = reading.session.record(_SELECT.where(office.c.id == query.office, visible(reading)))
    if row is None:
        raise NotFound(kind="office", id=query.office)
    options = office_options(reading, below=row["hierarchy"]) if query.with_options else None
    return OfficeView(**row, options=options)


@answers(ListOffices, permission="READ_OFFICE")
def list_offices(query: ListOffices, reading: Reading) -> list[OfficeView]:
    """The offices; a page's ``limit`` counts here too."""
    wanted = _SELECT.where(visible(reading))
    if query.external_id is not None:
        wanted = wanted.where(identity.c.external_id == query.external_id)
    if query.where is not None:
        wanted = wanted.where(to_clause(query.where, COLUMNS))
    wanted = with_page(wanted, query.page, COLUMNS, office.c.hierarchy, office.c.id)
    return reading.session.all(wanted, OfficeView)


@answers(GetOfficeOptions, permission="READ_OFFICE")
def get_office_options(_query: GetOfficeOptions, reading: Reading) -> OfficeOptions:
    """The options for a new office."""
    return office_options(reading)


def office_options(reading: Reading, below: str | None = None) -> OfficeOptions:
    """The possible parents, without the subtree ``below`` (an office cannot be moved under itself)."""
    return OfficeOptions(
        opened_on=reading.business_date,
        parents=[
            one for one in office_names(reading) if below is None or not one.hierarchy.startswith(below)
        ],
    )


def office_names(reading: Reading) -> list[OfficeName]:
    """Every office the actor sees, in the order of the tree."""
    names = sa.select(office.c.id, office.c.name, office.c.hierarchy).where(visible(reading))
    return reading.session.all(names.order_by(office.c.hierarchy), OfficeName)
