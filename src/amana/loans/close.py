"""Closing a loan by hand."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class CloseLoan:
    """Close a loan that owes nothing, or no more than its arrears tolerance (the rest is written off)."""

    loan: int
    on: date
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class CloseLoanAsRescheduled:
    """Close a loan whose rest goes on in another contract."""

    loan: int
    on: date
    note: str | None = None
