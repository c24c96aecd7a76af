"""Rows: one line per operation, of one of three kinds.

``does``: the body becomes a command. ``shows``: the query string becomes a query. ``odd``: a named function,
with the reason why a table cannot say it. A row holds no conditionals; the moment it needs one, it is an
oddity.

Rows are checked when they are made: every name on our side has to be a parameter of the command or query, and
every parameter without a default has to be supplied by a required field, a placeholder or a constant.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any, Protocol

from amana.dialects.base.codecs import Schema
from amana.dialects.base.faults import Fault
from amana.dialects.base.fields import NOTHING, Field, Fields, rows_inside, unfolded
from amana.dialects.base.request import Request
from amana.dialects.base.routes import Route


class Kind(StrEnum):
    """The three kinds of row, and operations of the contract that are not there yet."""

    DOES = "does"
    SHOWS = "shows"
    ODD = "odd"
    UNSUPPORTED = "unsupported"


class Answer(Protocol):
    """How a result becomes a response body: ``Fields`` is one; families add pages, lists, write results."""

    def render(self, result: Any, request: Request) -> Any:
        """Plain JSON values."""

    def schema(self) -> Schema:
        """JSON Schema of the body."""


class Listing(Protocol):
    """How a dialect's paging, sorting and filter parameters become parameters of a list query."""

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """Our names and values, and what is wrong."""

    def parameters(self) -> list[Schema]:
        """OpenAPI parameter objects."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """What all kinds have in common. ``resource`` is the noun in the dialect's error codes."""

    id: str
    route: Route
    kind: Kind
    resource: str
    title: str = ""
    status: int = 200
    public: bool = False
    """Needs no authentication (the login itself)."""

    @property
    def known_fields(self) -> tuple[Field, ...]:
        """Every field row of the operation, to find the wire's name of one of ours."""
        return ()

    def is_secret(self, wire: str) -> bool:
        """Whether the value of a wire field may not be told again."""
        return any(row.wire == wire and row.is_secret for row in self.known_fields)

    def wire_name(self, ours: str) -> str:
        """What the wire calls our field; our own name where it has none."""
        head, _, index = ours.partition("[")
        inside = [one for row in self.known_fields for one in rows_inside(row.codec)]
        for row in (*self.known_fields, *inside):
            if row.ours == head:
                return row.wire + ("[" + index if index else "")
        return ours


@dataclass(frozen=True, kw_only=True, eq=False)
class Does(Row):
    """The body becomes ``command``."""

    command: type
    fields: Fields
    answers: Answer
    path: tuple[Field, ...]
    given: Mapping[str, Any]
    tolerates: frozenset[str]
    from_query: Fields

    @property
    def known_fields(self) -> tuple[Field, ...]:
        return (*unfolded(self.fields), *self.path, *self.from_query)


@dataclass(frozen=True, kw_only=True, eq=False)
class Shows(Row):
    """The query string becomes ``query``; its result is shown in ``shape``."""

    query: type
    shape: Answer
    filters: Fields
    path: tuple[Field, ...]
    given: Mapping[str, Any]
    listing: Listing | None
    closed: bool = False
    """Whether parameters that are not listed are refused; else they are ignored, as most wires do."""

    @property
    def known_fields(self) -> tuple[Field, ...]:
        return (*self.filters, *self.path)


@dataclass(frozen=True, kw_only=True, eq=False)
class Odd(Row):
    """What a table cannot say."""

    function: Callable[..., Any]
    because: str
    fields: Fields
    answers: Answer | None
    filters: Fields
    tolerates: frozenset[str]
    writes: tuple[type, ...] = ()
    """Commands the function may carry out, for authorisation tests and the reference."""
    reads: tuple[type, ...] = ()
    """Queries the function may ask."""

    @property
    def known_fields(self) -> tuple[Field, ...]:
        return (*self.fields, *self.filters)


@dataclass(frozen=True, kw_only=True, eq=False)
class Unsupported(Row):
    """An operation of the contract that is not there yet."""


@dataclass(frozen=True)
class Rows:
    """Makes rows that share a resource and a table of placeholders; one per operations module.

    ``places`` maps placeholder names to the field rows that read them: ``{"loanId": Field("loanId", "loan",
    ID)}``.
    """

    resource: str
    places: Mapping[str, Field] = field(default_factory=dict)

    def does(
        self,
        id: str,
        route: str,
        command: type,
        fields: Fields = NOTHING,
        *,
        answers: Answer,
        path: Mapping[str, str] | None = None,
        given: Mapping[str, Any] | None = None,
        tolerates: Iterable[str] = (),
        from_query: Fields = NOTHING,
        status: int = 200,
        title: str = "",
    ) -> Does:
        """A write. ``path`` renames placeholders for this command, ``given`` adds constants."""
        where = Route.parse(route)
        row = Does(
            id=id,
            route=where,
            kind=Kind.DOES,
            resource=self.resource,
            title=title,
            status=status,
            command=command,
            fields=fields,
            answers=answers,
            path=self._path(where, path),
            given=dict(given or {}),
            tolerates=frozenset(tolerates),
            from_query=from_query,
        )
        _check(id, command, [*fields, *from_query, *row.path], row.given, set(fields.parts))
        return row

    def shows(
        self,
        id: str,
        route: str,
        query: type,
        shape: Answer,
        *,
        filters: Fields = NOTHING,
        path: Mapping[str, str] | None = None,
        given: Mapping[str, Any] | None = None,
        listing: Listing | None = None,
        title: str = "",
    ) -> Shows:
        """A read."""
        where = Route.parse(route)
        row = Shows(
            id=id,
            route=where,
            kind=Kind.SHOWS,
            resource=self.resource,
            title=title,
            query=query,
            shape=shape,
            filters=filters,
            path=self._path(where, path),
            given=dict(given or {}),
            listing=listing,
        )
        _check(id, query, [*filters, *row.path], row.given, set(filters.parts))
        return row

    def odd(
        self,
        id: str,
        route: str,
        function: Callable[..., Any],
        *,
        because: str,
        fields: Fields = NOTHING,
        answers: Answer | None = None,
        filters: Fields = NOTHING,
        tolerates: Iterable[str] = (),
        writes: tuple[type, ...] = (),
        reads: tuple[type, ...] = (),
        status: int = 200,
        public: bool = False,
        title: str = "",
    ) -> Odd:
        """What a table cannot say. ``fields`` and ``answers`` are for the reference pages."""
        return Odd(
            id=id,
            route=Route.parse(route),
            kind=Kind.ODD,
            resource=self.resource,
            title=title,
            status=status,
            public=public,
            function=function,
            because=because,
            fields=fields,
            answers=answers,
            filters=filters,
            tolerates=frozenset(tolerates),
            writes=writes,
            reads=reads,
        )

    def _path(self, route: Route, renamed: Mapping[str, str] | None) -> tuple[Field, ...]:
        rows = []
        for name in route.placeholders:
            place = self.places.get(name)
            if place is None:
                raise ValueError(f"{route}: nothing says how to read {{{name}}}")
            ours = (renamed or {}).get(name, place.ours)
            rows.append(Field(name, ours, place.codec, required=True))
        unknown = set(renamed or ()) - set(route.placeholders)
        if unknown:
            raise ValueError(f"{route} has no placeholder {sorted(unknown)}")
        return tuple(rows)


def unsupported(id: str, route: str, resource: str = "resource") -> Unsupported:
    """An operation of the contract that answers 501."""
    return Unsupported(id=id, route=Route.parse(route), kind=Kind.UNSUPPORTED, resource=resource)


def _check(
    id: str,
    target: type,
    rows: Iterable[Field],
    given: Mapping[str, Any],
    parts: set[str],
) -> None:
    """Refuse a row whose names do not fit its command or query."""
    if not is_dataclass(target):
        raise TypeError(f"{id}: {target.__name__} is not a dataclass")
    takes = {f.name: f for f in fields(target)}
    rows = unfolded(rows)
    offered = {row.ours.partition(".")[0] for row in rows} | set(given)
    unknown = offered - set(takes)
    if unknown:
        raise ValueError(f"{id}: {target.__name__} has no parameter {sorted(unknown)}")
    certain = {row.ours for row in rows if row.required} | set(given) | parts
    needed = {
        name for name, f in takes.items() if f.init and f.default is MISSING and f.default_factory is MISSING
    }
    if needed - certain:
        raise ValueError(
            f"{id}: {target.__name__} needs {sorted(needed - certain)}, and no row is sure to give it"
        )
