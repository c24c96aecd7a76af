"""Payments as a schedule with recalculation of interest meets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class PaymentKind(StrEnum):
    """What money did to a loan, as far as its schedule can tell."""

    REPAYMENT = "repayment"
    INTEREST_WAIVER = "interest_waiver"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received (or interest forgiven) on a day, in the order in which it was booked."""

    on: date
    amount: Decimal
    kind: PaymentKind = PaymentKind.REPAYMENT
