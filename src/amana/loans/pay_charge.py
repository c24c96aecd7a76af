"""Paying one charge by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, kw_only=True)
class PayLoanCharge:
    """Pay a charge (of an instalment fee, the part of one ``instalment``): all that is owed, or ``amount``."""

    loan: int
    loan_charge: int
    on: date
    amount: Decimal | None = None
    instalment: int | None = None
    payment: PaymentDetail | None = None
    note: str | None = None
