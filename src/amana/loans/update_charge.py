"""Changing a charge of an application."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class UpdateLoanCharge:
    """Change amount or due date of a charge, before the loan is approved."""

    loan: int
    loan_charge: int
    amount: Decimal | UnsetType = UNSET
    due_on: date | UnsetType = UNSET
