"""Sessions: reading and writing are different types, so that intent shows in every signature.

A session keeps the connection in pipeline mode: statements are sent without waiting, and only asking for a
result costs a round trip. ``round_trips`` counts these, so that tests can hold a hot path to its budget.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

import psycopg
from psycopg.rows import class_row, dict_row, tuple_row
from sqlalchemy.sql import ClauseElement

from amana.storage.statement import Statement, compile_once

T = TypeVar("T")
Query = Statement | ClauseElement | str


class Pending(Generic[T]):
    """An answer on its way: the statement is sent, the rows are fetched when asked for."""

    __slots__ = ("_cursor", "_session")

    def __init__(self, session: "ReadSession", cursor: psycopg.Cursor[T]) -> None:
        self._session = session
        self._cursor = cursor

    def all(self) -> list[T]:
        """Every row."""
        self._session.waited()
        return self._cursor.fetchall()

    def one(self) -> T | None:
        """The first row, if there is one."""
        self._session.waited()
        return self._cursor.fetchone()


class ReadSession:
    """Runs queries in one read-only transaction."""

    pipelined = False

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        self.round_trips = 0
        self._unanswered = False

    def waited(self) -> None:
        """Count a round trip, unless everything sent so far was already waited for."""
        self.round_trips += self._unanswered
        self._unanswered = False

    def ask(self, query: Query, into: type[T], /, **params: Any) -> Pending[T]:
        """Send ``query``; its rows become ``into`` objects by column name."""
        return Pending(self, self._run(query, params, class_row(into)))

    def all(self, query: Query, into: type[T], /, **params: Any) -> list[T]:
        """All rows as ``into`` objects."""
        return self.ask(query, into, **params).all()

    def one(self, query: Query, into: type[T], /, **params: Any) -> T | None:
        """The first row as an ``into`` object."""
        return self.ask(query, into, **params).one()

    def tuples(self, query: Query, /, **params: Any) -> list[tuple[Any, ...]]:
        """All rows as tuples."""
        return Pending(self, self._run(query, params, tuple_row)).all()

    def records(self, query: Query, /, **params: Any) -> list[dict[str, Any]]:
        """All rows as dictionaries."""
        return Pending(self, self._run(query, params, dict_row)).all()

    def record(self, query: Query, /, **params: Any) -> dict[str, Any] | None:
        """The first row as a dictionary."""
        return Pending(self, self._run(query, params, dict_row)).one()

    def scalar(self, query: Query, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = Pending(self, self._run(query, params, tuple_row)).one()
        return None if row is None else row[0]

    def _run(self, query: Query, params: Mapping[str, Any], row_factory: Any) -> "psycopg.Cursor[Any]":
        if isinstance(query, Statement):
            sql, values = query.prepare(params)
            prepare: bool | None = True
        elif isinstance(query, str):
            sql, values, prepare = query, params, None
        else:
            sql, values = compile_once(query, params)
            prepare = None
        self._unanswered = True
        cursor = self.connection.cursor(row_factory=row_factory)
        return cursor.execute(cast("Any", sql), values or None, prepare=prepare)


class WriteSession(ReadSession):
    """Reads and writes in one transaction; only the pipeline and the jobs' runner commit it."""

    pipelined = True

    def run(self, query: Query, /, **params: Any) -> None:
        """Send a write whose result nobody needs; its failure surfaces at the next answer or at commit."""
        self._run(query, params, tuple_row)

    def insert(self, query: Query, /, **params: Any) -> int:
        """Run an INSERT ... RETURNING id and give the new id."""
        return cast("int", self.scalar(query, **params))

    def touched(self, query: Query, /, **params: Any) -> int:
        """Run a write that has a RETURNING clause and count the rows it returned."""
        return len(self.tuples(query, **params))
