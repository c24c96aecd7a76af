"""Taking a disbursement back."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class UndoDisbursal:
    """Make an active loan an approved one again; every transaction on it is reversed."""

    loan: int
    note: str | None = None
