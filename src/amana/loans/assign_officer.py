"""Putting a loan officer in charge."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class AssignLoanOfficer:
    """Put ``officer`` in charge from ``on``; None takes the present one off."""

    loan: int
    officer: int | None
    on: date
    from_officer: int | None = None
    """Where given, has to be the present officer."""


@dataclass(frozen=True, kw_only=True)
class ReassignLoans:
    """Hand several loans from one officer to another, all or none."""

    loans: tuple[int, ...]
    from_officer: int | None
    officer: int
    on: date
