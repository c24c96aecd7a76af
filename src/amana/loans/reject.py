"""Rejecting an application."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class RejectLoan:
    """The institution declines the application."""

    loan: int
    on: date
    note: str | None = None
