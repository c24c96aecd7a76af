"""Pledging something for a loan."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class AddCollateral:
    """Pledge something, before the loan is approved; ``value`` is its market value in the loan's currency."""

    loan: int
    type: int
    value: Decimal | None = None
    description: str | None = None
