"""The registry of queries: read-only questions, asked in a transaction that sees one moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from amana.kernel.declarations import require_sound
from amana.kernel.filtering import Condition
from amana.kernel.refusals import NotFound

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """Which part of a list is wanted. ``limit`` None means everything. ``after`` is the ``end`` of the page before.

    ``then_by``: what settles the order of records that are alike in ``order_by``, each with whether it goes downwards.
    """

    offset: int = 0
    after: tuple[Any, ...] | None = None
    limit: int | None = 200
    order_by: str | None = None
    descending: bool = False
    then_by: tuple[tuple[str, bool], ...] = ()

    def holds_all(self, found: int) -> bool:
        """Whether a page of so many records is the whole list."""
        return self.offset == 0 and self.after is None and (self.limit is None or found < self.limit)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """Part of a list and the size of the whole. ``end`` is the sort key of its last record, where the list can go on
    from there.
    """

    items: Sequence[T]
    total: int
    end: tuple[Any, ...] | None = None


class Numbered(Protocol):
    """A view with the number of its record."""

    @property
    def id(self) -> int: ...


N = TypeVar("N", bound=Numbered)


def numbered(records: Iterable[N], number: int, kind: str) -> N:
    """The one with this number, of records that are few and read as a whole; raises NotFound."""
    for one in records:
        if one.id == number:
            return one
    raise NotFound(kind=kind, id=number)


def as_view(cls: type[T], values: dict[str, Any]) -> T:
    """``cls(**values)`` for a frozen view, at a tenth of the cost: for lists of tens of thousands. What ``values``
    does not name has its class default, and names that are no fields are not noticed: a test of the query has to.
    """
    made = object.__new__(cls)
    made.__dict__.update(values)
    return made


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """Base of list queries: paging, and a filter over whitelisted fields."""

    page: PageRequest = PageRequest()
    where: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class QuerySpec:
    """One query as the registry knows it."""

    name: str
    type: type
    permission: str | None
    """None: any verified user may ask."""
    handler: Callable[..., Any]


_BY_TYPE: dict[type, QuerySpec] = {}


def answers(query: type, *, permission: str | None) -> Callable[[F], F]:
    """Register the decorated function ``f(query, reading)`` as what answers ``query``. Raises BadDeclaration."""
    require_sound(query)

    def register(function: F) -> F:
        if query in _BY_TYPE:
            raise ValueError(f"two answers for {query.__name__}")
        _BY_TYPE[query] = QuerySpec(name=query.__name__, type=query, permission=permission, handler=function)
        return function

    return register


def query_spec(query: Any) -> QuerySpec:
    """The registered spec of a query value."""
    return _BY_TYPE[type(query)]


def all_queries() -> list[QuerySpec]:
    """Every query, by name."""
    return sorted(_BY_TYPE.values(), key=lambda spec: spec.name)
