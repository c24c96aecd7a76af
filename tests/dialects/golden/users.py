"""Users for authorisation tests, put straight into the tables: one without rights, one of another office."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import sqlalchemy as sa

from amana.kernel import clock
from amana.kernel.access.passwords import hash_password
from amana.kernel.access.records import app_user, office, role, role_permission, user_role
from amana.kernel.context import ALL_FUNCTIONS
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller

PASSWORD = "Long-enough-1"


@dataclass(frozen=True)
class Users:
    """Callers beside the administrator."""

    powerless: Caller
    """Of the head office, with no right at all."""
    elsewhere: Caller
    """With every right, in an office that nothing else is in."""
    second: Caller
    """Another administrator of the head office."""


def add_users(tenant: Tenant, caller: Caller) -> Users:
    """Make the three users."""
    with tenant.database.writing() as session:
        head = session.scalar(sa.select(office.c.id).where(office.c.parent_id.is_(None)))
        branch = session.insert(
            sa.insert(office)
            .values(
                name=f"Elsewhere {uuid4().hex[:8]}",
                parent_id=head,
                hierarchy=".0.",
                opened_on=date(2010, 1, 1),
            )
            .returning(office.c.id)
        )
        session.run(sa.update(office).where(office.c.id == branch).values(hierarchy=f".{branch}."))
        everything = session.scalar(
            sa.select(role.c.id)
            .join(role_permission, role_permission.c.role_id == role.c.id)
            .where(role_permission.c.code == ALL_FUNCTIONS)
        )
        names = [f"{kind}-{uuid4().hex[:8]}" for kind in ("powerless", "elsewhere", "second")]
        for name, office_id, rights in zip(names, (head, branch, head), (False, True, True), strict=True):
            user = session.insert(
                sa.insert(app_user)
                .values(
                    username=name,
                    password_hash=hash_password(PASSWORD),
                    office_id=office_id,
                    password_changed_at=clock.now(),
                )
                .returning(app_user.c.id)
            )
            if rights:
                session.run(sa.insert(user_role).values(user_id=user, role_id=everything))
    powerless, elsewhere, second = (caller.as_user(name, PASSWORD) for name in names)
    return Users(powerless, elsewhere, second)
