"""SQLAlchemy Core statements compiled once into what the driver runs."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]


class Statement:
    """A statement declared at import time; compiled on first use, then only executed.

    ``columns`` names the columns an INSERT or UPDATE without explicit values sets from parameters.
    """

    __slots__ = ("_clause", "_columns", "_fixed", "_sql")

    def __init__(self, clause: ClauseElement, *, columns: list[str] | None = None) -> None:
        self._clause = clause
        self._columns = columns
        self._sql: str | None = None
        self._fixed: dict[str, Any] = {}

    def prepare(self, params: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """The SQL text and its complete parameters."""
        if self._sql is None:
            compiled = _compile(self._clause, self._columns)
            self._fixed = {k: v for k, v in compiled.params.items() if v is not None}
            self._sql = str(compiled)
        return self._sql, {**self._fixed, **params} if self._fixed else params


def compile_once(clause: ClauseElement, params: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Compile a statement composed at run time (lists with caller-chosen filters), IN lists written out."""
    compiled = cast("SQLCompiler", clause.compile(dialect=_DIALECT))
    expanded = compiled.construct_expanded_state(dict(params))
    return expanded.statement, {**params, **expanded.parameters}


def _compile(clause: ClauseElement, columns: list[str] | None) -> SQLCompiler:
    arguments: dict[str, Any] = {"column_keys": columns} if columns is not None else {}
    return cast(
        "SQLCompiler",
        clause.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True}, **arguments),
    )
