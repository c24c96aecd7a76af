"""Paying a loan out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, kw_only=True)
class DisburseLoan:
    """Pay the loan out: the approved principal, or ``amount`` where less is wanted."""

    loan: int
    on: date
    amount: Decimal | None = None
    payment: PaymentDetail | None = None
    note: str | None = None
