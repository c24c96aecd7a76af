"""Throwing an application away."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DeleteLoan:
    """Delete an application that has not been approved."""

    loan: int
