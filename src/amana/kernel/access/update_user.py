"""Changes to a user: names, address, office, staff, roles, password."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from amana.kernel.access import password_policy
from amana.kernel.access.passwords import hash_password
from amana.kernel.access.user_store import StoredUser, Users, email_problems, name_problems
from amana.kernel.codec import Hashed
from amana.kernel.commands import handles
from amana.kernel.context import Actor, Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given

OWN_FIELDS = frozenset({"user", "password", "password_repeated"})
"""What every user may change of himself without the permission."""


@dataclass(frozen=True, kw_only=True)
class UpdateUser:
    """Only the fields that are given change. A new password has to be repeated."""

    user: int
    username: str | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    office: int | UnsetType = UNSET
    staff: int | UnsetType | None = UNSET
    roles: tuple[int, ...] | UnsetType = UNSET
    password: str | UnsetType = UNSET
    password_repeated: str | UnsetType = UNSET


def is_own_password(command: UpdateUser, actor: Actor) -> bool:
    """Everybody may change his own password."""
    return command.user == actor.user_id and set(given(command)) <= OWN_FIELDS


def _before_holding(command: UpdateUser, work: Work) -> UpdateUser:
    """A new password is looked at and hashed at once."""
    if isinstance(command.password, UnsetType):
        return command
    _require_sound(command)
    made = _new_password(command, command.password, Users(work).load(command.user), work)
    hashed = Hashed(made["password_hash"])
    return replace(command, password=hashed, password_repeated=hashed)


@handles(
    UpdateUser,
    permission="UPDATE_USER",
    grouping="authorisation",
    secret=["password", "password_repeated"],
    before_holding=_before_holding,
    own=is_own_password,
)
def update_user(command: UpdateUser, work: Work, users: Users) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate, RightsExceedOwn, LastAdministrator."""
    sent = given(command)
    user = users.load(command.user)
    _require_sound(command)
    changes = _changed_columns(user, sent, users)
    columns = {_COLUMNS.get(name, name): value for name, value in changes.items()}
    if not isinstance(command.password, UnsetType):
        columns |= _new_password(command, command.password, user, work)
        changes["password"] = fingerprint(columns["password_hash"])
        users.end_sessions(user.id)
    users.change(user.id, columns)
    if not isinstance(command.roles, UnsetType) and set(command.roles) != set(users.roles(user.id)):
        users.require_grantable(command.roles)
        users.set_roles(user.id, command.roles)
        changes["roles"] = list(command.roles)
    users.rights_changed()
    return Outcome(kind="user", id=user.id, office=changes.get("office", user.office_id), changes=changes)


_COLUMNS = {"office": "office_id", "staff": "staff_id"}


def fingerprint(password_hash: str) -> str:
    """What is shown of a changed password: a digest of its salted hash, of no use to anybody."""
    return hashlib.sha256(password_hash.encode()).hexdigest()


def _changed_columns(user: StoredUser, sent: dict[str, Any], users: Users) -> dict[str, Any]:
    current = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "office": user.office_id,
        "staff": user.staff_id,
    }
    changes = changed_fields({name: value for name, value in sent.items() if name in current}, current)
    if "username" in changes:
        users.require_free_name(changes["username"], except_id=user.id)
    if "office" in changes:
        users.require_office(changes["office"])
    if changes.get("staff") is not None:
        users.require_staff(changes["staff"])
    return changes


def _new_password(command: UpdateUser, password: str, user: StoredUser, work: Work) -> dict[str, Any]:
    repeated = None if isinstance(command.password_repeated, UnsetType) else command.password_repeated
    username = user.username if isinstance(command.username, UnsetType) else command.username
    password_policy.require_acceptable(password, repeated, username, work.moment.settings)
    return {"password_hash": hash_password(password), "password_changed_at": work.now}


def _require_sound(command: UpdateUser) -> None:
    problems = name_problems(
        username=command.username, first_name=command.first_name, last_name=command.last_name
    )
    problems += email_problems(command.email)
    if command.roles == ():
        problems.append(Problem(field="roles", kind="blank", message="A user has at least one role."))
    if isinstance(command.password, UnsetType) and not isinstance(command.password_repeated, UnsetType):
        problems.append(Problem(field="password", kind="blank", message="The password is missing."))
    if problems:
        raise InvalidInput(tuple(problems))
