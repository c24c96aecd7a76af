"""Removing a charge that nothing uses."""

from dataclasses import dataclass

from amana.charges.store import KIND, Charges
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class DeleteCharge:
    """Only a charge that no product and no account uses."""

    charge: int


@handles(DeleteCharge, permission="DELETE_CHARGE", grouping="organisation")
def delete(command: DeleteCharge, charges: Charges) -> Outcome:
    """Raises NotFound, ChargeInUse."""
    charges.load(command.charge)
    charges.require_unused(command.charge)
    charges.delete(command.charge)
    return Outcome(kind=KIND, id=command.charge)
