"""What a user or role may do, and the rule that nobody hands out more than he has."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.access.records import app_user, permission, role, role_permission, user_role
from amana.kernel.context import ALL_FUNCTIONS, Actor
from amana.kernel.records import tenant_state
from amana.kernel.refusals import Family, Refused, invalid
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

Rights = Mapping[str, Decimal | None]
"""Permission codes, each with the highest amount it is good for (None: any), in the amount's own currency."""

_OF_ROLES = Statement(
    sa.select(role_permission.c.code, role_permission.c.max_amount).where(
        role_permission.c.role_id == sa.any_(sa.bindparam("roles", type_=sa.ARRAY(sa.BigInteger)))
    )
)
_OF_USER = Statement(
    sa.select(role_permission.c.code, role_permission.c.max_amount)
    .join(user_role, user_role.c.role_id == role_permission.c.role_id)
    .where(user_role.c.user_id == sa.bindparam("user_id"))
)
_KNOWN = Statement(
    sa.select(permission.c.code).where(
        permission.c.code == sa.any_(sa.bindparam("codes", type_=sa.ARRAY(sa.Text)))
    )
)
_ADMINISTRATORS = Statement(
    sa.select(sa.func.count())
    .select_from(
        app_user.join(user_role, user_role.c.user_id == app_user.c.id)
        .join(role, role.c.id == user_role.c.role_id)
        .join(role_permission, role_permission.c.role_id == role.c.id)
    )
    .where(
        ~app_user.c.disabled,
        ~app_user.c.deleted,
        ~app_user.c.is_system,
        ~role.c.disabled,
        role_permission.c.code == ALL_FUNCTIONS,
    )
)
_BUMP = Statement(sa.update(tenant_state).values(access_version=tenant_state.c.access_version + 1))


@dataclass(eq=False, kw_only=True)
class RightsExceedOwn(Refused):
    """The actor would give, or act upon, rights that he does not hold himself."""

    code: ClassVar[str] = "access.rights_exceed_own"
    family: ClassVar[Family] = Family.NOT_PERMITTED
    message: ClassVar[str] = "User {username} does not hold the right {permission} to this extent."

    username: str
    permission: str


class LastAdministrator(Refused):
    """The change would leave the institution without anybody who may do everything."""

    code = "access.last_administrator"
    message = "Somebody enabled has to keep the right to all functions."


def rights_of_roles(session: ReadSession, roles: tuple[int, ...]) -> Rights:
    """What the roles allow together, disabled ones included: they can be enabled again."""
    return _widest(session.tuples(_OF_ROLES, roles=list(roles)))


def rights_of_user(session: ReadSession, user_id: int) -> Rights:
    """What a user's roles allow together."""
    return _widest(session.tuples(_OF_USER, user_id=user_id))


def _widest(rows: list[tuple[str, Decimal | None]]) -> Rights:
    rights: dict[str, Decimal | None] = {}
    for code, limit in rows:
        known = rights.get(code, limit)
        rights[code] = None if limit is None or known is None else max(limit, known)
    return rights


def require_held(actor: Actor, rights: Rights) -> None:
    """Refuse with ``RightsExceedOwn`` unless the actor holds every right, to the same amount or more."""
    for code in sorted(rights):
        if not _covers(actor, code, rights[code]):
            raise RightsExceedOwn(username=actor.username, permission=code)


def _covers(actor: Actor, code: str, limit: Decimal | None) -> bool:
    if not actor.may(code):
        return False
    own = actor.limits.get(code)
    return own is None or (limit is not None and limit <= own)


def require_known(session: ReadSession, codes: list[str]) -> None:
    """Refuse permission codes that no operation asks for; all at once."""
    known = {code for (code,) in session.tuples(_KNOWN, codes=codes)}
    missing = [code for code in codes if code not in known]
    if missing:
        raise invalid(
            "permissions", "unknown", f"There is no permission {', '.join(missing)}.", ", ".join(missing)
        )


def rights_changed(session: WriteSession) -> None:
    """To be called last by every command that changes users, roles or rights.

    Every actor verified before becomes stale at once, and somebody has to be left who may do everything.
    """
    session.run(_BUMP)
    if not session.scalar(_ADMINISTRATORS):
        raise LastAdministrator
