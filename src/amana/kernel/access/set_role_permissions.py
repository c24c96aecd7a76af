"""What a role allows: permissions given and taken, each up to an amount where that is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from amana.kernel.access.rights import Rights, require_held, require_known
from amana.kernel.access.role_store import Roles
from amana.kernel.commands import handles
from amana.kernel.context import ALL_FUNCTIONS, ALL_FUNCTIONS_READ, CHECKER_SUPER_USER, Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem

GENERAL = frozenset({ALL_FUNCTIONS, ALL_FUNCTIONS_READ, CHECKER_SUPER_USER})


@dataclass(frozen=True, kw_only=True)
class SetRolePermissions:
    """Codes to true (given) or false (taken); those not named stay as they are.

    ``limits``: the highest amount a code is good for, in the amount's own currency; null lifts the limit. A code with a
    limit has to be given in the same command.
    """

    role: int
    permissions: Mapping[str, bool]
    limits: Mapping[str, Decimal | None] = field(default_factory=dict)


@handles(SetRolePermissions, permission="PERMISSIONS_ROLE", grouping="authorisation")
def set_role_permissions(command: SetRolePermissions, work: Work, roles: Roles) -> Outcome:
    """Nobody gives, or takes away, a right that he does not hold himself.

    Raises NotFound, InvalidInput, RightsExceedOwn, LastAdministrator.
    """
    stored = roles.load(command.role)
    _require_sound(command)
    require_known(work.session, sorted(command.permissions))
    before = roles.rights(stored.id)
    after = _after(command, before)
    require_held(work.actor, {code: _wider(code, before, after) for code in command.permissions})
    changed = [code for code in command.permissions if _state(code, before) != _state(code, after)]
    for code in changed:
        if code in after:
            roles.grant(stored.id, code, after[code])
        else:
            roles.withdraw(stored.id, code)
    roles.rights_changed()
    changes = {"permissions": {code: code in after for code in changed}} if changed else {}
    return Outcome(kind="role", id=stored.id, changes=changes)


def _after(command: SetRolePermissions, before: Rights) -> Rights:
    after = dict(before)
    for code, given in command.permissions.items():
        if given:
            after[code] = command.limits.get(code, before.get(code))
        else:
            after.pop(code, None)
    return after


def _state(code: str, rights: Rights) -> tuple[bool, Decimal | None]:
    return code in rights, rights.get(code)


def _wider(code: str, before: Rights, after: Rights) -> Decimal | None:
    """The larger of the amounts that ``code`` was and will be good for."""
    amounts = [rights[code] for rights in (before, after) if code in rights]
    if None in amounts:
        return None
    return max((amount for amount in amounts if amount is not None), default=Decimal(0))


def _require_sound(command: SetRolePermissions) -> None:
    problems = []
    if not command.permissions:
        problems.append(Problem(field="permissions", kind="blank", message="No permission is named."))
    for code, limit in command.limits.items():
        if not command.permissions.get(code):
            text = f"{code} has a limit but is not given."
            problems.append(Problem(field="limits", kind="inconsistent", message=text, value=code))
        elif code in GENERAL:
            text = f"{code} cannot be limited to an amount."
            problems.append(Problem(field="limits", kind="not_allowed", message=text, value=code))
        elif limit is not None and (not limit.is_finite() or limit < 0):
            text = f"The limit of {code} has to be an amount of zero or more."
            problems.append(Problem(field="limits", kind="too_small", message=text, value=str(limit)))
    if problems:
        raise InvalidInput(tuple(problems))
