"""A new charge definition."""

from dataclasses import dataclass
from decimal import Decimal

from amana.charges.definition import ChargeDefinition, problems
from amana.charges.kinds import AppliesTo, ChargeTime, Every
from amana.charges.store import KIND, Charges
from amana.finance.charges import ChargeBasis
from amana.kernel.commands import handles
from amana.kernel.currencies.selection import require_selected
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput


@dataclass(frozen=True, kw_only=True)
class CreateCharge:
    """See ``ChargeDefinition`` for what the fields mean. Only an active charge can be used."""

    name: str
    applies_to: AppliesTo
    time: ChargeTime
    basis: ChargeBasis
    currency: str
    amount: Decimal
    penalty: bool = False
    active: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    yearly_day: tuple[int, int] | None = None
    every_unit: Every | None = None
    every_count: int | None = None
    tax_group: int | None = None


@handles(CreateCharge, permission="CREATE_CHARGE", grouping="organisation")
def create(command: CreateCharge, charges: Charges) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    definition = ChargeDefinition(**vars(command))
    known = require_selected(charges.session, command.currency)
    found = tuple(problems(definition, known.digits))
    if found:
        raise InvalidInput(found)
    charges.require_free_name(command.name)
    return Outcome(kind=KIND, id=charges.add(definition))
