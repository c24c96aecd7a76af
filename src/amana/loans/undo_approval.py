"""Taking an approval back."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class UndoLoanApproval:
    """Make the loan an application again, for the amount applied for."""

    loan: int
    note: str | None = None
