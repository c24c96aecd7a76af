"""What money and forgiveness do to a loan, in the order in which they count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class MovementKind(StrEnum):
    """Kinds of movements on the dues of a loan."""

    REPAYMENT = "repayment"
    INTEREST_WAIVER = "interest_waiver"
    CHARGE_WAIVER = "charge_waiver"
    CHARGE_PAYMENT = "charge_payment"
    WRITE_OFF = "write_off"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement: `amount` on the value date `on`; `key` is the caller's name for it.

    A waiver or payment of a charge names the `charge` by its key and, for an instalment fee, may name the
    `instalment`. A write-off takes all that is left, whatever its amount.
    """

    key: int
    on: date
    amount: Decimal
    kind: MovementKind = MovementKind.REPAYMENT
    charge: int | None = None
    instalment: int | None = None
