"""The first rows of a tenant: state, head office, system user, permissions, the all-powerful role, administrator."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel import clock
from amana.kernel.access.actors import SYSTEM_USERNAME
from amana.kernel.access.password_policy import MINIMUM_LENGTH, MINIMUM_LENGTH_SETTING
from amana.kernel.access.passwords import hash_password
from amana.kernel.access.records import (
    app_user,
    office,
    permission,
    role,
    role_permission,
    user_role,
)
from amana.kernel.access.special import SPECIAL
from amana.kernel.commands import all_commands
from amana.kernel.context import ALL_FUNCTIONS
from amana.kernel.queries import all_queries
from amana.kernel.records import identity, setting, tenant_state
from amana.kernel.seeding import seed, seeds
from amana.storage.session import WriteSession

HEAD_OFFICE_NAME = "Head Office"
SUPER_USER_ROLE = "Super user"
FIRST_DAY = date(2009, 1, 1)
"""Opening day of the head office: early enough for any portfolio that is taken over."""

KEY_DAYS_SETTING = "idempotency-key-days"
KEY_DAYS = 7
"""How many days an answer is kept for replay, where the setting does not say otherwise."""

_SETTINGS = {
    KEY_DAYS_SETTING: f"How many days answers are kept for repeated requests; {KEY_DAYS} when off.",
    "maker-checker": "Commands whose permission says so wait for a second user.",
    "enable-same-maker-checker": "The maker may approve his own command.",
    "require-user-agent": "Calls of the Mambu API have to say which program makes them (User-Agent).",
    MINIMUM_LENGTH_SETTING: f"The shortest password that is accepted; {MINIMUM_LENGTH} characters when off.",
}


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """The first user of a tenant."""

    username: str
    password: str
    email: str = ""
    first_name: str = "App"
    last_name: str = "Administrator"


def initialise(
    session: WriteSession, administrator: Administrator, *, time_zone: str = "UTC", demo: bool = False
) -> None:
    """Fill an empty, migrated database; raises LookupError if it was filled before."""
    if session.scalar(sa.select(tenant_state.c.single)) is not None:
        raise LookupError("the tenant has been initialised before")
    session.run(sa.insert(tenant_state).values(single=True, time_zone=time_zone, demo=demo))
    head = session.insert(
        sa.insert(office)
        .values(name=HEAD_OFFICE_NAME, hierarchy=".", opened_on=FIRST_DAY)
        .returning(office.c.id)
    )
    session.run(sa.insert(identity).values(kind="office", id=head, external_id=str(head)))
    _add_user(session, Administrator(username=SYSTEM_USERNAME, password=""), head, is_system=True)
    seed(session)
    admin = _add_user(session, administrator, head)
    super_role = session.scalar(sa.select(role.c.id).where(role.c.name == SUPER_USER_ROLE))
    session.run(sa.insert(user_role).values(user_id=admin, role_id=super_role))


def _add_user(session: WriteSession, user: Administrator, office_id: int, *, is_system: bool = False) -> int:
    return session.insert(
        sa.insert(app_user)
        .values(
            username=user.username,
            password_hash="!" if is_system else hash_password(user.password),
            first_name=user.first_name,
            last_name=user.last_name,
            email=user.email,
            office_id=office_id,
            is_system=is_system,
            password_changed_at=clock.now(),
        )
        .returning(app_user.c.id)
    )


@seeds(10)
def seed_permissions(session: WriteSession) -> None:
    """Every permission that a registered command or query asks for, and the special ones."""
    rows = {code: _permission(code, grouping, "", code) for code, grouping in SPECIAL.items()}
    groupings: dict[str, str] = {}
    for spec in all_commands():
        groupings.setdefault(spec.entity, spec.grouping)
        code, checker = spec.permission, f"{spec.permission}_CHECKER"
        rows.setdefault(
            code, _permission(code, spec.grouping, spec.entity, spec.action, checkable=spec.checkable)
        )
        rows.setdefault(checker, _permission(checker, spec.grouping, spec.entity, spec.action))
    for query in all_queries():
        if query.permission is not None:
            action, _, entity = query.permission.partition("_")
            grouping = groupings.get(entity, "portfolio")
            rows.setdefault(query.permission, _permission(query.permission, grouping, entity, action))
    adding = insert(permission).values(list(rows.values()))
    session.run(
        adding.on_conflict_do_update(
            index_elements=[permission.c.code], set_={"checkable": adding.excluded.checkable}
        )
    )


def _permission(
    code: str, grouping: str, entity: str, action: str, *, checkable: bool = False
) -> dict[str, Any]:
    return {
        "code": code,
        "grouping": grouping,
        "entity": entity,
        "action": action,
        "checkable": checkable,
    }


@seeds(20)
def seed_super_user_role(session: WriteSession) -> None:
    """The role that holds ALL_FUNCTIONS."""
    session.run(
        insert(role)
        .values(name=SUPER_USER_ROLE, description="This role provides all application permissions.")
        .on_conflict_do_nothing()
    )
    session.run(
        insert(role_permission)
        .from_select(
            ["role_id", "code"],
            sa.select(role.c.id, sa.literal(ALL_FUNCTIONS)).where(role.c.name == SUPER_USER_ROLE),
        )
        .on_conflict_do_nothing()
    )


@seeds(20)
def seed_settings(session: WriteSession) -> None:
    """The kernel's own global configuration, all switched off."""
    session.run(
        insert(setting)
        .values([{"name": name, "description": text} for name, text in _SETTINGS.items()])
        .on_conflict_do_nothing()
    )
