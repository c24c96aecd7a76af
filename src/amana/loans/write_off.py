"""Writing a loan off."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class WriteOffLoan:
    """Give up on everything still owed; the loan is closed as written off."""

    loan: int
    on: date
    note: str | None = None
