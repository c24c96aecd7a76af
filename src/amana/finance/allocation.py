"""How a payment is split over instalments and their components, by the strategies of Mifos X.

Money is never lost: portions and overpayment add up to the payment. Instalments are given in order of due
date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.components import NOTHING, Component, Components
from amana.finance.dues import AllocationStrategy
from amana.finance.money import ZERO

PRINCIPAL, INTEREST, FEES, PENALTIES = Component

PAYMENT_ORDER: dict[AllocationStrategy, tuple[Component, ...]] = {
    AllocationStrategy.MIFOS_STANDARD: (PENALTIES, FEES, INTEREST, PRINCIPAL),
    AllocationStrategy.CREOCORE: (PENALTIES, FEES, INTEREST, PRINCIPAL),
    AllocationStrategy.HEAVENSFAMILY: (PRINCIPAL, INTEREST, FEES, PENALTIES),
    AllocationStrategy.RBI_INDIA: (PENALTIES, FEES, INTEREST, PRINCIPAL),
    AllocationStrategy.PRINCIPAL_INTEREST_PENALTIES_FEES: (PRINCIPAL, INTEREST, PENALTIES, FEES),
    AllocationStrategy.INTEREST_PRINCIPAL_PENALTIES_FEES: (INTEREST, PRINCIPAL, PENALTIES, FEES),
    AllocationStrategy.EARLY_REPAYMENT: (INTEREST, PRINCIPAL, PENALTIES, FEES),
    AllocationStrategy.DUE_FIRST_PRINCIPAL_IN_ADVANCE: (PENALTIES, FEES, INTEREST, PRINCIPAL),
    AllocationStrategy.DUE_FIRST_INTEREST_IN_ADVANCE: (PENALTIES, INTEREST, PRINCIPAL, FEES),
}
"""Order of the components within an instalment."""

INTEREST_FIRST = frozenset(
    {AllocationStrategy.RBI_INDIA, AllocationStrategy.INTEREST_PRINCIPAL_PENALTIES_FEES}
)
"""Strategies that take interest up to the day of payment before any principal (with recalculation)."""


class OpenRow:
    """One instalment while a payment is being split; `open` shrinks as `taken` grows."""

    __slots__ = ("due_date", "number", "open", "taken", "waived")

    def __init__(self, number: int, due_date: date, outstanding: Components) -> None:
        self.number = number
        self.due_date = due_date
        self.open: dict[Component, Decimal] = {
            PRINCIPAL: outstanding.principal,
            INTEREST: outstanding.interest,
            FEES: outstanding.fees,
            PENALTIES: outstanding.penalties,
        }
        self.taken: dict[Component, Decimal] = {}
        self.waived = ZERO

    @property
    def is_open(self) -> bool:
        """Whether anything is still owed."""
        owed = self.open
        return bool(owed[PRINCIPAL] or owed[INTEREST] or owed[FEES] or owed[PENALTIES])

    def take(self, component: Component, amount: Decimal) -> Decimal:
        """Put up to `amount` on `component`; returns what is left of it."""
        owed = self.open[component]
        part = amount if amount < owed else owed
        if part <= ZERO:
            return amount
        self.open[component] = owed - part
        taken = self.taken.get(component)
        self.taken[component] = part if taken is None else taken + part
        return amount - part

    def take_in_order(self, order: Iterable[Component], amount: Decimal) -> Decimal:
        """Put up to `amount` on the components in `order`; returns what is left of it."""
        owed = self.open
        for component in order:
            if owed[component]:
                amount = self.take(component, amount)
                if not amount:
                    break
        return amount


def _heavensfamily_early(row: OpenRow, amount: Decimal) -> Decimal:
    """Principal first; once it is complete the interest of the instalment is forgiven."""
    if row.open[PRINCIPAL]:
        amount = row.take(PRINCIPAL, amount)
        if not row.open[PRINCIPAL]:
            row.waived += row.open[INTEREST]
            row.open[INTEREST] = ZERO
    return row.take_in_order((PRINCIPAL, INTEREST, FEES, PENALTIES), amount)


def _rbi_late(rows: Sequence[OpenRow], on: date, amount: Decimal) -> Decimal:
    """Penalties, fees and interest of all that is due, then principal of every instalment in turn."""
    for row in rows:
        if amount <= ZERO:
            break
        if row.due_date <= on:
            amount = row.take_in_order((PENALTIES, FEES, INTEREST), amount)
    for row in rows:
        if amount <= ZERO:
            break
        amount = row.take(PRINCIPAL, amount)
    return amount


_IN_ADVANCE_ONCE_DUE: dict[AllocationStrategy, tuple[Component, ...]] = {
    AllocationStrategy.DUE_FIRST_PRINCIPAL_IN_ADVANCE: (PENALTIES, FEES, PRINCIPAL),
    AllocationStrategy.DUE_FIRST_INTEREST_IN_ADVANCE: (PENALTIES, FEES),
}
"""What an early payment settles before the rest of an instalment: charges due by then, and principal."""

DUE_FIRST = frozenset(_IN_ADVANCE_ONCE_DUE)
"""Strategies that prefer charges already due, even in advance of their instalment."""


ALWAYS_IN_ORDER = (
    frozenset(PAYMENT_ORDER)
    - DUE_FIRST
    - {
        AllocationStrategy.HEAVENSFAMILY,
        AllocationStrategy.RBI_INDIA,
        AllocationStrategy.EARLY_REPAYMENT,
    }
)
"""Strategies to which a payment before, on and after a due date is the same: `split` finishes a row before
it looks at the next.
"""


def _due_first(
    row: OpenRow, amount: Decimal, strategy: AllocationStrategy, charges_due: Components
) -> Decimal:
    """In advance of an instalment: charges already due (and principal), then everything in the usual
    order.
    """
    for component in _IN_ADVANCE_ONCE_DUE[strategy]:
        limit = amount if component is PRINCIPAL else min(amount, charges_due.of(component))
        amount -= limit - row.take(component, limit)
    return row.take_in_order(PAYMENT_ORDER[strategy], amount)


def split(
    rows: Sequence[OpenRow],
    amount: Decimal,
    on: date,
    strategy: AllocationStrategy,
    charges_due: Components = NOTHING,
    start: int = 0,
) -> Decimal:
    """Put `amount` on `rows` (in order of due date) as `strategy` says; returns what no row could take.

    `charges_due` are the charges due by `on`, which the due-first strategies prefer even in advance of an
    instalment. The rows before `start` are complete.
    """
    order = PAYMENT_ORDER[strategy]
    for index in range(start, len(rows)):
        if amount <= ZERO:
            break
        row = rows[index]
        if not row.is_open:
            continue
        if strategy is AllocationStrategy.HEAVENSFAMILY and on < rows[max(index - 1, 0)].due_date:
            amount = _heavensfamily_early(row, amount)
        elif strategy is AllocationStrategy.RBI_INDIA and on > row.due_date:
            amount = _rbi_late(rows[start:], on, amount)
        elif strategy is AllocationStrategy.EARLY_REPAYMENT and on < row.due_date:
            amount = row.take(PRINCIPAL, amount)
        elif strategy in _IN_ADVANCE_ONCE_DUE and on < row.due_date:
            amount = _due_first(row, amount, strategy, charges_due)
        else:
            amount = row.take_in_order(order, amount)
    return amount
