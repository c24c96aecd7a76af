"""Interest and charges that join the balance when they were not paid: what is compounded when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from amana.finance.money import ZERO
from amana.finance.rests import Rests
from amana.finance.terms import Compounding

ONE_DAY = timedelta(days=1)
_INTEREST = frozenset({Compounding.INTEREST, Compounding.INTEREST_AND_FEE})
_FEES = frozenset({Compounding.FEE, Compounding.INTEREST_AND_FEE})

ChargesBetween = Callable[[date, date, bool], Decimal]


def add_to(amounts: dict[date, Decimal], on: date, amount: Decimal) -> None:
    """Add `amount` to what `amounts` holds for the day."""
    amounts[on] = amounts.get(on, ZERO) + amount


class CompoundedRow:
    """What compounding has to know of an instalment."""

    __slots__ = ("charges", "due_date", "from_date", "interest")

    def __init__(self, from_date: date, due_date: date, interest: Decimal, charges: Decimal) -> None:
        self.from_date = from_date
        self.due_date = due_date
        self.interest = interest
        self.charges = charges


class CompoundingBook:
    """Compounding of one walk.

    `amounts` holds, for the period at hand, what joins the balance on each compounding day; `settled` the
    same for the periods done, by their first day; `waiting` what was charged but has not met a
    compounding day yet.
    """

    __slots__ = ("_charges", "_in_last", "amounts", "days", "kind", "settled", "waiting")

    def __init__(self, kind: Compounding, days: Rests, charges: ChargesBetween) -> None:
        self.kind = kind
        self.days = days
        self._charges = charges
        self.amounts: dict[date, Decimal] = {}
        self.settled: dict[date, dict[date, Decimal]] = {}
        self.waiting = ZERO
        self._in_last = ZERO

    @property
    def active(self) -> bool:
        """Whether anything compounds."""
        return self.kind is not Compounding.NONE

    @property
    def interest(self) -> bool:
        """Whether interest compounds."""
        return self.kind in _INTEREST

    @property
    def fees(self) -> bool:
        """Whether fees and penalties compound."""
        return self.kind in _FEES

    def open_period(self, start: date, end: date) -> None:
        """Note the compounding days inside the period, with the charges due until each."""
        if not self.active:
            return
        last, on, waiting = start, start, self.waiting
        while on < end:
            on = self.days.after(on)
            if on < end:
                charges = self._charges(last, on, last == start) if self.fees else ZERO
                add_to(self.amounts, on, charges + waiting)
                waiting = ZERO
            last = on

    def restore(self, start: date) -> None:
        """Take up again what was noted for the period that begins on `start`."""
        if start in self.settled:
            self.amounts = self.settled.pop(start)

    def charged(self, row: CompoundedRow) -> Decimal:
        """What of the row may compound."""
        return (row.interest if self.interest else ZERO) + (row.charges if self.fees else ZERO)

    def close_rows(
        self,
        rows: Sequence[CompoundedRow],
        moves: dict[date, Decimal],
        rest_day: date,
        last_rest: date,
        before: date | None,
    ) -> None:
        """Settle the rows not settled yet; `moves` receives what enters and leaves the balance.

        Rows due before `before` (the business date; None in a plan) keep bearing interest on what
        compounded until `last_rest`, others until the `rest_day` of the period.
        """
        if not self.active:
            return
        total = ZERO
        last_past = False
        for row in rows:
            past = before is not None and row.due_date < before
            if row.from_date not in self.settled:
                total, last_past = self._close(
                    row, moves, rest_day, last_rest, total, past=past, last=last_past
                )
            else:
                last_past = past

    def close_piece(self, start: date, end: date, interest: Decimal) -> None:
        """After the last planned row: `interest` ran up from `start` to `end`; note what has not yet
        compounded.
        """
        if not self.active:
            return
        compounded = sum((amount for on, amount in self.amounts.items() if on > start), ZERO)
        self.waiting = interest - (compounded - self.waiting)
        if self.days.after(start) == end:
            self.amounts[end] = self.waiting
            self.waiting = ZERO

    def _close(
        self,
        row: CompoundedRow,
        moves: dict[date, Decimal],
        rest_day: date,
        last_rest: date,
        total: Decimal,
        *,
        past: bool,
        last: bool,
    ) -> tuple[Decimal, bool]:
        charged = self.charged(row)
        on = self.days.after(row.from_date)
        met = on <= row.due_date
        if met:
            total -= self._in_last or self.waiting
        while on <= row.due_date:
            if on == row.due_date:
                rest = charged - total
                add_to(self.amounts, on, rest)
                total += rest
            else:
                total += self.amounts.get(on, ZERO)
            on = self.days.after(on)
        if met and past:
            add_to(moves, last_rest, total + self.waiting)
        elif met:
            add_to(moves, rest_day, charged + (self.waiting if last else ZERO))
        if total > ZERO:
            self.settled[row.from_date] = self.amounts
            for day, amount in self.amounts.items():
                if day <= row.due_date:
                    add_to(moves, day, -amount)
            self.waiting = charged - total
        else:
            self.settled[row.from_date] = {}
            self.waiting += charged
        self.amounts = {}
        self._in_last = ZERO
        return total, past
