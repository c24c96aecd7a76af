"""Another name for a tax, or another percentage from a day on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, UnsetType
from amana.taxes.rules import name_problems, percentage_problems
from amana.taxes.store import COMPONENT, Taxes


@dataclass(frozen=True, kw_only=True)
class UpdateTaxComponent:
    """Only the fields that are given change; a percentage counts from ``starts_on`` (left out: the business date)."""

    component: int
    name: str | UnsetType = UNSET
    percentage: Decimal | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET


@handles(UpdateTaxComponent, permission="UPDATE_TAXCOMPONENT", grouping="organisation")
def update(command: UpdateTaxComponent, work: Work, taxes: Taxes) -> Outcome:
    """A percentage is changed after the day of the last change only. Raises NotFound, InvalidInput, Duplicate."""
    current = taxes.load(COMPONENT, command.component)
    since, percentage = taxes.last_rate(command.component)
    changes: dict[str, Any] = {}
    found: list[Problem] = []
    if not isinstance(command.name, UnsetType) and command.name != current["name"]:
        changes["name"] = command.name
        found.extend(name_problems(command.name))
    starts_on = work.business_date if isinstance(command.starts_on, UnsetType) else command.starts_on
    if not isinstance(command.percentage, UnsetType) and command.percentage != percentage:
        changes |= {"percentage": command.percentage, "starts_on": starts_on}
        found.extend(percentage_problems(command.percentage))
        if starts_on <= since:
            text = "A tax changes after the day of its last change."
            found.append(
                Problem(field="starts_on", kind="too_small", message=text, value=starts_on, limit=since)
            )
    elif not isinstance(command.starts_on, UnsetType):
        text = "A day alone changes nothing: the percentage is missing."
        found.append(Problem(field="percentage", kind="blank", message=text))
    if found:
        raise InvalidInput(tuple(found))
    if "name" in changes:
        taxes.require_free_name(COMPONENT, changes["name"], except_id=command.component)
        taxes.rename(COMPONENT, command.component, changes["name"])
    if "percentage" in changes:
        taxes.add_rate(command.component, starts_on, changes["percentage"])
    return Outcome(kind=COMPONENT, id=command.component, changes=changes)
