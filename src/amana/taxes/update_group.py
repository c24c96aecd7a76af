"""Another name for a group of taxes, or other taxes in it."""

from dataclasses import dataclass
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, UnsetType
from amana.taxes.rules import AskedTax, group_problems, name_problems
from amana.taxes.store import GROUP, Taxes


@dataclass(frozen=True, kw_only=True)
class UpdateTaxGroup:
    """Only what is given changes; ``taxes`` is the complete list. Charges on accounts keep the taxes they have."""

    group: int
    name: str | UnsetType = UNSET
    taxes: tuple[AskedTax, ...] | UnsetType = UNSET


@handles(UpdateTaxGroup, permission="UPDATE_TAXGROUP", grouping="organisation")
def update(command: UpdateTaxGroup, taxes: Taxes) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    current = taxes.load(GROUP, command.group)
    changes: dict[str, Any] = {}
    found: list[Problem] = []
    if not isinstance(command.name, UnsetType) and command.name != current["name"]:
        changes["name"] = command.name
        found.extend(name_problems(command.name))
    if not isinstance(command.taxes, UnsetType):
        changes["taxes"] = command.taxes
        found.extend(group_problems(command.taxes))
    if found:
        raise InvalidInput(tuple(found))
    if "name" in changes:
        taxes.require_free_name(GROUP, changes["name"], except_id=command.group)
        taxes.rename(GROUP, command.group, changes["name"])
    if "taxes" in changes:
        taxes.require_components(changes["taxes"])
        taxes.set_taxes(command.group, changes["taxes"])
    return Outcome(kind=GROUP, id=command.group, changes=changes)
