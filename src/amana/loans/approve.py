"""Approving an application."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class ApproveLoan:
    """Approve the application, where given for another ``principal`` or another expected day of disbursement."""

    loan: int
    on: date
    principal: Decimal | None = None
    expected_disbursement_on: date | None = None
    note: str | None = None
