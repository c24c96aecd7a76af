"""What is open on an instalment, what a payment puts where, and the names of the strategies that decide
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO


class AllocationStrategy(StrEnum):
    """The repayment strategies of Mifos X and its successors.

    `DUE_FIRST_PRINCIPAL_IN_ADVANCE`: due penalties, fees, interest, principal; in advance principal
    before charges not yet due and interest. `DUE_FIRST_INTEREST_IN_ADVANCE`: penalties, interest,
    principal, fees, due ones first.
    """

    MIFOS_STANDARD = "mifos_standard"
    HEAVENSFAMILY = "heavensfamily"
    CREOCORE = "creocore"
    RBI_INDIA = "rbi_india"
    PRINCIPAL_INTEREST_PENALTIES_FEES = "principal_interest_penalties_fees"
    INTEREST_PRINCIPAL_PENALTIES_FEES = "interest_principal_penalties_fees"
    EARLY_REPAYMENT = "early_repayment"
    DUE_FIRST_PRINCIPAL_IN_ADVANCE = "due_first_principal_in_advance"
    DUE_FIRST_INTEREST_IN_ADVANCE = "due_first_interest_in_advance"
    FREE = "free"
    """By rules that the product names itself; progressive schedules only (`free_allocation`)."""


@dataclass(frozen=True, slots=True)
class OpenInstalment:
    """An instalment as a payment finds it: `due` in all, and what was `paid`, `waived`, `written_off`
    before.
    """

    number: int
    from_date: date
    due_date: date
    due: Components
    paid: Components = NOTHING
    waived: Components = NOTHING
    written_off: Components = NOTHING

    @property
    def outstanding(self) -> Components:
        """What is still owed, by component."""
        return self.due - self.paid - self.waived - self.written_off


class Portion(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one payment put on one instalment, before (`in_advance`), on, or after (`late`) its due date.

    `interest_waived` is interest that the strategy itself forgives (Heavensfamily, on early principal).
    """

    number: int
    components: Components
    in_advance: bool = False
    late: bool = False
    interest_waived: Decimal = ZERO
