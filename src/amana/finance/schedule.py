"""The repayment schedule: its rows. Amounts are plain decimals quantised to the schedule's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amana.finance.components import Components
from amana.finance.money import ZERO, Currency


@dataclass(frozen=True, slots=True)
class Disbursement:
    """Principal paid out on a day, or `expected` to be; `fees` are the charges taken at that moment."""

    on: date
    amount: Decimal
    fees: Decimal = ZERO
    expected: bool = False


class Instalment(NamedTuple):
    """One row: what falls due on `due_date` for the time since `from_date`; `balance` is the principal
    after it.

    `extra` marks a row that stands for interest between due dates or after the last one, not for a
    planned payment.
    """

    number: int
    from_date: date
    due_date: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    fees: Decimal = ZERO
    penalties: Decimal = ZERO
    extra: bool = False
    down_payment: bool = False

    @property
    def days(self) -> int:
        """Days from `from_date` to `due_date`."""
        return (self.due_date - self.from_date).days

    @property
    def components(self) -> Components:
        """What is due, by component."""
        return Components(self.principal, self.interest, self.fees, self.penalties)

    @property
    def total(self) -> Decimal:
        """What is due in all."""
        return self.principal + self.interest + self.fees + self.penalties


@dataclass(frozen=True, slots=True)
class Schedule:
    """Disbursements and instalments in order of date."""

    currency: Currency
    disbursements: tuple[Disbursement, ...]
    instalments: tuple[Instalment, ...]

    @property
    def principal(self) -> Decimal:
        """Principal of all instalments."""
        return sum((row.principal for row in self.instalments), ZERO)

    @property
    def interest(self) -> Decimal:
        """Interest of all instalments."""
        return sum((row.interest for row in self.instalments), ZERO)

    @property
    def fees(self) -> Decimal:
        """Fees of all instalments and those taken at disbursement."""
        return sum((row.fees for row in self.instalments), ZERO) + sum(
            (row.fees for row in self.disbursements), ZERO
        )

    @property
    def penalties(self) -> Decimal:
        """Penalties of all instalments."""
        return sum((row.penalties for row in self.instalments), ZERO)

    @property
    def term_in_days(self) -> int:
        """Days from the first disbursement to the last due date."""
        if not self.disbursements or not self.instalments:
            return 0
        return (self.instalments[-1].due_date - self.disbursements[0].on).days
