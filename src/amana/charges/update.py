"""Other particulars for a charge; accounts that bear it already keep the terms they were given."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from amana.charges.definition import problems
from amana.charges.kinds import AppliesTo, ChargeTime, Every
from amana.charges.store import KIND, Charges
from amana.finance.charges import ChargeBasis
from amana.kernel.commands import handles
from amana.kernel.currencies.selection import require_selected
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given


@dataclass(frozen=True, kw_only=True)
class UpdateCharge:
    """Only the fields that are given change; ``None`` clears what may be empty."""

    charge: int
    name: str | UnsetType = UNSET
    applies_to: AppliesTo | UnsetType = UNSET
    time: ChargeTime | UnsetType = UNSET
    basis: ChargeBasis | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    amount: Decimal | UnsetType = UNSET
    penalty: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    minimum: Decimal | UnsetType | None = UNSET
    maximum: Decimal | UnsetType | None = UNSET
    yearly_day: tuple[int, int] | UnsetType | None = UNSET
    every_unit: Every | UnsetType | None = UNSET
    every_count: int | UnsetType | None = UNSET
    tax_group: int | UnsetType | None = UNSET


SETTLED = frozenset({"applies_to", "time", "basis", "currency", "penalty"})
"""What cannot change while a product or account uses the charge."""


@handles(UpdateCharge, permission="UPDATE_CHARGE", grouping="organisation")
def update(command: UpdateCharge, charges: Charges) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate, ChargeInUse."""
    stored = charges.load(command.charge)
    current: dict[str, Any] = vars(stored)
    changes = changed_fields(given(command, current), current)
    wanted = replace(stored, **changes)
    known = require_selected(charges.session, wanted.currency)
    found = tuple(problems(wanted, known.digits))
    if found:
        raise InvalidInput(found)
    if SETTLED & set(changes) or changes.get("active") is False:
        charges.require_unused(command.charge)
    if "name" in changes:
        charges.require_free_name(wanted.name, except_id=command.charge)
    if changes:
        charges.save(command.charge, wanted)
    return Outcome(kind=KIND, id=command.charge, changes=changes)
