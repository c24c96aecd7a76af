"""Paging and sorting of the parties' lists."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from amana.kernel.filtering import Condition, to_clause
from amana.kernel.paging import Sorting
from amana.kernel.queries import Page, PageRequest
from amana.kernel.refusals import invalid
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

T = TypeVar("T")
Select = sa.Select[Any]

EVERYTHING = PageRequest(limit=None)
"""The page of lists that are short: all of it."""


def with_page(
    wanted: Select,
    page: PageRequest,
    columns: Mapping[str, sa.ColumnElement[Any]],
    *otherwise: sa.ColumnElement[Any],
) -> Select:
    """The part of ``wanted`` that the page asks for; ``otherwise`` sorts where it does not say.

    Raises InvalidInput for a sort field that is not among ``columns``.
    """
    return part(wanted, page, sorting(page, columns, *otherwise))


def sorting(
    page: PageRequest, columns: Mapping[str, sa.ColumnElement[Any]], *otherwise: sa.ColumnElement[Any]
) -> Sorting:
    """How the page wants the list sorted, ``otherwise`` where it does not say; raises InvalidInput."""
    if page.order_by is None:
        return Sorting(tuple((column, False) for column in otherwise))
    wanted = [(_named(columns, name), down) for name, down in _order(page.order_by, page)]
    last = otherwise[-1]
    return Sorting((*wanted, *([] if any(column is last for column, _ in wanted) else [(last, False)])))


def _order(first: str, page: PageRequest) -> tuple[tuple[str, bool], ...]:
    return ((first, page.descending), *page.then_by)


def _named(columns: Mapping[str, sa.ColumnElement[Any]], name: str) -> sa.ColumnElement[Any]:
    column = columns.get(name)
    if column is None:
        raise invalid("order_by", "not_one_of", f"Lists cannot be sorted by {name}.", name)
    return column


def paged(
    session: ReadSession,
    wanted: Select,
    page: PageRequest,
    where: Condition | None,
    columns: Mapping[str, sa.ColumnElement[Any]],
    last: sa.Column[int],
    make: Callable[[dict[str, Any]], T],
    shown: Statement | None = None,
) -> Page[T]:
    """A page of ``wanted``, and how many rows there are in all.

    ``columns`` are the fields that may be filtered and sorted by, ``last`` is the record's number, which also settles
    the order of equals, ``make`` turns a row into a view. First the numbers, then the rows: the many joins of a view
    are made for the records of the page alone, whatever the planner thinks. ``shown`` is that second statement where it
    is always the same: ``numbered`` without any condition, compiled once.
    """
    if where is not None:
        wanted = wanted.where(to_clause(where, columns))
    order = sorting(page, columns, last)
    found_keys = session.tuples(part(_only(wanted, *(column for column, _ in order.by)), page, order))
    chosen = [key[-1] for key in found_keys]
    whole = page.holds_all(len(chosen))
    total = len(chosen) if whole else session.scalar(_only(wanted, sa.func.count()))
    found = session.records(shown or numbered(wanted, last, chosen), chosen=chosen)
    rows = {row[last.key]: row for row in found}
    end = tuple(found_keys[-1]) if found_keys else None
    return Page(items=[make(rows[number]) for number in chosen], total=total, end=end)


def part(wanted: Select, page: PageRequest, order: Sorting) -> Select:
    """The part of ``wanted`` that the page asks for, in this order."""
    if page.after is not None:
        wanted = wanted.where(order.after(page.after))
    return wanted.order_by(*order.clauses()).offset(page.offset).limit(page.limit)


def numbered(wanted: Select, last: sa.Column[int], numbers: list[int] | None = None) -> Select:
    """Of ``wanted``, the records whose numbers are in the parameter ``chosen`` (these, or given when it is run)."""
    chosen = sa.bindparam("chosen", numbers, type_=sa.ARRAY(sa.BigInteger), required=numbers is None)
    return wanted.where(last == sa.any_(chosen))


def _only(wanted: Select, *columns: sa.ColumnElement[Any]) -> Select:
    """The same rows, these columns of them: what is joined only to be shown is then left out by the planner."""
    return wanted.with_only_columns(*columns, maintain_column_froms=True).order_by(None)


def containing(column: sa.ColumnElement[Any], text: str) -> sa.ColumnElement[bool]:
    """Whether the column holds the text somewhere, in any case."""
    return sa.func.lower(column).contains(text.lower(), autoescape=True)
