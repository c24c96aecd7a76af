"""Forgiving interest."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class WaiveInterest:
    """Forgive ``amount`` of the interest, from the first instalment that owes some."""

    loan: int
    on: date
    amount: Decimal
    note: str | None = None
