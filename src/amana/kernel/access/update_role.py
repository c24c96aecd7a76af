"""Another name or description for a role."""

from dataclasses import dataclass

from amana.kernel.access.role_store import Roles, role_problems
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given


@dataclass(frozen=True, kw_only=True)
class UpdateRole:
    """Only the fields that are given change."""

    role: int
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


@handles(UpdateRole, permission="UPDATE_ROLE", grouping="authorisation")
def update_role(command: UpdateRole, roles: Roles) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    problems = role_problems(name=command.name, description=command.description)
    if problems:
        raise InvalidInput(tuple(problems))
    stored = roles.load(command.role)
    current = {"name": stored.name, "description": stored.description}
    changes = changed_fields(given(command, current), current)
    if "name" in changes:
        roles.require_free_name(changes["name"], except_id=stored.id)
    roles.change(stored.id, changes)
    return Outcome(kind="role", id=stored.id, changes=changes)
