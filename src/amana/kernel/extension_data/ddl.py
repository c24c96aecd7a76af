"""Making and changing the physical tables, under the role that may do that and nothing else.

Names chosen by people never name a physical table or column (see ``records``); they are the names of a view over it,
which is there for reports.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from psycopg import sql

from amana.kernel.extension_data.columns import ColumnKind
from amana.kernel.extension_data.definitions import Column, Definition
from amana.kernel.extension_data.hosts import Host
from amana.kernel.extension_data.records import SCHEMA
from amana.storage.engine import EXTENSION_ROLE
from amana.storage.session import WriteSession

TYPES: Final = {
    ColumnKind.TEXT: "text",
    ColumnKind.LONG_TEXT: "text",
    ColumnKind.INTEGER: "bigint",
    ColumnKind.DECIMAL: "public.amount",
    ColumnKind.DATE: "date",
    ColumnKind.MOMENT: "timestamptz",
    ColumnKind.BOOLEAN: "boolean",
    ColumnKind.CHOICE: "bigint REFERENCES public.code_value (id)",
}


def _table(definition: Definition) -> sql.Composable:
    return sql.Identifier(SCHEMA, f"data_{definition.id}")


def _view(name: str) -> sql.Composable:
    return sql.Identifier(SCHEMA, name)


@contextmanager
def _as_owner(session: WriteSession) -> Iterator[None]:
    """The extension role for these statements of the transaction, then the present one again."""
    present = session.scalar("SELECT current_user")
    _run(session, sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(EXTENSION_ROLE)))
    yield
    _run(session, sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(present)))


def _run(session: WriteSession, statement: sql.Composable) -> None:
    session.run(statement.as_string(session.connection))


def create(session: WriteSession, definition: Definition, host: Host) -> None:
    """The table with its columns, and the view."""
    parts = [
        sql.SQL("id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
        sql.SQL("record_id bigint NOT NULL REFERENCES public.{} (id) ON DELETE CASCADE").format(
            sql.Identifier(host.table.name)
        ),
        *(_column(one) for one in definition.columns),
        sql.SQL("made_at timestamptz NOT NULL"),
        sql.SQL("changed_at timestamptz NOT NULL"),
    ]
    unique = sql.SQL("" if definition.many_rows else "UNIQUE ")
    with _as_owner(session):
        _run(session, sql.SQL("CREATE TABLE {} ({})").format(_table(definition), sql.SQL(", ").join(parts)))
        index = sql.SQL("CREATE {}INDEX ON {} (record_id)").format(unique, _table(definition))
        _run(session, index)
        _make_view(session, definition)


def _column(column: Column) -> sql.Composable:
    return sql.SQL("{} {}{}").format(
        sql.Identifier(column.physical),
        sql.SQL(TYPES[ColumnKind(column.kind)]),
        sql.SQL(" NOT NULL" if column.mandatory else ""),
    )


def _make_view(session: WriteSession, definition: Definition) -> None:
    columns = [
        sql.SQL("{} AS {}").format(sql.Identifier(one.physical), sql.Identifier(one.name))
        for one in definition.columns
    ]
    every = sql.SQL(", ").join([sql.SQL("id, record_id"), *columns, sql.SQL("made_at, changed_at")])
    statement = sql.SQL("CREATE VIEW {} AS SELECT {} FROM {}")
    _run(session, statement.format(_view(definition.name), every, _table(definition)))


def alter(session: WriteSession, before: Definition, after: Definition) -> None:
    """From one definition to the other: columns are told apart by their ids."""
    old, new = ({one.id: one for one in definition.columns} for definition in (before, after))
    with _as_owner(session):
        _run(session, sql.SQL("DROP VIEW {}").format(_view(before.name)))
        for number in old.keys() - new.keys():
            _alter(session, after, sql.SQL("DROP COLUMN {}").format(sql.Identifier(old[number].physical)))
        for number in new.keys() - old.keys():
            _alter(session, after, sql.SQL("ADD COLUMN ") + _column(new[number]))
        for number in old.keys() & new.keys():
            if old[number].mandatory != new[number].mandatory:
                verb = sql.SQL("SET" if new[number].mandatory else "DROP")
                change = sql.SQL("ALTER COLUMN {} {} NOT NULL")
                _alter(session, after, change.format(sql.Identifier(new[number].physical), verb))
        _make_view(session, after)


def _alter(session: WriteSession, definition: Definition, change: sql.Composable) -> None:
    _run(session, sql.SQL("ALTER TABLE {} {}").format(_table(definition), change))


def drop(session: WriteSession, definition: Definition) -> None:
    """Table and view."""
    with _as_owner(session):
        _run(session, sql.SQL("DROP VIEW {}").format(_view(definition.name)))
        _run(session, sql.SQL("DROP TABLE {}").format(_table(definition)))
