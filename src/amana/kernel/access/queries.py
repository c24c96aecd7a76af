"""Users, roles and permissions as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office, permission, role, role_permission, user_role
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

# A user's staff is shown by name; staff itself is a slice above the kernel.
staff = sa.table("staff", sa.column("id"), sa.column("display_name"))


@dataclass(frozen=True)
class RoleView:
    """A role without its rights."""

    id: int
    name: str
    description: str
    disabled: bool


@dataclass(frozen=True)
class OfficeOption:
    """An office to choose from; ``depth`` counts the levels above it."""

    id: int
    name: str
    depth: int


@dataclass(frozen=True, kw_only=True)
class UserOptions:
    """What can be chosen for a user."""

    offices: Sequence[OfficeOption]
    roles: Sequence[RoleView]


@dataclass(frozen=True, kw_only=True)
class UserView:
    """A user. ``available_roles``, ``selected_roles`` and ``options`` only where one user is asked for."""

    id: int
    username: str
    office_id: int
    office_name: str
    first_name: str
    last_name: str
    email: str
    staff_id: int | None
    staff_name: str | None
    disabled: bool
    last_login_at: datetime | None
    login_count: int
    available_roles: Sequence[RoleView] | None = None
    selected_roles: Sequence[RoleView] | None = None
    options: UserOptions | None = None


@dataclass(frozen=True, kw_only=True)
class PermissionView:
    """A permission; what ``selected`` means depends on the question."""

    code: str
    grouping: str
    entity: str
    action: str
    selected: bool
    limit: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class RolePermissionsView:
    """A role and every permission, selected or not."""

    id: int
    name: str
    description: str
    disabled: bool
    permissions: Sequence[PermissionView]


@dataclass(frozen=True, kw_only=True)
class WhoAmIView:
    """What a user learns of himself when he logs in."""

    user_id: int
    username: str
    office_id: int
    office_name: str
    staff_id: int | None
    staff_name: str | None
    roles: Sequence[RoleView]
    permissions: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class UserList:
    """Every user of the actor's offices."""


@dataclass(frozen=True, kw_only=True)
class UserDetails:
    """One user, with his roles."""

    user: int


@dataclass(frozen=True, kw_only=True)
class UserTemplate:
    """What can be chosen for a new user."""


@dataclass(frozen=True, kw_only=True)
class RoleList:
    """Every role."""


@dataclass(frozen=True, kw_only=True)
class RoleDetails:
    """One role."""

    role: int


@dataclass(frozen=True, kw_only=True)
class RolePermissions:
    """One role and every permission there is; ``selected``: the role has it."""

    role: int


@dataclass(frozen=True, kw_only=True)
class PermissionList:
    """Every permission. ``checkable_only``: those that can be put under maker-checker; ``selected``: they are."""

    checkable_only: bool = False


@dataclass(frozen=True, kw_only=True)
class WhoAmI:
    """The actor himself."""


_ROLE_COLUMNS = (role.c.id, role.c.name, role.c.description, role.c.disabled)
_USER = (
    sa.select(
        app_user.c.id,
        app_user.c.username,
        app_user.c.office_id,
        office.c.name.label("office_name"),
        app_user.c.first_name,
        app_user.c.last_name,
        app_user.c.email,
        app_user.c.staff_id,
        staff.c.display_name.label("staff_name"),
        app_user.c.disabled,
        app_user.c.last_login_at,
        app_user.c.login_count,
    )
    .select_from(
        app_user.join(office, office.c.id == app_user.c.office_id).outerjoin(
            staff, staff.c.id == app_user.c.staff_id
        )
    )
    .where(
        ~app_user.c.deleted,
        ~app_user.c.is_system,
        office.c.hierarchy.startswith(sa.bindparam("hierarchy", type_=sa.Text)),
    )
)
_USERS = Statement(_USER.order_by(app_user.c.id))
_ONE_USER = Statement(_USER.where(app_user.c.id == sa.bindparam("user_id")))
_ROLES = Statement(sa.select(*_ROLE_COLUMNS).order_by(role.c.id))
_ONE_ROLE = Statement(sa.select(*_ROLE_COLUMNS).where(role.c.id == sa.bindparam("role_id")))
_ROLE_IDS = Statement(sa.select(user_role.c.role_id).where(user_role.c.user_id == sa.bindparam("user_id")))
_OFFICES = Statement(
    sa.select(
        office.c.id,
        office.c.name,
        (sa.func.length(office.c.hierarchy) - sa.func.length(sa.func.replace(office.c.hierarchy, ".", "")))
        .op("-")(1)
        .label("depth"),
    )
    .where(office.c.hierarchy.startswith(sa.bindparam("hierarchy", type_=sa.Text)))
    .order_by(office.c.hierarchy)
)
_OFFICE_NAME = Statement(sa.select(office.c.name).where(office.c.id == sa.bindparam("office_id")))
_STAFF_NAME = Statement(sa.select(staff.c.display_name).where(staff.c.id == sa.bindparam("staff_id")))
_PERMISSION_COLUMNS = (permission.c.code, permission.c.grouping, permission.c.entity, permission.c.action)
_ORDER = (permission.c.grouping, permission.c.entity, permission.c.code)
_PERMISSIONS = Statement(
    sa.select(*_PERMISSION_COLUMNS, sa.true().label("selected"), sa.null().label("limit")).order_by(*_ORDER)
)
_CHECKABLE = Statement(
    sa.select(*_PERMISSION_COLUMNS, permission.c.needs_checker.label("selected"), sa.null().label("limit"))
    .where(permission.c.checkable)
    .order_by(*_ORDER)
)
_OF_ROLE = Statement(
    sa.select(
        *_PERMISSION_COLUMNS,
        role_permission.c.code.is_not(None).label("selected"),
        role_permission.c.max_amount.label("limit"),
    )
    .select_from(
        permission.outerjoin(
            role_permission,
            sa.and_(
                role_permission.c.code == permission.c.code,
                role_permission.c.role_id == sa.bindparam("role_id"),
            ),
        )
    )
    .order_by(*_ORDER)
)


@answers(UserList, permission="READ_USER")
def user_list(_query: UserList, at: Reading) -> list[UserView]:
    """By id; the system user and deleted ones are left out."""
    return at.session.all(_USERS, UserView, hierarchy=at.actor.hierarchy)


@answers(UserDetails, permission="READ_USER")
def user_details(query: UserDetails, at: Reading) -> UserView:
    """Raises NotFound, also for a user of other offices."""
    found = at.session.record(_ONE_USER, user_id=query.user, hierarchy=at.actor.hierarchy)
    if found is None:
        raise NotFound(kind="user", id=query.user)
    return _with_roles(found, at)


def _with_roles(found: dict[str, Any], at: Reading) -> UserView:
    roles = at.session.all(_ROLES, RoleView)
    held = {role_id for (role_id,) in at.session.tuples(_ROLE_IDS, user_id=found["id"])}
    return UserView(
        **found,
        available_roles=[one for one in roles if one.id not in held],
        selected_roles=[one for one in roles if one.id in held],
        options=UserOptions(offices=office_options(at), roles=roles),
    )


@answers(UserTemplate, permission="READ_USER")
def user_template(_query: UserTemplate, at: Reading) -> UserOptions:
    """Offices of the actor's subtree and all roles."""
    return UserOptions(offices=office_options(at), roles=at.session.all(_ROLES, RoleView))


def office_options(at: Reading) -> list[OfficeOption]:
    """The actor's offices to choose from."""
    return at.session.all(_OFFICES, OfficeOption, hierarchy=at.actor.hierarchy)


@answers(RoleList, permission="READ_ROLE")
def role_list(_query: RoleList, at: Reading) -> list[RoleView]:
    """By id."""
    return at.session.all(_ROLES, RoleView)


@answers(RoleDetails, permission="READ_ROLE")
def role_details(query: RoleDetails, at: Reading) -> RoleView:
    """Raises NotFound."""
    return _role(query.role, at.session)


@answers(RolePermissions, permission="READ_ROLE")
def role_permissions(query: RolePermissions, at: Reading) -> RolePermissionsView:
    """Raises NotFound."""
    found = _role(query.role, at.session)
    return RolePermissionsView(
        id=found.id,
        name=found.name,
        description=found.description,
        disabled=found.disabled,
        permissions=at.session.all(_OF_ROLE, PermissionView, role_id=found.id),
    )


def _role(role_id: int, session: ReadSession) -> RoleView:
    found = session.one(_ONE_ROLE, RoleView, role_id=role_id)
    if found is None:
        raise NotFound(kind="role", id=role_id)
    return found


@answers(PermissionList, permission="READ_PERMISSION")
def permission_list(query: PermissionList, at: Reading) -> list[PermissionView]:
    """By grouping, entity and code. Without ``checkable_only`` every permission is shown as selected."""
    return at.session.all(_CHECKABLE if query.checkable_only else _PERMISSIONS, PermissionView)


@answers(WhoAmI, permission=None)
def who_am_i(_query: WhoAmI, at: Reading) -> WhoAmIView:
    """The actor's office, staff, roles that are switched on, and permissions, by code."""
    actor = at.actor
    held = {role_id for (role_id,) in at.session.tuples(_ROLE_IDS, user_id=actor.user_id)}
    return WhoAmIView(
        user_id=actor.user_id,
        username=actor.username,
        office_id=actor.office_id,
        office_name=at.session.scalar(_OFFICE_NAME, office_id=actor.office_id),
        staff_id=actor.staff_id,
        staff_name=at.session.scalar(_STAFF_NAME, staff_id=actor.staff_id) if actor.staff_id else None,
        roles=[one for one in at.session.all(_ROLES, RoleView) if one.id in held and not one.disabled],
        permissions=sorted(actor.permissions),
    )
