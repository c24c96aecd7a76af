"""Values of codes: add, change, remove; of system-defined codes too."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.codes.records import code, code_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, NotFound, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class AddCodeValue:
    """A further value of a code. ``position`` orders the list."""

    code: int
    name: str
    description: str | None = None
    position: int = 0
    active: bool = True
    mandatory: bool = False


@dataclass(frozen=True, kw_only=True)
class UpdateCodeValue:
    """Change a value; what is not given stays."""

    code: int
    value: int
    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    position: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    mandatory: bool | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class RemoveCodeValue:
    """Remove a value that nothing refers to."""

    code: int
    value: int


FIELDS = ("name", "description", "position", "active", "mandatory")

_CODE = Statement(sa.select(code.c.id).where(code.c.id == sa.bindparam("code_id")).with_for_update(read=True))
_TAKEN = Statement(
    sa.select(code_value.c.id).where(
        code_value.c.code_id == sa.bindparam("code_id"), code_value.c.name == sa.bindparam("name")
    )
)
_INSERT = Statement(sa.insert(code_value).returning(code_value.c.id), columns=["code_id", *FIELDS])
_LOAD = Statement(
    sa.select(*(code_value.c[name] for name in FIELDS))
    .where(code_value.c.code_id == sa.bindparam("code_id"), code_value.c.id == sa.bindparam("value_id"))
    .with_for_update()
)
_DELETE = Statement(sa.delete(code_value).where(code_value.c.id == sa.bindparam("value_id")))


@handles(AddCodeValue, permission="CREATE_CODEVALUE", grouping="configuration")
def add(command: AddCodeValue, work: Work) -> Outcome:
    """Refuses an unknown code and a name that its list has."""
    if work.session.scalar(_CODE, code_id=command.code) is None:
        raise NotFound(kind="code", id=command.code)
    _require_free(work, command.code, command.name)
    made = work.session.insert(
        _INSERT, code_id=command.code, **{name: getattr(command, name) for name in FIELDS}
    )
    return Outcome(kind="code_value", id=made)


@handles(UpdateCodeValue, permission="UPDATE_CODEVALUE", grouping="configuration")
def update(command: UpdateCodeValue, work: Work) -> Outcome:
    """Refuses a name that the list has."""
    current = _load(work, command.code, command.value)
    changes = changed_fields(given(command, FIELDS), current)
    if "name" in changes:
        _require_free(work, command.code, changes["name"])
    if changes:
        work.session.run(sa.update(code_value).where(code_value.c.id == command.value).values(**changes))
    return Outcome(kind="code_value", id=command.value, changes=changes)


@handles(RemoveCodeValue, permission="DELETE_CODEVALUE", grouping="configuration")
def remove(command: RemoveCodeValue, work: Work) -> Outcome:
    """A value in use stays (refused by the database)."""
    _load(work, command.code, command.value)
    work.session.run(_DELETE, value_id=command.value)
    return Outcome(kind="code_value", id=command.value)


def _load(work: Work, code_id: int, value_id: int) -> dict[str, object]:
    current = work.session.record(_LOAD, code_id=code_id, value_id=value_id)
    if current is None:
        raise NotFound(kind="code value", id=value_id)
    return current


def _require_free(work: Work, code_id: int, name: str) -> None:
    if not name.strip():
        raise invalid("name", "blank", "name cannot be blank.")
    if work.session.scalar(_TAKEN, code_id=code_id, name=name) is not None:
        raise Duplicate(kind="code value", field="name", value=name)
