"""Reversing a transaction."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class UndoTransaction:
    """Reverse a repayment, waiver, charge payment, recovery, refund or write-off."""

    loan: int
    transaction: int
    on: date | None = None
    """Day of the reversal; the business date when left out."""
    note: str | None = None
