"""Definitions of extension tables, loaded; and the physical tables they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.extension_data.columns import TYPES, ColumnKind, normal
from amana.kernel.extension_data.records import SCHEMA, extension_column, extension_table
from amana.kernel.refusals import NotFound
from amana.storage.records import TIMESTAMP
from amana.storage.session import ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True)
class Column:
    """A column as it is defined."""

    id: int
    name: str
    kind: str
    length: int | None
    code_id: int | None
    mandatory: bool
    position: int

    @property
    def physical(self) -> str:
        """Its name in the database."""
        return f"c{self.id}"


@dataclass(frozen=True)
class TableRow:
    """A table without its columns."""

    id: int
    name: str
    host: str
    many_rows: bool


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A table and its columns, in order."""

    id: int
    name: str
    host: str
    many_rows: bool
    columns: Sequence[Column]

    def column(self, name: str) -> Column | None:
        """The column of this name."""
        return next((one for one in self.columns if normal(one.name) == normal(name)), None)

    def physical(self) -> sa.Table:
        """The table that holds the rows."""
        return sa.Table(
            f"data_{self.id}",
            sa.MetaData(),
            sa.Column("id", sa.BigInteger),
            sa.Column("record_id", sa.BigInteger),
            *(sa.Column(one.physical, TYPES[ColumnKind(one.kind)]) for one in self.columns),
            sa.Column("made_at", TIMESTAMP),
            sa.Column("changed_at", TIMESTAMP),
            schema=SCHEMA,
        )


_TABLE = sa.select(
    extension_table.c.id, extension_table.c.name, extension_table.c.host, extension_table.c.many_rows
)
_NAMED = _TABLE.where(
    sa.func.replace(sa.func.lower(extension_table.c.name), " ", "_") == sa.bindparam("normal_name")
)
_ONE = Statement(_NAMED)
_ONE_FOR_ROWS = Statement(_NAMED.with_for_update(read=True))
_ONE_FOR_CHANGE = Statement(_NAMED.with_for_update())
_ALL = Statement(_TABLE.order_by(extension_table.c.name))
_COLUMN = (
    extension_column.c.id,
    extension_column.c.name,
    extension_column.c.kind,
    extension_column.c.length,
    extension_column.c.code_id,
    extension_column.c.mandatory,
    extension_column.c.position,
)
_COLUMNS = Statement(
    sa.select(*_COLUMN)
    .where(extension_column.c.table_id == sa.bindparam("table_id"))
    .order_by(extension_column.c.position, extension_column.c.id)
)
_LOCKS = {None: _ONE, "rows": _ONE_FOR_ROWS, "definition": _ONE_FOR_CHANGE}


def defined(session: ReadSession, name: str, *, lock: str | None = None) -> Definition:
    """The definition of a table; raises NotFound.

    ``lock="rows"`` keeps the definition as it is while rows are written, ``"definition"`` is for changing it.
    """
    found = session.one(_LOCKS[lock], TableRow, normal_name=normal(name))
    if found is None:
        raise NotFound(kind="data table", id=name)
    return _with_columns(session, found)


def all_defined(session: ReadSession) -> list[Definition]:
    """Every definition, by name."""
    return [_with_columns(session, found) for found in session.all(_ALL, TableRow)]


def _with_columns(session: ReadSession, found: TableRow) -> Definition:
    return Definition(
        id=found.id,
        name=found.name,
        host=found.host,
        many_rows=found.many_rows,
        columns=session.all(_COLUMNS, Column, table_id=found.id),
    )
