"""Taking a charge off an application."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RemoveLoanCharge:
    """Remove a charge, before the loan is approved."""

    loan: int
    loan_charge: int
