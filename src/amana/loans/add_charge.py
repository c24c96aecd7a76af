"""Putting a charge on a loan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class AddLoanCharge:
    """Add a fee or penalty; ``amount`` is money or per cent, as its definition says (its amount when left out)."""

    loan: int
    charge: int
    amount: Decimal | None = None
    due_on: date | None = None
