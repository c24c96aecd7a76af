"""Codes made by the institution: create, rename, delete. System-defined ones stay as they are."""

from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.codes.records import code
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, NotFound, Refused, invalid
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class CodeSystemDefined(Refused):
    """A system-defined code keeps its name; only its values change."""

    code: ClassVar[str] = "code_system_defined"
    message: ClassVar[str] = "The code {name} is system defined and cannot be changed."

    name: str


@dataclass(frozen=True, kw_only=True)
class CreateCode:
    """A code of the institution's own."""

    name: str


@dataclass(frozen=True, kw_only=True)
class RenameCode:
    """Another name for a code of the institution's own."""

    code: int
    name: str


@dataclass(frozen=True, kw_only=True)
class DeleteCode:
    """Remove a code of the institution's own and its values, where none of them is used."""

    code: int


_INSERT = Statement(sa.insert(code).returning(code.c.id), columns=["name"])
_TAKEN = Statement(sa.select(code.c.id).where(code.c.name == sa.bindparam("name")))
_LOAD = Statement(
    sa.select(code.c.name, code.c.system_defined)
    .where(code.c.id == sa.bindparam("code_id"))
    .with_for_update()
)
_RENAME = Statement(
    sa.update(code).where(code.c.id == sa.bindparam("code_id")).values(name=sa.bindparam("new_name"))
)
_DELETE = Statement(sa.delete(code).where(code.c.id == sa.bindparam("code_id")))


@handles(CreateCode, permission="CREATE_CODE", grouping="configuration")
def create(command: CreateCode, work: Work) -> Outcome:
    """Refuses a name that is taken."""
    _require_free(work, command.name)
    return Outcome(kind="code", id=work.session.insert(_INSERT, name=command.name))


@handles(RenameCode, permission="UPDATE_CODE", grouping="configuration")
def rename(command: RenameCode, work: Work) -> Outcome:
    """Refuses a system-defined code and a name that is taken."""
    before = _own_code(work, command.code)
    if before == command.name:
        return Outcome(kind="code", id=command.code, changes={})
    _require_free(work, command.name)
    work.session.run(_RENAME, code_id=command.code, new_name=command.name)
    return Outcome(kind="code", id=command.code, changes={"name": command.name})


@handles(DeleteCode, permission="DELETE_CODE", grouping="configuration")
def delete(command: DeleteCode, work: Work) -> Outcome:
    """Refuses a system-defined code; a value in use keeps its code (refused by the database)."""
    _own_code(work, command.code)
    work.session.run(_DELETE, code_id=command.code)
    return Outcome(kind="code", id=command.code)


def _own_code(work: Work, code_id: int) -> str:
    row = work.session.record(_LOAD, code_id=code_id)
    if row is None:
        raise NotFound(kind="code", id=code_id)
    if row["system_defined"]:
        raise CodeSystemDefined(name=row["name"])
    name: str = row["name"]
    return name


def _require_free(work: Work, name: str) -> None:
    if not name.strip():
        raise invalid("name", "blank", "name cannot be blank.")
    if work.session.scalar(_TAKEN, name=name) is not None:
        raise Duplicate(kind="code", field="name", value=name)
