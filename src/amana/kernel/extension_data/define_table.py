"""A new table beside clients, groups, offices ..."""

import re
from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.codes.records import code
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.extension_data import ddl
from amana.kernel.extension_data.columns import ColumnDefinition, definition_problems, name_problem, normal
from amana.kernel.extension_data.definitions import defined
from amana.kernel.extension_data.hosts import host_of
from amana.kernel.extension_data.records import extension_column, extension_table
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Problem
from amana.storage.statement import Statement

MAXIMUM_COLUMNS = 200
PHYSICAL = re.compile(r"data_\d")
"""How physical tables and their indexes are called: no view may be called so."""

_TAKEN = Statement(
    sa.select(extension_table.c.id).where(
        sa.func.replace(sa.func.lower(extension_table.c.name), " ", "_") == sa.bindparam("normal_name")
    )
)
_INSERT = Statement(
    sa.insert(extension_table)
    .values({name: sa.bindparam(name) for name in ("name", "host", "many_rows", "made_at")})
    .returning(extension_table.c.id)
)
_INSERT_COLUMN = Statement(
    sa.insert(extension_column),
    columns=["table_id", "name", "kind", "length", "code_id", "mandatory", "position"],
)
_CODE = Statement(sa.select(code.c.id).where(code.c.id == sa.bindparam("code_id")))


@dataclass(frozen=True, kw_only=True)
class DefineDataTable:
    """``host``: the kind of record it belongs to; ``many_rows``: whether a record can have more than one row."""

    name: str
    host: str
    many_rows: bool = False
    columns: tuple[ColumnDefinition, ...]


@handles(DefineDataTable, permission="CREATE_DATATABLE", grouping="datatable")
def define_table(command: DefineDataTable, work: Work) -> Outcome:
    """Raises InvalidInput, Duplicate, NotFound."""
    host = host_of(command.host)
    problems = [problem] if (problem := table_name_problem(command.name)) else []
    problems += column_problems("columns", command.columns)
    if not command.columns:
        problems.append(Problem(field="columns", kind="blank", message="A table has at least one column."))
    if problems:
        raise InvalidInput(tuple(problems))
    require_free_name(work, command.name)
    made = work.session.insert(
        _INSERT, name=command.name, host=command.host, many_rows=command.many_rows, made_at=work.now
    )
    add_columns(work, made, command.columns, 0)
    ddl.create(work.session, defined(work.session, command.name), host)
    return Outcome(kind="data_table", id=made, more={"name": command.name})


def table_name_problem(name: str) -> Problem | None:
    """What is wrong with a table's name."""
    if PHYSICAL.match(normal(name)):
        return Problem(field="name", kind="not_allowed", message="Names like data_1 are taken.", value=name)
    return name_problem("name", name)


def column_problems(field: str, columns: tuple[ColumnDefinition, ...]) -> list[Problem]:
    """What is wrong with columns to be made."""
    problems = [
        problem
        for number, column in enumerate(columns)
        for problem in definition_problems(f"{field}[{number}]", column)
    ]
    for name, times in Counter(normal(column.name) for column in columns).items():
        if times > 1:
            text = f"The name {name} is given {times} times (blanks and underscores are alike)."
            problems.append(Problem(field=field, kind="duplicate", message=text, value=name))
    if len(columns) > MAXIMUM_COLUMNS:
        text = f"A table has at most {MAXIMUM_COLUMNS} columns."
        problems.append(Problem(field=field, kind="too_many", message=text))
    return problems


def require_free_name(work: Work, name: str) -> None:
    """Refuse the name of another table."""
    if work.session.scalar(_TAKEN, normal_name=normal(name)) is not None:
        raise Duplicate(kind="data table", field="name", value=name)


def add_columns(work: Work, table_id: int, columns: tuple[ColumnDefinition, ...], first: int) -> None:
    """Define columns, from position ``first`` on; raises NotFound for a code there is not."""
    for position, column in enumerate(columns, start=first):
        if column.code is not None and work.session.scalar(_CODE, code_id=column.code) is None:
            raise NotFound(kind="code", id=column.code)
        work.session.run(
            _INSERT_COLUMN,
            table_id=table_id,
            name=column.name,
            kind=str(column.kind),
            length=column.length,
            code_id=column.code,
            mandatory=column.mandatory,
            position=position,
        )
