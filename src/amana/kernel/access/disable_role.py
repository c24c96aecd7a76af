"""Switching a role off for everybody who has it, and on again."""

from dataclasses import dataclass

from amana.kernel.access.rights import require_held
from amana.kernel.access.role_store import Roles
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class DisableRole:
    """Its rights count no longer."""

    role: int


@dataclass(frozen=True, kw_only=True)
class EnableRole:
    """Its rights count again."""

    role: int


@handles(DisableRole, permission="DISABLE_ROLE", grouping="authorisation")
def disable_role(command: DisableRole, work: Work, roles: Roles) -> Outcome:
    """Raises NotFound, RightsExceedOwn, LastAdministrator."""
    return _switch(command.role, work, roles, disabled=True)


@handles(EnableRole, permission="ENABLE_ROLE", grouping="authorisation")
def enable_role(command: EnableRole, work: Work, roles: Roles) -> Outcome:
    """Raises NotFound, RightsExceedOwn."""
    return _switch(command.role, work, roles, disabled=False)


def _switch(role_id: int, work: Work, roles: Roles, *, disabled: bool) -> Outcome:
    stored = roles.load(role_id)
    require_held(work.actor, roles.rights(stored.id))
    roles.change(stored.id, {"disabled": disabled})
    roles.rights_changed()
    changes = {"disabled": disabled} if stored.disabled != disabled else {}
    return Outcome(kind="role", id=stored.id, changes=changes)
