"""One box to search in: whole matches first, then partial ones, each kind after the other.

Slices above register their own kinds with ``@searches``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.records import identity
from amana.kernel.refusals import invalid
from amana.parties.groups.states import GroupLevel
from amana.parties.listing import containing
from amana.parties.records import client, client_group, client_identifier

MOST = 100
"""Hits of one kind and closeness."""


class SearchKind(StrEnum):
    """What is searched, in the order in which it is shown."""

    CLIENT = "client"
    LOAN = "loan"
    IDENTIFIER = "client_identifier"
    GROUP = "group"
    SAVINGS = "savings"


class HitKind(StrEnum):
    """What was found."""

    CLIENT = "client"
    LOAN = "loan"
    IDENTIFIER = "client_identifier"
    GROUP = "group"
    CENTRE = "centre"
    SAVINGS = "savings"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record found. The parent of a client or group is its office, of anything else the client or group."""

    kind: HitKind
    id: int
    account_no: str | None
    external_id: str | None
    name: str
    parent_id: int
    parent_name: str


@dataclass(frozen=True, kw_only=True)
class Search:
    """``kinds`` None: everything."""

    text: str
    kinds: tuple[SearchKind, ...] | None = None
    exact_only: bool = False


Match = Callable[..., sa.ColumnElement[bool]]
Source = Callable[[Reading, Match], list[Hit]]


@dataclass(frozen=True)
class _Registered:
    kind: SearchKind
    permission: str
    source: Source


_SOURCES: list[_Registered] = []


def searches(kind: SearchKind, *, permission: str) -> Callable[[Source], Source]:
    """Register a function that finds records of a kind; asked only for actors with the permission.

    It gets a function that turns columns into the condition that one of them matches.
    """

    def register(source: Source) -> Source:
        _SOURCES.append(_Registered(kind, permission, source))
        return source

    return register


@answers(Search, permission=None)
def search(query: Search, reading: Reading) -> list[Hit]:
    """Each record once, where it fits best."""
    text = query.text.strip()
    if not text:
        raise invalid("text", "blank", "text cannot be blank.")
    order = list(SearchKind)
    wanted = [
        one
        for one in sorted(_SOURCES, key=lambda one: order.index(one.kind))
        if (query.kinds is None or one.kind in query.kinds) and reading.actor.may(one.permission)
    ]
    found: dict[tuple[HitKind, int], Hit] = {}
    for match in (_whole(text),) if query.exact_only else (_whole(text), _partial(text)):
        for registered in wanted:
            for hit in registered.source(reading, match):
                found.setdefault((hit.kind, hit.id), hit)
    return list(found.values())


def _whole(text: str) -> Match:
    return lambda *columns: sa.or_(*(sa.func.lower(column) == text.lower() for column in columns))


def _partial(text: str) -> Match:
    return lambda *columns: sa.or_(*(containing(column, text) for column in columns))


def _columns(**columns: Any) -> list[sa.ColumnElement[Any]]:
    return [column.label(name) for name, column in columns.items()]


@searches(SearchKind.CLIENT, permission="READ_CLIENT")
def find_clients(reading: Reading, match: Match) -> list[Hit]:
    """By name, account number, external id, telephone."""
    wanted = (
        sa.select(
            *_columns(
                kind=sa.literal(HitKind.CLIENT.value),
                id=client.c.id,
                account_no=client.c.account_no,
                external_id=identity.c.external_id,
                name=client.c.display_name,
                parent_id=office.c.id,
                parent_name=office.c.name,
            )
        )
        .select_from(
            client.join(office, office.c.id == client.c.office_id).join(
                identity, sa.and_(identity.c.kind == "client", identity.c.id == client.c.id)
            )
        )
        .where(match(client.c.display_name, client.c.account_no, identity.c.external_id, client.c.mobile_no))
    )
    return _hits(reading, wanted, client.c.id)


@searches(SearchKind.IDENTIFIER, permission="READ_CLIENTIDENTIFIER")
def find_identifiers(reading: Reading, match: Match) -> list[Hit]:
    """By the number on the paper."""
    wanted = (
        sa.select(
            *_columns(
                kind=sa.literal(HitKind.IDENTIFIER.value),
                id=client_identifier.c.id,
                account_no=client.c.account_no,
                external_id=sa.null(),
                name=client_identifier.c.document_key,
                parent_id=client.c.id,
                parent_name=client.c.display_name,
            )
        )
        .select_from(
            client_identifier.join(client, client.c.id == client_identifier.c.client_id).join(
                office, office.c.id == client.c.office_id
            )
        )
        .where(match(client_identifier.c.document_key))
    )
    return _hits(reading, wanted, client_identifier.c.id)


@searches(SearchKind.GROUP, permission="READ_GROUP")
def find_groups(reading: Reading, match: Match) -> list[Hit]:
    """Groups and centres, by name, account number and external id."""
    kind = sa.case(
        (client_group.c.level == GroupLevel.CENTRE.value, HitKind.CENTRE.value), else_=HitKind.GROUP.value
    )
    wanted = (
        sa.select(
            *_columns(
                kind=kind,
                id=client_group.c.id,
                account_no=client_group.c.account_no,
                external_id=identity.c.external_id,
                name=client_group.c.name,
                parent_id=office.c.id,
                parent_name=office.c.name,
            )
        )
        .select_from(
            client_group.join(office, office.c.id == client_group.c.office_id).join(
                identity, sa.and_(identity.c.kind == "group", identity.c.id == client_group.c.id)
            )
        )
        .where(match(client_group.c.name, client_group.c.account_no, identity.c.external_id))
    )
    return _hits(reading, wanted, client_group.c.id)


def _hits(reading: Reading, wanted: sa.Select[Any], order: sa.ColumnElement[Any]) -> list[Hit]:
    mine = wanted.where(office.c.hierarchy.startswith(reading.actor.hierarchy))
    rows = reading.session.records(mine.order_by(order).limit(MOST))
    return [Hit(**{**row, "kind": HitKind(row["kind"])}) for row in rows]
