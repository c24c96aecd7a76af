"""Rows of extension tables: added, changed, deleted, for a record of the actor's offices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.codes.records import code_value
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.extension_data.columns import ColumnKind, read_value
from amana.kernel.extension_data.definitions import Definition, defined
from amana.kernel.extension_data.hosts import host_of, require_record
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Problem
from amana.storage.statement import Statement

_VALUE_OF_CODE = Statement(
    sa.select(code_value.c.id).where(
        code_value.c.id == sa.bindparam("value_id"),
        code_value.c.code_id == sa.bindparam("code_id"),
        code_value.c.active,
    )
)


@dataclass(frozen=True, kw_only=True)
class AddDataRow:
    """``record``: the id of the client, group, office ... that the row is about; ``values`` by column name."""

    table: str
    record: int
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ChangeDataRow:
    """Only the columns named change; null clears one. ``row`` where a record can have several."""

    table: str
    record: int
    values: Mapping[str, Any]
    row: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeleteDataRows:
    """One row of the record, or all of them."""

    table: str
    record: int
    row: int | None = None


@handles(AddDataRow, permission="CREATE_DATATABLEENTRY", grouping="datatable")
def add_row(command: AddDataRow, work: Work) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    definition = _for_record(work, command.table, command.record)
    values = _read(work, definition, command.values)
    missing = [one.name for one in definition.columns if one.mandatory and values.get(one.physical) is None]
    if missing:
        raise InvalidInput(tuple(_problem(name, "blank", f"{name} has to be given.") for name in missing))
    table = definition.physical()
    if not definition.many_rows:
        taken = sa.select(table.c.id).where(table.c.record_id == command.record)
        if work.session.scalar(taken) is not None:
            raise Duplicate(kind="data row", field="record", value=command.record)
    row = sa.insert(table).values(record_id=command.record, made_at=work.now, changed_at=work.now, **values)
    made = work.session.insert(row.returning(table.c.id))
    return _outcome(definition, command.record, made)


@handles(ChangeDataRow, permission="UPDATE_DATATABLEENTRY", grouping="datatable")
def change_row(command: ChangeDataRow, work: Work) -> Outcome:
    """Raises NotFound, InvalidInput."""
    definition = _for_record(work, command.table, command.record)
    values = _read(work, definition, command.values)
    empty = [one.name for one in definition.columns if one.mandatory and values.get(one.physical, "") is None]
    if empty:
        raise InvalidInput(tuple(_problem(name, "blank", f"{name} has to have a value.") for name in empty))
    table = definition.physical()
    where = _rows_of(table, command.record, command.row)
    found = work.session.records(sa.select(table).where(where).with_for_update())
    if not found or (definition.many_rows and command.row is None):
        raise NotFound(kind="data row", id=command.row or command.record)
    [before] = found
    changed = {name: value for name, value in values.items() if before[name] != value}
    if changed:
        work.session.run(sa.update(table).where(where).values(**changed, changed_at=work.now))
    shown = {one.name: values[one.physical] for one in definition.columns if one.physical in changed}
    return _outcome(definition, command.record, before["id"], shown)


@handles(DeleteDataRows, permission="DELETE_DATATABLEENTRY", grouping="datatable")
def delete_rows(command: DeleteDataRows, work: Work) -> Outcome:
    """Raises NotFound when there is nothing to delete."""
    definition = _for_record(work, command.table, command.record)
    table = definition.physical()
    gone = work.session.touched(
        sa.delete(table).where(_rows_of(table, command.record, command.row)).returning(table.c.id)
    )
    if not gone:
        raise NotFound(kind="data row", id=command.row or command.record)
    return _outcome(definition, command.record, command.row or command.record, {})


def _rows_of(table: sa.Table, record: int, row: int | None) -> sa.ColumnElement[bool]:
    of_record = table.c.record_id == record
    return of_record if row is None else sa.and_(of_record, table.c.id == row)


def _for_record(work: Work, table: str, record: int) -> Definition:
    definition = defined(work.session, table, lock="rows")
    require_record(work, host_of(definition.host), record)
    return definition


def _outcome(
    definition: Definition, record: int, row: int, changes: Mapping[str, Any] | None = None
) -> Outcome:
    about: dict[str, int] = {definition.host: record} if definition.host in SHOWN else {}
    return Outcome(
        kind="data_row", id=row, changes=changes, more={"table": definition.name, "record": record}, **about
    )


SHOWN = frozenset({"office", "client", "group", "loan", "savings"})


def _read(at: Reading, definition: Definition, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by physical column; raises InvalidInput with everything that is wrong."""
    read: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        column = definition.column(name)
        if column is None:
            problems.append(_problem(name, "unsupported", f"{definition.name} has no column {name}."))
            continue
        kind = ColumnKind(column.kind)
        try:
            found = None if value is None else read_value(kind, column.length, value)
        except ValueError:
            text = (
                f"{column.name} takes {kind}" + (f" of up to {column.length}" if column.length else "") + "."
            )
            problems.append(_problem(name, "format", text, str(value)[:200]))
            continue
        if kind is ColumnKind.CHOICE and found is not None and not _is_of_code(at, column.code_id, found):
            problems.append(_problem(name, "unknown", f"{found} is no value of the code.", found))
        read[column.physical] = found
    if problems:
        raise InvalidInput(tuple(problems))
    return read


def _is_of_code(at: Reading, code_id: int | None, value: int) -> bool:
    return at.session.scalar(_VALUE_OF_CODE, value_id=value, code_id=code_id) is not None


def _problem(name: str, kind: str, message: str, value: Any = None) -> Problem:
    return Problem(field=f"values.{name}", kind=kind, message=message, value=value)
