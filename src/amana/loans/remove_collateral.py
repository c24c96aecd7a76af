"""Releasing what was pledged."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RemoveCollateral:
    """Remove a pledge, before the loan is approved."""

    loan: int
    collateral: int
