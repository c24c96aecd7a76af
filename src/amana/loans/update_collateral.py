"""Changing what was pledged."""

from dataclasses import dataclass
from decimal import Decimal

from amana.kernel.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class UpdateCollateral:
    """Change type, value or description."""

    loan: int
    collateral: int
    type: int | UnsetType = UNSET
    value: Decimal | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
