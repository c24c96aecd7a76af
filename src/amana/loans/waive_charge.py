"""Forgiving a charge."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WaiveLoanCharge:
    """Forgive what is still owed of a charge; of an instalment fee, the part of one ``instalment``."""

    loan: int
    loan_charge: int
    instalment: int | None = None
    note: str | None = None
