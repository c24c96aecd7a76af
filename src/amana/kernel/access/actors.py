"""Loading an actor: a user with everything that its rights depend on."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office, role, role_permission, user_role
from amana.kernel.context import ALL_FUNCTIONS, Actor
from amana.kernel.records import tenant_state
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

SYSTEM_USERNAME = "system"


@dataclass(frozen=True)
class UserRow:
    """A user as authentication needs it."""

    id: int
    username: str
    password_hash: str
    first_name: str
    last_name: str
    email: str
    office_id: int
    staff_id: int | None
    hierarchy: str
    disabled: bool
    is_system: bool
    access_version: int


_USER = (
    sa.select(
        app_user.c.id,
        app_user.c.username,
        app_user.c.password_hash,
        app_user.c.first_name,
        app_user.c.last_name,
        app_user.c.email,
        app_user.c.office_id,
        app_user.c.staff_id,
        office.c.hierarchy,
        app_user.c.disabled,
        app_user.c.is_system,
        tenant_state.c.access_version,
    )
    .select_from(app_user.join(office, office.c.id == app_user.c.office_id).join(tenant_state, sa.true()))
    .where(~app_user.c.deleted)
)
_BY_NAME = Statement(_USER.where(app_user.c.username == sa.bindparam("username")))
_BY_ID = Statement(_USER.where(app_user.c.id == sa.bindparam("user_id")))
_RIGHTS = Statement(
    sa.select(
        role_permission.c.code,
        sa.func.max(role_permission.c.max_amount),
        sa.func.bool_or(role_permission.c.max_amount.is_(None)),
    )
    .select_from(
        user_role.join(role, role.c.id == user_role.c.role_id).join(
            role_permission, role_permission.c.role_id == role.c.id
        )
    )
    .where(user_role.c.user_id == sa.bindparam("user_id"), ~role.c.disabled)
    .group_by(role_permission.c.code)
)


def user_named(session: ReadSession, username: str) -> UserRow | None:
    """The user with this login name, deleted ones left out."""
    return session.one(_BY_NAME, UserRow, username=username)


def user_numbered(session: ReadSession, user_id: int) -> UserRow | None:
    """The user with this id, deleted ones left out."""
    return session.one(_BY_ID, UserRow, user_id=user_id)


def actor_of(session: ReadSession, user: UserRow) -> Actor:
    """The actor for a verified user.

    A right held without limit through one role is without limit; so is every right of who may do everything.
    """
    rights = session.tuples(_RIGHTS, user_id=user.id)
    codes = frozenset(code for code, _, _ in rights)
    limited = [] if ALL_FUNCTIONS in codes else rights
    return Actor(
        user_id=user.id,
        username=user.username,
        office_id=user.office_id,
        hierarchy=user.hierarchy,
        permissions=codes,
        access_version=user.access_version,
        staff_id=user.staff_id,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        limits={code: highest for code, highest, unlimited in limited if not unlimited},
        is_system=user.is_system,
    )


def system_actor(session: ReadSession) -> Actor:
    """The actor of close of business and other jobs: nobody can log in as it, and it may do everything."""
    user = user_named(session, SYSTEM_USERNAME)
    if user is None:
        raise LookupError("the tenant has no system user; it has not been initialised")
    return replace(actor_of(session, user), permissions=frozenset({ALL_FUNCTIONS}))
