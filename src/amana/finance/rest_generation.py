"""Schedules with rest and compounding days: principal leaves the balance, and interest joins it, on such
days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import (
    ChargePortion,
    LoanFigures,
    charge_sums,
    due_in,
    waits_for_interest,
)
from amana.finance.charges import ChargeTerms
from amana.finance.components import NOTHING, Components
from amana.finance.compounding import CompoundingBook, add_to
from amana.finance.cumulative import Generation, Row
from amana.finance.dues import AllocationStrategy
from amana.finance.late import Arrival, DueRow, LateBook
from amana.finance.money import ZERO
from amana.finance.payments import Payment
from amana.finance.rests import Rests
from amana.finance.schedule import Disbursement
from amana.finance.terms import EarlyPayment, LoanTerms, Recalculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What has happened to a loan when its schedule is recalculated.

    `waived_charges` are charge keys with the number of a row, or None for every row. `today` is the
    business date; `until` cuts the schedule off (what is owed to close the loan on that day).
    """

    payments: tuple[Payment, ...]
    today: date
    strategy: AllocationStrategy
    until: date | None = None
    waived_charges: frozenset[tuple[int, int | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class RowStart:
    """How things stood before a row's interest was worked out: its first day, deferred interest, yearly
    rate.
    """

    on: date
    deferred: Decimal
    annual: Decimal


class RestGeneration(Generation):
    """The walk over the periods with rests and compounding: a plan, in which nothing is paid and nothing
    late.
    """

    def __init__(
        self,
        terms: LoanTerms,
        disbursements: Sequence[Disbursement],
        charges: Sequence[ChargeTerms] = (),
        money: Money | None = None,
        agreed: Decimal | None = None,
    ) -> None:
        super().__init__(terms, disbursements, agreed)
        self.recalculation = terms.recalculation or Recalculation()
        self.money = money
        self.charges = tuple(one for one in charges if not waits_for_interest(one))
        self.rests = Rests(self.recalculation.rest, self.rhythm)
        compounding_days = Rests(self.recalculation.compounding_frequency, self.rhythm)
        self.compounding = CompoundingBook(
            self.recalculation.compounding, compounding_days, self._charges_between
        )
        today = money.today if money else self.start
        self.late = LateBook(self.rests, today, bears=self.recalculation.on_arrears)
        self.moves: dict[date, Decimal] = {}  # principal that leaves the bearing balance, by rest day
        self.dues: list[DueRow] = []
        self._open_dues: list[DueRow] = []
        self._bases: dict[date, tuple[Decimal, Decimal]] = {}
        self.reduce = ZERO  # principal paid early that coming rows still have to give way to
        self.early = ZERO  # early money of the period at hand (strategies that split no periods)
        self.instalment_changed = False
        self.closing = False  # no row after the one at hand
        self.closes: tuple[date, date] | None = (
            None  # a payment that ends the loan: its day, and interest's end
        )
        self.closed_by: Row | None = None  # an extra row that already repaid everything
        self.arrivals = [Arrival(one.on, one.amount, one.kind) for one in money.payments] if money else []
        self.arrivals.sort(key=lambda one: one.on)

    def arrived_until(self, due: date) -> list[Arrival]:
        """Take the payments made by `due` off the list."""
        arrived = [one for one in self.arrivals if one.on <= due]
        del self.arrivals[: len(arrived)]
        return arrived

    # -- one period --------------------------------------------------------------------------------

    def step(self, *, first: bool) -> None:
        """One period: what arrives in it, its interest and principal, its row."""
        previous = self.rhythm_at
        adjusted = self.rhythm.adjusted(self.rhythm.following(previous, first=first))
        self.rhythm_at = adjusted.goes_on_from
        due, skipped = self.vary(adjusted.due, previous)
        if skipped:
            return
        partial = False
        if self.money is not None and self.money.until is not None and due >= self.money.until:
            partial = due != self.money.until
            due = self.money.until
            self.closing = True
        self.compounding.open_period(self.period_start, due)
        arrived = self.arrived_until(due)
        self.free = self.within_free_time(self.interest_start(), due)
        self.pay_out_until(due)
        self.early = ZERO
        self.instalment_changed = False
        self.closed_by = None
        self.closes = None
        if self.split_period(due, arrived):
            return
        self._close_with_row(due, arrived, partial=partial)

    def _close_with_row(self, due: date, arrived: list[Arrival], *, partial: bool) -> None:
        due, interest_end = self.closes or (due, due)
        start = self.interest_start()
        self.compounding.restore(start)
        deferred, annual = self.deferred, self.annual
        interest, own = self.carry_interest(*self.row_interest(start, interest_end))
        principal = self.period_principal(own, self.repaid - self.reduce)
        row = Row(len(self.rows) + 1, self.period_start, due, principal, interest, ZERO, extra=partial)
        given_way = self._give_way_to_early_money(row)
        if self.balance < ZERO or self.closing or self.closes:
            row.principal += self.balance
            self.balance = ZERO
        if self.closing:
            self.tranches.clear()
        waived = self.charge(row)
        if self.closed_by is not None and row.principal == ZERO:
            self.closed_by.interest += row.interest
            return
        row.balance = self.balance
        self.add_due(DueRow(row, waived))
        paid_in = self.pay_on_row(row, arrived, RowStart(start, deferred, annual))
        self.rows.append(row)
        principal = row.principal - paid_in
        add_to(self.moves, self.rests.on_or_after(row.due_date), principal - given_way)
        self.close_compounding(due)
        self.bring_balance_up_to(due)
        self.close_period(due, principal, row.interest)

    def add_row(self, row: Row) -> None:
        """Put a row on the schedule that payments can settle at once (a down payment)."""
        super().add_row(row)
        self.add_due(DueRow(row))

    def add_due(self, due: DueRow) -> None:
        """A row that payments can settle from now on."""
        self.dues.append(due)
        self._open_dues.append(due)

    def open_dues(self) -> list[DueRow]:
        """Rows with something still owed, in order; those settled once are not looked at again."""
        self._open_dues = [due for due in self._open_dues if due.open.is_open]
        return self._open_dues

    def split_period(self, due: date, arrived: list[Arrival]) -> bool:  # noqa: ARG002
        """Deal with what arrived before `due`; whether nothing is left to schedule. A plan has no
        arrivals.
        """
        return False

    def pay_on_row(self, row: Row, arrived: list[Arrival], start: RowStart) -> Decimal:  # noqa: ARG002
        """Put on the row what arrived by its due date; returns the principal that it repaid early."""
        return ZERO

    def _give_way_to_early_money(self, row: Row) -> Decimal:
        """Take early money off the row's principal; returns the part that left the balance before."""
        if row.principal > self.reduce:
            row.principal -= self.reduce
            self.reduce = ZERO
        else:
            self.reduce -= row.principal
            row.principal = ZERO
        given_way = self.early
        self.early -= row.principal
        if self.early > ZERO:
            self.reduce += self.early
            self.apply_early_money(self.repaid + row.principal + self.early, self.number + 1)
            row.principal += self.early
        self.balance -= row.principal - given_way
        return given_way

    def apply_early_money(self, repaid: Decimal, number: int) -> None:
        """What the product does with early money: a lower instalment, fewer of them, or lighter next ones."""
        if self.reduce <= ZERO:
            return
        if self.recalculation.early_payment is EarlyPayment.REDUCE_INSTALMENT_AMOUNT:
            before = self.amortiser.fixed_instalment
            self.set_amounts_again(number, repaid)
            self.instalment_changed = self.instalment_changed or before != self.amortiser.fixed_instalment
            self.reduce = ZERO
        elif self.recalculation.early_payment is EarlyPayment.REDUCE_NUMBER_OF_INSTALMENTS:
            self.reduce = ZERO

    # -- the balance that bears interest -------------------------------------------------------------

    def balance_moves(self) -> dict[date, Decimal]:
        """Late principal, tranches and repaid principal by the day they count; compounding days with
        nothing.
        """
        moves = dict(self.late.amounts)
        for on, amount in self.tranches.items():
            add_to(moves, on, amount)
        for on, amount in self.moves.items():
            add_to(moves, on, -amount)
        for on in self.compounding.amounts:
            moves.setdefault(on, ZERO)
        return moves

    def interest_between(self, start: date, end: date, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Interest piece by piece; on a compounding day what has run up joins the balance."""
        compounding = self.compounding
        if not compounding.amounts or end < start:
            return super().interest_between(start, end, deferred)
        moves = self.balance_moves()
        rates = self.variations.rate_changes(start, end)
        days = [on for on in sorted(moves.keys() | rates.keys()) if on <= end]
        part = any(start < on < end for on in days)
        interest = compounded = ZERO
        balance = self.bearing
        at = start
        for on in days:
            if on > at:
                piece, deferred = self.piece(balance, at, on, deferred, part=part)
                interest += piece
                at = on
            if on in compounding.amounts:
                joining = interest - compounded if compounding.interest else ZERO
                compounded += joining
                compounding.amounts[on] += joining
                balance += compounding.amounts[on]
            balance += moves.get(on, ZERO)
            self.annual = rates.get(on, self.annual)
        if at < end or at == start:
            piece, deferred = self.piece(balance, at, end, deferred, part=part)
            interest += piece
        return interest, deferred

    def bring_balance_up_to(self, day: date) -> None:
        for on in [on for on in self.moves if on <= day]:
            self.bearing -= self.moves.pop(on)
        self.bearing += self.tranches_until(day)

    def close_compounding(self, due: date) -> None:
        if self.compounding.active:
            rows = [one.compounded for one in self.dues]
            rest_day = self.rests.on_or_after(due)
            today = self.money.today if self.money else None
            self.compounding.close_rows(rows, self.moves, rest_day, self.late.last_rest, today)

    # -- charges -------------------------------------------------------------------------------------

    def _figures(self) -> LoanFigures:
        return LoanFigures(self.scheduled, self.interest_so_far, self._bases)

    def charges_of(self, row: Row) -> tuple[ChargePortion, ...]:
        """The charges that fall on `row`."""
        if not self.charges:
            return ()
        return due_in(self.charges, self.terms, row.frozen(), self._figures(), first=not self.rows)

    def charge(self, row: Row) -> Components:
        """Put the charges of its time on `row`; returns the part of them that is waived."""
        if not row.extra:
            self._bases[row.due_date] = (row.principal, row.interest)
        waived = NOTHING
        portions = self.charges_of(row)
        row.fees, row.penalties = charge_sums(portions)
        gone = self.money.waived_charges if self.money else frozenset()
        for portion in portions:
            if (portion.key, None) in gone or (portion.key, row.number) in gone:
                waived += portion.components
        return waived

    def _charges_between(self, start: date, end: date, first: bool) -> Decimal:  # noqa: FBT001
        """Charges due on a day between two compounding days; instalment fees have no day."""
        probe = Row(0, start, end, ZERO, ZERO, ZERO, extra=True)
        portions = due_in(self.charges, self.terms, probe.frozen(), self._figures(), first=first)
        return sum((portion.amount for portion in portions), ZERO)
