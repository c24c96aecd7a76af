"""Paging and sorting of the parties' lists."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from amana.kernel.filtering import Condition, to_clause
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
    order = otherwise
    if page.order_by is not None:
        column = columns.get(page.order_by)
        if column is None:
            raise invalid(
                "order_by", "not_one_of", f"Lists cannot be sorted by {page.order_by}.", page.order_by
            )
        order = (column.desc() if page.descending else column.asc(), *otherwise[-1:])
    return wanted.order_by(*order).offset(page.offset).limit(page.limit)


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
    keys = _only(wanted, last)
    chosen = [number for (number,) in session.tuples(with_page(keys, page, columns, last))]
    if page.offset == 0 and (page.limit is None or len(chosen) < page.limit):
        total = len(chosen)
    else:
        total = session.scalar(_only(wanted, sa.func.count()))
    found = session.records(shown or numbered(wanted, last, chosen), chosen=chosen)
    rows = {row[last.key]: row for row in found}
    return Page(items=[make(rows[number]) for number in chosen], total=total)


def numbered(wanted: Select, last: sa.Column[int], numbers: list[int] | None = None) -> Select:
    """Of ``wanted``, the records whose numbers are in the parameter ``chosen`` (these, or given when it is run)."""
    chosen = sa.bindparam("chosen", numbers, type_=sa.ARRAY(sa.BigInteger), required=numbers is None)
    return wanted.where(last == sa.any_(chosen))


def _only(wanted: Select, column: sa.ColumnElement[Any]) -> Select:
    """The same rows, one column of them: what is joined only to be shown is then left out by the planner."""
    return wanted.with_only_columns(column, maintain_column_froms=True).order_by(None)


def containing(column: sa.ColumnElement[Any], text: str) -> sa.ColumnElement[bool]:
    """Whether the column holds the text somewhere, in any case."""
    return sa.func.lower(column).contains(text.lower(), autoescape=True)
