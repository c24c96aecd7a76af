"""Extension tables and their rows as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.extension_data.definitions import Definition, all_defined, defined
from amana.kernel.extension_data.hosts import host_of, require_record
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound, VersionConflict

AT_MOST = 1000
"""Rows of one record that are shown."""


@dataclass(frozen=True, kw_only=True)
class DataColumnView:
    """A column."""

    name: str
    kind: str
    length: int | None
    code: int | None
    mandatory: bool


@dataclass(frozen=True, kw_only=True)
class DataTableView:
    """A table and its columns."""

    id: int
    name: str
    host: str
    many_rows: bool
    columns: Sequence[DataColumnView]


@dataclass(frozen=True, kw_only=True)
class DataRowView:
    """A row; ``values`` by column name, null where there is none."""

    id: int
    record: int
    values: Mapping[str, Any]
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class DataTables:
    """Every table, or those of one kind of record."""

    host: str | None = None


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """One table."""

    table: str


@dataclass(frozen=True, kw_only=True)
class DataRows:
    """The rows of one record, oldest first; or one of them."""

    table: str
    record: int
    row: int | None = None


@answers(DataTables, permission="READ_DATATABLE")
def data_tables(query: DataTables, at: Reading) -> list[DataTableView]:
    """By name."""
    return [_view(one) for one in all_defined(at.session) if query.host in {None, one.host}]


@answers(DataTable, permission="READ_DATATABLE")
def data_table(query: DataTable, at: Reading) -> DataTableView:
    """Raises NotFound."""
    return _view(defined(at.session, query.table))


def _view(definition: Definition) -> DataTableView:
    columns = [
        DataColumnView(
            name=one.name, kind=one.kind, length=one.length, code=one.code_id, mandatory=one.mandatory
        )
        for one in definition.columns
    ]
    return DataTableView(
        id=definition.id,
        name=definition.name,
        host=definition.host,
        many_rows=definition.many_rows,
        columns=columns,
    )


@answers(DataRows, permission="READ_DATATABLEENTRY")
def data_rows(query: DataRows, at: Reading) -> list[DataRowView]:
    """Raises NotFound, also for a record of other offices; VersionConflict when the table changes meanwhile."""
    definition = defined(at.session, query.table)
    require_record(at, host_of(definition.host), query.record)
    table = definition.physical()
    wanted = sa.select(table).where(table.c.record_id == query.record)
    if query.row is not None:
        wanted = wanted.where(table.c.id == query.row)
    try:
        found = at.session.records(wanted.order_by(table.c.id).limit(AT_MOST))
    except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable) as error:
        raise VersionConflict from error
    if query.row is not None and not found:
        raise NotFound(kind="data row", id=query.row)
    return [_row(definition, one) for one in found]


def _row(definition: Definition, found: Mapping[str, Any]) -> DataRowView:
    return DataRowView(
        id=found["id"],
        record=found["record_id"],
        values={one.name: found[one.physical] for one in definition.columns},
        made_at=found["made_at"],
        changed_at=found["changed_at"],
    )
