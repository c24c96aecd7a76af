"""Charges as arithmetic sees them: when, of what, how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amana.finance.money import ZERO


class ChargeTime(StrEnum):
    """When a charge falls due."""

    DISBURSEMENT = "disbursement"
    TRANCHE_DISBURSEMENT = "tranche_disbursement"
    SPECIFIED_DUE_DATE = "specified_due_date"
    INSTALMENT = "instalment"
    OVERDUE_INSTALMENT = "overdue_instalment"


class ChargeBasis(StrEnum):
    """What a charge is calculated on."""

    FLAT = "flat"
    PERCENT_OF_AMOUNT = "percent_of_amount"
    PERCENT_OF_AMOUNT_AND_INTEREST = "percent_of_amount_and_interest"
    PERCENT_OF_INTEREST = "percent_of_interest"
    PERCENT_OF_DISBURSEMENT = "percent_of_disbursement"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeTerms:
    """One charge of a loan: `amount` is money for a flat basis, else per cent. `key` is the caller's own
    name for it.

    An overdue charge in per cent is taken of the row due on `instalment_due_on`, less the principal and interest that
    were `settled` when it was charged. `due_on` belongs to a
    specified due date, and to the tranche's day for a tranche charge.
    """

    key: int
    time: ChargeTime
    basis: ChargeBasis
    amount: Decimal
    penalty: bool = False
    due_on: date | None = None
    instalment_due_on: date | None = None
    settled: tuple[Decimal, Decimal] = (ZERO, ZERO)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
