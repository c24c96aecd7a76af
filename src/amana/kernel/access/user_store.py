"""Users as the commands of this package load and save them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import api_key, app_user, login_session, office, role, user_role
from amana.kernel.access.rights import require_held, rights_changed, rights_of_roles, rights_of_user
from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, NotFound, Problem
from amana.storage.statement import Statement

MAXIMUM_NAME_LENGTH = 100

# Staff is a slice above the kernel; a user only refers to it, and needs to know where it stands.
staff = sa.table("staff", sa.column("id"), sa.column("office_id"))


@dataclass(frozen=True)
class StoredUser:
    """What the commands need to know of a user."""

    id: int
    username: str
    password_hash: str
    first_name: str
    last_name: str
    email: str
    office_id: int
    staff_id: int | None
    disabled: bool
    hierarchy: str


_LOAD = Statement(
    sa.select(
        app_user.c.id,
        app_user.c.username,
        app_user.c.password_hash,
        app_user.c.first_name,
        app_user.c.last_name,
        app_user.c.email,
        app_user.c.office_id,
        app_user.c.staff_id,
        app_user.c.disabled,
        office.c.hierarchy,
    )
    .join(office, office.c.id == app_user.c.office_id)
    .where(app_user.c.id == sa.bindparam("user_id"), ~app_user.c.deleted, ~app_user.c.is_system)
    .with_for_update(of=app_user)
)
_NAMED = Statement(
    sa.select(app_user.c.id).where(
        sa.func.lower(app_user.c.username) == sa.func.lower(sa.bindparam("username")), ~app_user.c.deleted
    )
)
_ROLES = Statement(
    sa.select(user_role.c.role_id)
    .where(user_role.c.user_id == sa.bindparam("user_id"))
    .order_by(user_role.c.role_id)
)
_KNOWN_ROLES = Statement(
    sa.select(role.c.id).where(role.c.id == sa.any_(sa.bindparam("roles", type_=sa.ARRAY(sa.BigInteger))))
)
_OFFICE = Statement(sa.select(office.c.hierarchy).where(office.c.id == sa.bindparam("office_id")))
_STAFF_OFFICE = Statement(
    sa.select(office.c.hierarchy)
    .join(staff, staff.c.office_id == office.c.id)
    .where(staff.c.id == sa.bindparam("staff_id"))
)
_DROP_ROLES = Statement(sa.delete(user_role).where(user_role.c.user_id == sa.bindparam("of_user")))
_ADD_ROLE = Statement(sa.insert(user_role), columns=["user_id", "role_id"])
_END_SESSIONS = Statement(sa.delete(login_session).where(login_session.c.user_id == sa.bindparam("of_user")))
_DISABLE_KEYS = Statement(
    sa.update(api_key).where(api_key.c.user_id == sa.bindparam("of_user")).values(disabled=True)
)
_INSERT = Statement(
    sa.insert(app_user)
    .values(
        {
            name: sa.bindparam(name)
            for name in (
                "username",
                "password_hash",
                "first_name",
                "last_name",
                "email",
                "office_id",
                "staff_id",
                "password_changed_at",
            )
        }
    )
    .returning(app_user.c.id)
)


class Users:
    """Loads and saves users within the actor's office subtree and rights."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def load(self, user_id: int) -> StoredUser:
        """Lock and load a user. One outside the actor's offices is not found; one with more rights than the
        actor's may not be touched, except by himself.
        """
        user = self._session.one(_LOAD, StoredUser, user_id=user_id)
        if user is None:
            raise NotFound(kind="user", id=user_id)
        self._work.require_scope("user", user_id, user.hierarchy)
        if user.id != self._work.actor.user_id:
            require_held(self._work.actor, rights_of_user(self._session, user_id))
        return user

    def roles(self, user_id: int) -> tuple[int, ...]:
        """The ids of a user's roles."""
        return tuple(role_id for (role_id,) in self._session.tuples(_ROLES, user_id=user_id))

    def require_free_name(self, username: str, *, except_id: int | None = None) -> None:
        """Refuse a login name that is taken, in whatever case."""
        holder = self._session.scalar(_NAMED, username=username)
        if holder is not None and holder != except_id:
            raise Duplicate(kind="user", field="username", value=username)

    def require_grantable(self, roles: tuple[int, ...]) -> None:
        """Refuse roles that do not exist or that allow more than the actor may."""
        known = {role_id for (role_id,) in self._session.tuples(_KNOWN_ROLES, roles=list(roles))}
        for role_id in roles:
            if role_id not in known:
                raise NotFound(kind="role", id=role_id)
        require_held(self._work.actor, rights_of_roles(self._session, roles))

    def require_office(self, office_id: int) -> None:
        """Refuse an office outside the actor's subtree."""
        self._work.require_scope("office", office_id, self._session.scalar(_OFFICE, office_id=office_id))

    def require_staff(self, staff_id: int) -> None:
        """Refuse a member of staff whose office lies outside the actor's subtree."""
        self._work.require_scope("staff", staff_id, self._session.scalar(_STAFF_OFFICE, staff_id=staff_id))

    def add(self, **values: Any) -> int:
        """Insert a user and give the id."""
        return self._session.insert(_INSERT, **values, password_changed_at=self._work.now)

    def change(self, user_id: int, values: Mapping[str, Any]) -> None:
        """Set columns of a user."""
        if values:
            self._session.run(sa.update(app_user).where(app_user.c.id == user_id).values(dict(values)))

    def set_roles(self, user_id: int, roles: tuple[int, ...]) -> None:
        """Replace a user's roles."""
        self._session.run(_DROP_ROLES, of_user=user_id)
        for role_id in sorted(set(roles)):
            self._session.run(_ADD_ROLE, user_id=user_id, role_id=role_id)

    def end_sessions(self, user_id: int) -> None:
        """Log a user out of every bearer session."""
        self._session.run(_END_SESSIONS, of_user=user_id)

    def disable_keys(self, user_id: int) -> None:
        """Make every API key of a user useless."""
        self._session.run(_DISABLE_KEYS, of_user=user_id)

    def rights_changed(self) -> None:
        """Make every verified actor stale; refuse to be left without an administrator."""
        rights_changed(self._session)


def name_problems(**names: Any) -> list[Problem]:
    """What is wrong with names of users, by our field names; fields that are not text are passed over."""
    problems = []
    for field, value in names.items():
        if not isinstance(value, str):
            continue
        if not value:
            problems.append(Problem(field=field, kind="blank", message=f"The {field} is missing."))
        elif len(value) > MAXIMUM_NAME_LENGTH:
            text = f"The {field} has at most {MAXIMUM_NAME_LENGTH} characters."
            problems.append(
                Problem(
                    field=field, kind="too_long", message=text, value=value[:200], limit=MAXIMUM_NAME_LENGTH
                )
            )
        elif field == "username" and (":" in value or any(c.isspace() for c in value)):
            text = "A user name has neither blanks nor colons."
            problems.append(Problem(field=field, kind="format", message=text, value=value))
    return problems


def email_problems(email: Any) -> list[Problem]:
    """What is wrong with an e-mail address."""
    if not isinstance(email, str) or not email:
        return []
    name, at, host = email.rpartition("@")
    if at and name and "." in host and len(email) <= 254 and not any(c.isspace() for c in email):
        return []
    return [Problem(field="email", kind="format", message="This is no e-mail address.", value=email[:260])]
