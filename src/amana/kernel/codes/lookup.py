"""Checking that a reference to a code's value is good."""

import sqlalchemy as sa

from amana.kernel.codes.records import code, code_value
from amana.kernel.refusals import NotFound, invalid
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

_VALUE = Statement(
    sa.select(code_value.c.name)
    .join(code, code.c.id == code_value.c.code_id)
    .where(
        code.c.name == sa.bindparam("code_name"),
        code_value.c.id == sa.bindparam("value_id"),
        code_value.c.active,
    )
)

_NAMED = Statement(
    sa.select(code_value.c.id)
    .join(code, code.c.id == code_value.c.code_id)
    .where(
        code.c.name == sa.bindparam("code_name"),
        sa.func.lower(code_value.c.name) == sa.func.lower(sa.bindparam("value_name", type_=sa.Text)),
        code_value.c.active,
    )
    .order_by(code_value.c.id)
    .limit(1)
)

_CODE = Statement(sa.select(code.c.id).where(code.c.name == sa.bindparam("code_name")))


def code_named(session: ReadSession, name: str) -> int:
    """The id of a code; NotFound where there is none of the name."""
    found: int | None = session.scalar(_CODE, code_name=name)
    if found is None:
        raise NotFound(kind="code", id=name)
    return found


def require_named(session: ReadSession, code_name: str, name: str, *, field: str) -> int:
    """The id of a value of the code, by its name in any case; InvalidInput about ``field`` where there is none."""
    found: int | None = session.scalar(_NAMED, code_name=code_name, value_name=str(name))
    if found is None:
        raise invalid(field, "unknown", f"{name} is no value of the code {code_name}.", str(name))
    return found


def require_value(session: ReadSession, code_name: str, value_id: int | None, *, field: str) -> str | None:
    """The name of a value of the code (None for no value); InvalidInput about ``field`` when it is none."""
    if value_id is None:
        return None
    name: str | None = session.scalar(_VALUE, code_name=code_name, value_id=value_id)
    if name is None:
        raise invalid(field, "unknown", f"{value_id} is no value of the code {code_name}.", value_id)
    return name
