"""Receiving a repayment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, kw_only=True)
class RepayLoan:
    """Receive ``amount`` (in the loan's currency) with value date ``on``."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None
    external_id: str | None = None
