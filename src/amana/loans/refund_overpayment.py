"""Giving back what was paid too much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, kw_only=True)
class RefundOverpayment:
    """Pay ``amount`` of the overpayment back to the borrower (credit balance refund)."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None
