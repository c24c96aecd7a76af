"""Paging and sorting of the parties' lists."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from amana.kernel.filtering import Condition, to_clause
from amana.kernel.queries import Page, PageRequest
from amana.kernel.refusals import invalid
from amana.storage.session import ReadSession

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
    last: sa.ColumnElement[Any],
    make: Callable[[dict[str, Any]], T],
) -> Page[T]:
    """A page of ``wanted``, and how many rows there are in all.

    ``columns`` are the fields that may be filtered and sorted by, ``last`` settles the order of equals, ``make``
    turns a row into a view.
    """
    if where is not None:
        wanted = wanted.where(to_clause(where, columns))
    rows = session.records(with_page(wanted, page, columns, last))
    if page.offset == 0 and (page.limit is None or len(rows) < page.limit):
        total = len(rows)
    else:
        counted = wanted.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
        total = session.scalar(counted)
    return Page(items=[make(row) for row in rows], total=total)


def containing(column: sa.ColumnElement[Any], text: str) -> sa.ColumnElement[bool]:
    """Whether the column holds the text somewhere, in any case."""
    return sa.func.lower(column).contains(text.lower(), autoescape=True)
