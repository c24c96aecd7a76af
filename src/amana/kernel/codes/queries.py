"""Codes and their values as they are shown."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.codes.records import code, code_value
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.storage.session import ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class CodeView:
    """A code."""

    id: int
    name: str
    system_defined: bool


@dataclass(frozen=True, kw_only=True)
class CodeValueView:
    """A value of a code."""

    id: int
    name: str
    description: str | None
    position: int
    active: bool
    mandatory: bool


@dataclass(frozen=True, kw_only=True)
class ListCodes:
    """Every code."""


@dataclass(frozen=True, kw_only=True)
class GetCode:
    """One code."""

    code: int


@dataclass(frozen=True, kw_only=True)
class ListCodeValues:
    """The values of a code, by position."""

    code: int


@dataclass(frozen=True, kw_only=True)
class ListCodeOptions:
    """The active values of a code that is known by name."""

    code: str


@dataclass(frozen=True, kw_only=True)
class GetCodeValue:
    """One value."""

    code: int
    value: int


_CODES = sa.select(code.c.id, code.c.name, code.c.system_defined)
_VALUES = sa.select(
    code_value.c.id,
    code_value.c.name,
    code_value.c.description,
    code_value.c.position,
    code_value.c.active,
    code_value.c.mandatory,
).order_by(code_value.c.position, code_value.c.id)
_ALL = Statement(_CODES.order_by(code.c.id))
_ONE = Statement(_CODES.where(code.c.id == sa.bindparam("code_id")))
_OF_CODE = Statement(_VALUES.where(code_value.c.code_id == sa.bindparam("code_id")))
_VALUE = Statement(
    _VALUES.where(
        code_value.c.code_id == sa.bindparam("code_id"), code_value.c.id == sa.bindparam("value_id")
    )
)
_OF_NAME = Statement(
    _VALUES.join(code, code.c.id == code_value.c.code_id).where(
        code.c.name == sa.bindparam("code_name"), code_value.c.active
    )
)


@answers(ListCodes, permission="READ_CODE")
def list_codes(_query: ListCodes, reading: Reading) -> list[CodeView]:
    """The codes, in the order of their making."""
    return reading.session.all(_ALL, CodeView)


@answers(GetCode, permission="READ_CODE")
def get_code(query: GetCode, reading: Reading) -> CodeView:
    """The code."""
    found = reading.session.one(_ONE, CodeView, code_id=query.code)
    if found is None:
        raise NotFound(kind="code", id=query.code)
    return found


@answers(ListCodeValues, permission="READ_CODEVALUE")
def list_values(query: ListCodeValues, reading: Reading) -> list[CodeValueView]:
    """The values, those out of use too."""
    if reading.session.one(_ONE, CodeView, code_id=query.code) is None:
        raise NotFound(kind="code", id=query.code)
    return reading.session.all(_OF_CODE, CodeValueView, code_id=query.code)


@answers(ListCodeOptions, permission="READ_CODEVALUE")
def list_options(query: ListCodeOptions, reading: Reading) -> list[CodeValueView]:
    """The values to choose from."""
    return code_options(reading.session, query.code)


@answers(GetCodeValue, permission="READ_CODEVALUE")
def get_value(query: GetCodeValue, reading: Reading) -> CodeValueView:
    """The value."""
    found = reading.session.one(_VALUE, CodeValueView, code_id=query.code, value_id=query.value)
    if found is None:
        raise NotFound(kind="code value", id=query.value)
    return found


def code_options(session: ReadSession, code_name: str) -> list[CodeValueView]:
    """The active values of a code, for another record's template."""
    return session.all(_OF_NAME, CodeValueView, code_name=code_name)
