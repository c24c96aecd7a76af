"""Roles as the commands of this package load and save them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.access.records import role, role_permission, user_role
from amana.kernel.access.rights import Rights, rights_changed, rights_of_roles
from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, NotFound, Problem
from amana.storage.statement import Statement

MAXIMUM_NAME_LENGTH = 100
MAXIMUM_DESCRIPTION_LENGTH = 500


@dataclass(frozen=True)
class StoredRole:
    """A role without its rights."""

    id: int
    name: str
    description: str
    disabled: bool


_LOAD = Statement(
    sa.select(role.c.id, role.c.name, role.c.description, role.c.disabled)
    .where(role.c.id == sa.bindparam("role_id"))
    .with_for_update()
)
_NAMED = Statement(sa.select(role.c.id).where(role.c.name == sa.bindparam("name")))
_HOLDERS = Statement(
    sa.select(sa.func.count()).select_from(user_role).where(user_role.c.role_id == sa.bindparam("role_id"))
)
_INSERT = Statement(
    sa.insert(role)
    .values(name=sa.bindparam("name"), description=sa.bindparam("description"))
    .returning(role.c.id)
)
_DELETE = Statement(sa.delete(role).where(role.c.id == sa.bindparam("role_id")))
_GRANTING = insert(role_permission).values(
    role_id=sa.bindparam("role_id"), code=sa.bindparam("code"), max_amount=sa.bindparam("max_amount")
)
_GRANT = Statement(
    _GRANTING.on_conflict_do_update(
        index_elements=[role_permission.c.role_id, role_permission.c.code],
        set_={"max_amount": _GRANTING.excluded.max_amount},
    )
)
_WITHDRAW = Statement(
    sa.delete(role_permission).where(
        role_permission.c.role_id == sa.bindparam("role_id"), role_permission.c.code == sa.bindparam("code")
    )
)


class Roles:
    """Loads and saves roles."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def load(self, role_id: int) -> StoredRole:
        """Lock and load a role; raises NotFound."""
        found = self._session.one(_LOAD, StoredRole, role_id=role_id)
        if found is None:
            raise NotFound(kind="role", id=role_id)
        return found

    def rights(self, role_id: int) -> Rights:
        """What the role allows."""
        return rights_of_roles(self._session, (role_id,))

    def require_free_name(self, name: str, *, except_id: int | None = None) -> None:
        """Refuse a name that another role has."""
        holder = self._session.scalar(_NAMED, name=name)
        if holder is not None and holder != except_id:
            raise Duplicate(kind="role", field="name", value=name)

    def holders(self, role_id: int) -> int:
        """How many users have the role."""
        return int(self._session.scalar(_HOLDERS, role_id=role_id))

    def add(self, name: str, description: str) -> int:
        """Insert a role and give the id."""
        return self._session.insert(_INSERT, name=name, description=description)

    def change(self, role_id: int, values: Mapping[str, Any]) -> None:
        """Set columns of a role."""
        if values:
            self._session.run(sa.update(role).where(role.c.id == role_id).values(dict(values)))

    def delete(self, role_id: int) -> None:
        """Remove a role with its rights."""
        self._session.run(_DELETE, role_id=role_id)

    def grant(self, role_id: int, code: str, limit: Decimal | None) -> None:
        """Allow ``code`` up to ``limit`` (None: any amount)."""
        self._session.run(_GRANT, role_id=role_id, code=code, max_amount=limit)

    def withdraw(self, role_id: int, code: str) -> None:
        """Allow ``code`` no longer."""
        self._session.run(_WITHDRAW, role_id=role_id, code=code)

    def rights_changed(self) -> None:
        """Make every verified actor stale; refuse to be left without an administrator."""
        rights_changed(self._session)


def role_problems(*, name: Any, description: Any) -> list[Problem]:
    """What is wrong with a role's name and description; values that are not text are passed over."""
    problems = []
    for field, value, longest in (
        ("name", name, MAXIMUM_NAME_LENGTH),
        ("description", description, MAXIMUM_DESCRIPTION_LENGTH),
    ):
        if isinstance(value, str) and not value:
            problems.append(Problem(field=field, kind="blank", message=f"The {field} is missing."))
        elif isinstance(value, str) and len(value) > longest:
            text = f"The {field} has at most {longest} characters."
            problems.append(Problem(field=field, kind="too_long", message=text, limit=longest))
    return problems
