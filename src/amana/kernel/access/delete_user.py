"""The end of a user: the name becomes free, the row stays for the audit."""

from dataclasses import dataclass

from amana.kernel.access.user_store import Users
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class DeleteUser:
    """Takes the user's roles, keys and sessions away."""

    user: int


class OwnUser(Refused):
    """Nobody deletes or disables himself."""

    code = "access.own_user"
    message = "A user cannot delete or disable himself."


@handles(DeleteUser, permission="DELETE_USER", grouping="authorisation")
def delete_user(command: DeleteUser, work: Work, users: Users) -> Outcome:
    """Raises NotFound, OwnUser, RightsExceedOwn."""
    user = users.load(command.user)
    if user.id == work.actor.user_id:
        raise OwnUser
    users.change(user.id, {"deleted": True, "disabled": True})
    users.set_roles(user.id, ())
    users.disable_keys(user.id)
    users.end_sessions(user.id)
    users.rights_changed()
    return Outcome(kind="user", id=user.id, office=user.office_id, changes={})
