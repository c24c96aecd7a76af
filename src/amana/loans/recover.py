"""Money received on a loan that was written off."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, kw_only=True)
class RecoverLoan:
    """Receive ``amount`` on a written-off loan; it is income, the loan stays closed."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None
