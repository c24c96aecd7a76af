"""Principal overdue before the business date, and the rows and payments that tell how much it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from amana.finance.allocation import OpenRow
from amana.finance.components import NOTHING, Component, Components
from amana.finance.compounding import CompoundedRow, add_to
from amana.finance.cumulative import Row
from amana.finance.money import ZERO
from amana.finance.payments import PaymentKind
from amana.finance.rests import Rests

PRINCIPAL = Component.PRINCIPAL


class Arrival:
    """A payment on its way through the rows: what it put on principal, interest and charges so far."""

    __slots__ = ("amount", "charges", "done", "interest", "kind", "on", "principal")

    def __init__(self, on: date, amount: Decimal, kind: PaymentKind) -> None:
        self.on = on
        self.amount = amount
        self.kind = kind
        self.done = False
        self.principal = ZERO
        self.interest = ZERO
        self.charges = ZERO


class DueRow:
    """A row as payments see it, with what compounding needs of it."""

    __slots__ = ("compounded", "extra", "open")

    def __init__(self, row: Row, waived: Components = NOTHING) -> None:
        parts = Components(row.principal, row.interest, row.fees, row.penalties) - waived
        self.open = OpenRow(row.number, row.due_date, parts)
        self.compounded = CompoundedRow(row.from_date, row.due_date, row.interest, row.fees + row.penalties)
        self.extra = row.extra


class LateBook:
    """Principal overdue before the business date and how long it goes on bearing interest."""

    __slots__ = ("_bears", "_last_rest", "_rests", "_today", "amounts")

    def __init__(self, rests: Rests, today: date, *, bears: bool = True) -> None:
        """`bears` says whether what is overdue bears interest at all."""
        self._bears = bears
        self._rests = rests
        self._today = today
        self._last_rest = rests.on_or_after(today)
        self.amounts: dict[date, Decimal] = {}

    @property
    def last_rest(self) -> date:
        """The rest day on or after the business date, until which overdue principal bears interest."""
        return self._last_rest

    def renew(self, dues: Sequence[DueRow], until: date, *, at_rest: bool = True) -> None:
        """Note the unpaid principal of the rows due by `until` from its rest day (or due date) on."""
        self.amounts = {}
        if not self._bears:
            return
        total = ZERO
        for due in dues:
            on = due.open.due_date
            if due.extra or on > until or not due.open.is_open:
                continue
            effective = self._rests.on_or_after(on) if at_rest else on
            if effective < self._today:
                unpaid = due.open.open[PRINCIPAL]
                add_to(self.amounts, effective, unpaid)
                total += unpaid
        if total > ZERO:
            add_to(self.amounts, self._last_rest, -total)

    def paid(self, principal: Decimal, applies_on: date, moves: dict[date, Decimal]) -> None:
        """Overdue `principal` was paid: it bore interest only until `applies_on`."""
        left: dict[date, Decimal] = {}
        sum_so_far = ZERO
        for on in sorted(self.amounts):
            if on >= self._last_rest:
                continue
            amount = self.amounts[on]
            sum_so_far += amount
            if sum_so_far < principal:
                if on < applies_on:
                    add_to(moves, on, -amount)
                    add_to(moves, applies_on, amount)
                continue
            unpaid = amount
            if not left:
                settled = amount - (sum_so_far - principal)
                add_to(moves, on, -settled)
                add_to(moves, applies_on, settled)
                unpaid = amount - settled
            add_to(left, on, unpaid)
            add_to(left, self._last_rest, -unpaid)
        self.amounts = left
