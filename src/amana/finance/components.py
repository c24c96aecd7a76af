"""The four parts of what a borrower owes or pays: principal, interest, fees, penalties."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec

from amana.finance.money import ZERO


class Component(StrEnum):
    """One part of an amount due or paid."""

    PRINCIPAL = "principal"
    INTEREST = "interest"
    FEES = "fees"
    PENALTIES = "penalties"


INCOME = (Component.INTEREST, Component.FEES, Component.PENALTIES)
"""What a lender earns; principal only comes back."""


class Components(msgspec.Struct, frozen=True, gc=False):
    """An amount split into its four parts; plain decimals already quantised to the loan's currency."""

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    fees: Decimal = ZERO
    penalties: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Sum of the four parts."""
        return self.principal + self.interest + self.fees + self.penalties

    def of(self, component: Component) -> Decimal:
        """The part named `component`."""
        part: Decimal = getattr(self, component)
        return part

    def __add__(self, other: Components) -> Components:
        return Components(
            self.principal + other.principal,
            self.interest + other.interest,
            self.fees + other.fees,
            self.penalties + other.penalties,
        )

    def __sub__(self, other: Components) -> Components:
        return Components(
            self.principal - other.principal,
            self.interest - other.interest,
            self.fees - other.fees,
            self.penalties - other.penalties,
        )

    def __bool__(self) -> bool:
        return bool(self.principal or self.interest or self.fees or self.penalties)


NOTHING = Components()
