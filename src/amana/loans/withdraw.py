"""Withdrawing an application."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class WithdrawLoan:
    """The applicant no longer wants the loan."""

    loan: int
    on: date
    note: str | None = None
