"""Removing a role that nobody has."""

from dataclasses import dataclass

from amana.kernel.access.rights import require_held
from amana.kernel.access.role_store import Roles
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InUse


@dataclass(frozen=True, kw_only=True)
class DeleteRole:
    """Refused while a user has the role."""

    role: int


@handles(DeleteRole, permission="DELETE_ROLE", grouping="authorisation")
def delete_role(command: DeleteRole, work: Work, roles: Roles) -> Outcome:
    """Raises NotFound, InUse, RightsExceedOwn."""
    stored = roles.load(command.role)
    require_held(work.actor, roles.rights(stored.id))
    if roles.holders(stored.id):
        raise InUse(kind="role", id=stored.id)
    roles.delete(stored.id)
    roles.rights_changed()
    return Outcome(kind="role", id=stored.id, changes={})
