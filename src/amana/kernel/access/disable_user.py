"""Shutting a user out, at once, and letting him in again."""

from dataclasses import dataclass

from amana.kernel.access.delete_user import OwnUser
from amana.kernel.access.user_store import Users
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class DisableUser:
    """No credential of the user is good any more; sessions end."""

    user: int


@dataclass(frozen=True, kw_only=True)
class EnableUser:
    """The user's password and keys are good again."""

    user: int


@handles(DisableUser, permission="DISABLE_USER", grouping="authorisation")
def disable_user(command: DisableUser, work: Work, users: Users) -> Outcome:
    """Raises NotFound, OwnUser, RightsExceedOwn."""
    if command.user == work.actor.user_id:
        raise OwnUser
    return _switch(users, command.user, disabled=True)


@handles(EnableUser, permission="ENABLE_USER", grouping="authorisation")
def enable_user(command: EnableUser, users: Users) -> Outcome:
    """Raises NotFound, RightsExceedOwn."""
    return _switch(users, command.user, disabled=False)


def _switch(users: Users, user_id: int, *, disabled: bool) -> Outcome:
    user = users.load(user_id)
    if disabled:
        users.end_sessions(user.id)
    users.change(user.id, {"disabled": disabled})
    users.rights_changed()
    changes = {"disabled": disabled} if user.disabled != disabled else {}
    return Outcome(kind="user", id=user.id, office=user.office_id, changes=changes)
