"""A new role, without rights."""

from dataclasses import dataclass

from amana.kernel.access.role_store import Roles, role_problems
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput


@dataclass(frozen=True, kw_only=True)
class CreateRole:
    """Rights are added by ``SetRolePermissions``."""

    name: str
    description: str


@handles(CreateRole, permission="CREATE_ROLE", grouping="authorisation")
def create_role(command: CreateRole, roles: Roles) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    problems = role_problems(name=command.name, description=command.description)
    if problems:
        raise InvalidInput(tuple(problems))
    roles.require_free_name(command.name)
    return Outcome(kind="role", id=roles.add(command.name, command.description))
