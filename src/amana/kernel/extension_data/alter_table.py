"""Another name, more, fewer or other columns for a table."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.extension_data import ddl
from amana.kernel.extension_data.columns import (
    MAXIMUM_LENGTH,
    RESERVED,
    ColumnDefinition,
    ColumnKind,
    name_problem,
    normal,
)
from amana.kernel.extension_data.define_table import (
    MAXIMUM_COLUMNS,
    add_columns,
    column_problems,
    require_free_name,
    table_name_problem,
)
from amana.kernel.extension_data.definitions import Column, Definition, defined
from amana.kernel.extension_data.records import extension_column, extension_table
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, NotFound, Problem, Refused, invalid
from amana.kernel.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class ColumnChange:
    """What changes about a column. Text can only become longer."""

    name: str
    new_name: str | UnsetType = UNSET
    mandatory: bool | UnsetType = UNSET
    length: int | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class AlterDataTable:
    """Columns are dropped (with what they hold), changed, then added at the end."""

    table: str
    new_name: str | UnsetType = UNSET
    drop: tuple[str, ...] = ()
    change: tuple[ColumnChange, ...] = ()
    add: tuple[ColumnDefinition, ...] = ()


class MandatoryWithoutValue(Refused):
    """Rows there are would lack a value for a column that has to have one."""

    code = "extension.mandatory_without_value"
    message = "A column cannot become mandatory while there are rows without a value for it."


@handles(AlterDataTable, permission="UPDATE_DATATABLE", grouping="datatable")
def alter_table(command: AlterDataTable, work: Work) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate, MandatoryWithoutValue."""
    before = defined(work.session, command.table, lock="definition")
    _require_sound(command, before)
    _require_values(command, before, work)
    if not isinstance(command.new_name, UnsetType) and normal(command.new_name) != normal(before.name):
        require_free_name(work, command.new_name)
    _save(command, before, work)
    name = before.name if isinstance(command.new_name, UnsetType) else command.new_name
    after = defined(work.session, name)
    ddl.alter(work.session, before, after)
    changes = {"name": name} if name != before.name else {}
    return Outcome(kind="data_table", id=before.id, changes=changes, more={"name": name})


def _known(definition: Definition, name: str) -> Column:
    found = definition.column(name)
    if found is None:
        raise NotFound(kind="column", id=name)
    return found


def _require_sound(command: AlterDataTable, before: Definition) -> None:
    problems: list[Problem | None] = [*column_problems("add", command.add)]
    if not isinstance(command.new_name, UnsetType):
        problems.append(table_name_problem(command.new_name))
    names = {one.id: normal(one.name) for one in before.columns}
    for name in command.drop:
        names.pop(_known(before, name).id, None)
    for number, change in enumerate(command.change):
        column = _known(before, change.name)
        if column.id not in names:
            raise invalid(f"change[{number}].name", "inconsistent", "The column is dropped.", change.name)
        problems += _change_problems(f"change[{number}]", change, column)
        if not isinstance(change.new_name, UnsetType):
            names[column.id] = normal(change.new_name)
    every = [*names.values(), *(normal(column.name) for column in command.add)]
    if len(set(every)) < len(every):
        text = "Two columns would have the same name (blanks and underscores are alike)."
        problems.append(Problem(field="add", kind="duplicate", message=text))
    if not 0 < len(every) <= MAXIMUM_COLUMNS:
        text = f"A table has 1 to {MAXIMUM_COLUMNS} columns."
        problems.append(Problem(field="drop", kind="out_of_range", message=text, value=len(every)))
    found = [problem for problem in problems if problem is not None]
    if found:
        raise InvalidInput(tuple(found))


def _change_problems(field: str, change: ColumnChange, column: Column) -> list[Problem | None]:
    problems: list[Problem | None] = []
    if not isinstance(change.new_name, UnsetType):
        problems.append(name_problem(f"{field}.new_name", change.new_name))
        if normal(change.new_name) in RESERVED:
            text = f"{change.new_name} is the name of a column that every table has."
            problems.append(Problem(field=f"{field}.new_name", kind="not_allowed", message=text))
    if not isinstance(change.length, UnsetType):
        is_text = ColumnKind(column.kind) is ColumnKind.TEXT
        if not is_text or not (column.length or 0) <= change.length <= MAXIMUM_LENGTH:
            text = f"Only text has a length; it can grow to {MAXIMUM_LENGTH}."
            problems.append(
                Problem(field=f"{field}.length", kind="out_of_range", message=text, value=change.length)
            )
    return problems


def _require_values(command: AlterDataTable, before: Definition, work: Work) -> None:
    """Refuse to make mandatory what some rows lack."""
    table = before.physical()
    lacking: list[sa.ColumnElement[bool]] = [sa.true()] if any(one.mandatory for one in command.add) else []
    lacking += [
        table.c[_known(before, change.name).physical].is_(None)
        for change in command.change
        if change.mandatory is True
    ]
    if not lacking:
        return
    if work.session.scalar(sa.select(table.c.id).where(sa.or_(*lacking)).limit(1)) is not None:
        raise MandatoryWithoutValue


def _save(command: AlterDataTable, before: Definition, work: Work) -> None:
    if not isinstance(command.new_name, UnsetType):
        work.session.run(
            sa.update(extension_table).where(extension_table.c.id == before.id).values(name=command.new_name)
        )
    for name in command.drop:
        column = _known(before, name)
        work.session.run(sa.delete(extension_column).where(extension_column.c.id == column.id))
    for change in command.change:
        values: dict[str, Any] = {
            "name": change.new_name,
            "mandatory": change.mandatory,
            "length": change.length,
        }
        given = {field: value for field, value in values.items() if not isinstance(value, UnsetType)}
        if given:
            column = _known(before, change.name)
            work.session.run(
                sa.update(extension_column).where(extension_column.c.id == column.id).values(**given)
            )
    last = max((one.position for one in before.columns), default=-1)
    add_columns(work, before.id, command.add, last + 1)
