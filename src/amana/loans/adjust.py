"""Correcting a transaction: the old one is reversed, a new one booked, in one command."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, kw_only=True)
class AdjustTransaction:
    """Replace a repayment or waiver by one of ``amount`` on ``on``; an amount of zero only reverses it."""

    loan: int
    transaction: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None
