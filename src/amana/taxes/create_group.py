"""A new group of taxes."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.taxes.rules import AskedTax, group_problems, name_problems
from amana.taxes.store import GROUP, Taxes


@dataclass(frozen=True, kw_only=True)
class CreateTaxGroup:
    """Taxes that apply together, each from a day on."""

    name: str
    taxes: tuple[AskedTax, ...]


@handles(CreateTaxGroup, permission="CREATE_TAXGROUP", grouping="organisation")
def create(command: CreateTaxGroup, taxes: Taxes) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    found = (*name_problems(command.name), *group_problems(command.taxes))
    if found:
        raise InvalidInput(found)
    taxes.require_components(command.taxes)
    taxes.require_free_name(GROUP, command.name)
    made = taxes.add_group(command.name)
    taxes.set_taxes(made, command.taxes)
    return Outcome(kind=GROUP, id=made)
