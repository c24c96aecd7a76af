"""Offices, roles and users for the tests of access."""

import itertools
from datetime import date

import sqlalchemy as sa

from amana.kernel.access.create_role import CreateRole
from amana.kernel.access.create_user import CreateUser
from amana.kernel.access.records import office
from amana.kernel.access.set_role_permissions import SetRolePermissions
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from tests.submitting import actor_named, perform

_NUMBERS = itertools.count(1)
PASSWORD = "window75"


def unique(prefix: str) -> str:
    return f"{prefix}{next(_NUMBERS)}"


def branch(tenant: Tenant, parent: int = 1, parent_path: str = ".") -> tuple[int, str]:
    """A new office below ``parent``: its id and path."""
    with tenant.database.writing() as session:
        made = session.insert(
            sa.insert(office)
            .values(name=unique("Branch "), parent_id=parent, hierarchy="", opened_on=date(2020, 1, 1))
            .returning(office.c.id)
        )
        path = f"{parent_path}{made}."
        session.run(sa.update(office).where(office.c.id == made).values(hierarchy=path))
    return made, path


def role_with(tenant: Tenant, administrator: Actor, *codes: str, **limits: object) -> int:
    role = int(perform(tenant, administrator, CreateRole(name=unique("Role "), description="For tests")).id)
    perform(
        tenant,
        administrator,
        SetRolePermissions(role=role, permissions=dict.fromkeys(codes, True), limits=limits),
    )
    return role


def user_with(
    tenant: Tenant, administrator: Actor, *codes: str, office_id: int = 1, name: str | None = None
) -> Actor:
    """A user of his own role with exactly these rights, as authentication would give him."""
    username = name or unique("user")
    role = role_with(tenant, administrator, *codes)
    perform(tenant, administrator, new_user(username, role, office_id=office_id))
    return actor_named(tenant, username)


def new_user(username: str, *roles: int, office_id: int = 1) -> CreateUser:
    return CreateUser(
        username=username,
        first_name="Test",
        last_name="User",
        office=office_id,
        roles=roles,
        mail_password=False,
        password=PASSWORD,
        password_repeated=PASSWORD,
    )
