"""Schedules whose interest follows the money: unpaid principal keeps bearing interest, early money stops it.

The rules are those of the cumulative engine of Mifos X. Up to the business date interest runs on what is
really outstanding, from then on on what is planned. A strategy that takes interest first splits a period
at each payment inside it: the interest until then becomes a row of its own (`extra`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amana.finance.allocation import INTEREST_FIRST, OpenRow, split
from amana.finance.charge_schedule import charge_sums
from amana.finance.components import Component
from amana.finance.compounding import add_to
from amana.finance.cumulative import Row
from amana.finance.dues import AllocationStrategy
from amana.finance.duplum import room_in_duplum
from amana.finance.late import Arrival, DueRow
from amana.finance.money import ZERO
from amana.finance.payments import PaymentKind
from amana.finance.rest_generation import Money, RestGeneration, RowStart
from amana.finance.terms import PreClosure

PRINCIPAL, INTEREST, FEES, PENALTIES = Component


class RecalculatedGeneration(RestGeneration):
    """The walk over the periods with what was really paid, and late, up to the business date."""

    money: Money
    running = ZERO  # interest after the last due date that is in no row yet

    # -- in duplum -----------------------------------------------------------------------------------

    def interest_between(self, start: date, end: date, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Interest piece by piece; where the loan is kept in duplum no more on arrears than finds room."""
        interest, left = super().interest_between(start, end, deferred)
        if not self.recalculation.in_duplum or not self.late.amounts:
            return interest, left
        planned = sum(self.without_arrears(start, end, deferred), ZERO) - deferred
        more = interest + left - deferred - planned
        room = self._room(start, planned)
        if more <= room:
            return interest, left
        self.forgo(start, end, more, room)
        taken = min(more - room, interest)
        return interest - taken, left - (more - room - taken)

    def without_arrears(self, start: date, end: date, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """What a stretch of time would bear if nothing were overdue; interest and what stays deferred."""
        late, annual = self.late.amounts, self.annual
        self.late.amounts = {}
        found = super().interest_between(start, end, deferred)
        self.late.amounts, self.annual = late, annual
        return found

    def forgo(self, start: date, end: date, more: Decimal, room: Decimal) -> None:
        """Of `more` interest on arrears only what finds `room` is charged; for who keeps a record."""

    def _room(self, start: date, planned: Decimal) -> Decimal:
        """What arrears may still bear beside the `planned` interest of the time from `start`."""
        dues = self.open_dues()
        principal = self.balance + sum((due.open.open[PRINCIPAL] for due in dues), ZERO)
        unpaid = sum(
            (sum(due.open.open.values(), ZERO) - due.open.open[PRINCIPAL])
            for due in dues
            if due.open.due_date <= start
        )
        return room_in_duplum(principal, unpaid + planned + self.running)

    # -- payments ------------------------------------------------------------------------------------

    def split_period(self, due: date, arrived: list[Arrival]) -> bool:
        """Deal with payments before `due`; True when they leave nothing to schedule."""
        if self.money.strategy in INTEREST_FIRST:
            look = self._split_at_payments(due, arrived)
        else:
            look = self._note_early_money(due, arrived)
        return look and self.balance == ZERO and not self.tranches

    # -- strategies that take interest first ---------------------------------------------------------

    def _split_at_payments(self, due: date, arrived: list[Arrival]) -> bool:
        look = True
        waivers: list[Arrival] = []
        last: Row | None = None
        for arrival in arrived:
            if arrival.on >= due:
                continue
            if arrival.kind is PaymentKind.INTEREST_WAIVER:
                waivers.append(arrival)
                continue
            renew = False
            if arrival.on != self.period_start or not self.rows:
                last = self._row_until(arrival.on, due)
                renew = True
            elif last is None:
                last = self.rows[-1]
            for waiver in waivers:
                self._put(waiver)
            waivers = []
            left = self._put(arrival)
            if left > ZERO and last is not None:
                if self.recalculation.pre_closure is PreClosure.TILL_REST_DATE:
                    look = arrival.on == self.rests.on_or_after(arrival.on)
                self._repay_early(last, arrival.on, left)
            self._settle_late(arrival)
            if renew:
                self.late.renew(self.open_dues(), due)
        return look

    def _row_until(self, on: date, due: date) -> Row:
        """A row for the interest from the period's start to the payment on `on`."""
        start = self.interest_start()
        interest = ZERO
        if on > start:
            interest, self.deferred = self.interest_between(start, on, self.deferred)
        row = Row(len(self.rows) + 1, self.period_start, on, ZERO, interest, self.balance, extra=True)
        waived = self.charge(row)
        self.rows.append(row)
        self.add_due(DueRow(row, waived))
        self.close_compounding(due)
        self.bring_balance_up_to(on)
        self.interest_so_far += interest
        self.period_start = on
        self.compounding.open_period(on, due)
        return row

    def _repay_early(self, row: Row, on: date, left: Decimal) -> None:
        """Money that found nothing due repays principal, on the extra row at its day."""
        self.balance -= left
        if self.balance <= ZERO:
            left += self.balance
            self.balance = ZERO
            self.closed_by = row
        self._book_early(row, on, left)
        self.reduce += left
        self.apply_early_money(self.repaid, self.number)

    def _book_early(self, row: Row, on: date, amount: Decimal) -> None:
        add_to(self.moves, self.rests.on_or_after(on), amount)
        row.principal += amount
        self.repaid += amount

    # -- strategies that leave the period whole ------------------------------------------------------

    def _note_early_money(self, due: date, arrived: list[Arrival]) -> bool:
        look = True
        again: list[Arrival] = []
        for arrival in arrived:
            if arrival.on >= due:
                continue
            applies_on = self.rests.on_or_after(arrival.on)
            if applies_on >= due and not self._closes_the_loan(arrival.on, due, self._beyond_dues(arrival)):
                continue  # it counts with the row itself
            left = self._put(arrival)
            if left > ZERO:
                if self._closes_the_loan(arrival.on, due, left):
                    again.append(Arrival(arrival.on, left, PaymentKind.REPAYMENT))
                    break
                add_to(self.moves, applies_on, left)
                self.early += left
                again.append(Arrival(due, left, PaymentKind.REPAYMENT))
                look = False
                self.balance -= left
                if self.balance < ZERO:
                    add_to(self.moves, applies_on, self.balance)
                    self.early += self.balance
                    self.balance = ZERO
            if self._arrears_paid(arrival) > ZERO and applies_on < self.late.last_rest:
                self._settle_late(arrival)
        arrived.extend(again)
        return look

    def _beyond_dues(self, arrival: Arrival) -> Decimal:
        """What the payment would leave after everything due so far."""
        owed = sum((sum(due.open.open.values(), ZERO) for due in self.open_dues()), ZERO)
        return max(arrival.amount - owed, ZERO)

    def _closes_the_loan(self, on: date, due: date, left: Decimal) -> bool:
        """Whether `left` repays the balance with its interest and charges; interest then stops as pre-
        closure says.
        """
        if self.balance > left:
            return False
        till = on
        if self.recalculation.pre_closure is PreClosure.TILL_REST_DATE:
            till = self.rests.on_or_after(on)
            if till >= due:
                return False  # the whole row is owed
        start, annual = self.interest_start(), self.annual
        kept = dict(self.compounding.amounts)
        interest, deferred = self.interest_between(start, till, self.deferred)
        self.compounding.amounts = kept
        self.annual = annual
        short = Row(0, self.period_start, on, self.balance, interest, ZERO)
        charges = sum(charge_sums(self.charges_of(short)), ZERO)
        if interest + deferred + charges + self.balance > left:
            return False
        self.closes = (on, till)
        return True

    # -- payments on a row ---------------------------------------------------------------------------

    def pay_on_row(self, row: Row, arrived: list[Arrival], start: RowStart) -> Decimal:
        """Put on the rows what arrived by the row's due date; returns the principal it repaid beyond what
        is due.
        """
        before = row.principal
        closing_gain = ZERO
        due = row.due_date
        for arrival in arrived:
            if arrival.done:
                continue
            left = self._put(arrival)
            if left > ZERO:
                self.balance -= left
                closing_gain += self._close_at(row, due, arrival.on, start)
                if self.balance < ZERO:
                    left += self.balance
                    self.balance = ZERO
                self._book_early(row, arrival.on, left)
                self.reduce += left
                self.apply_early_money(self.repaid + before + closing_gain, self.number + 1)
            self._settle_compounded(arrival, self.rests.on_or_after(arrival.on))
        self.late.renew(self.open_dues(), due)
        return row.principal - before - closing_gain

    def _close_at(self, row: Row, due: date, on: date, start: RowStart) -> Decimal:
        """When a payment closes the loan before the row's due date, end the row there; returns what
        principal gains.

        Interest, fees and penalties after the payment are not owed; the money goes to principal instead.
        """
        later = Row(0, on, due, row.principal, row.interest, ZERO)
        later_fees, later_penalties = charge_sums(self.charges_of(later))
        if self.balance - later_fees - later_penalties > row.interest or on == due:
            return ZERO
        till = on
        if self.recalculation.pre_closure is PreClosure.TILL_REST_DATE:
            till = min(self.rests.on_or_after(on), due)
        compounding = self.compounding
        kept = dict(compounding.settled.get(start.on, compounding.amounts))
        compounding.amounts = {}
        compounding.open_period(start.on, till)
        annual, self.annual = self.annual, start.annual
        interest, deferred = self.interest_between(start.on, till, start.deferred)
        self.annual = annual
        compounding.amounts = kept
        short = Row(0, row.from_date, till, ZERO, interest, ZERO)
        fees, penalties = charge_sums(self.charges_of(short))
        spared = (row.interest - interest) + (row.fees - fees) + (row.penalties - penalties)
        if self.balance - spared > ZERO:
            return ZERO
        self.balance -= spared
        row.interest, row.fees, row.penalties = interest, fees, penalties
        row.principal += spared
        row.due_date = on
        self.deferred = deferred
        return spared

    # -- bookkeeping ---------------------------------------------------------------------------------

    def _rows_to_pay(self) -> list[OpenRow]:
        """Rows with something owed. One strategy looks at the row before, so it sees them all."""
        if self.money.strategy is AllocationStrategy.HEAVENSFAMILY:
            return [due.open for due in self.dues]
        return [due.open for due in self.open_dues()]

    def _put(self, arrival: Arrival) -> Decimal:
        """Split a payment over the rows so far by the strategy; returns what found nothing due."""
        arrival.done = True
        rows = self._rows_to_pay()
        if arrival.kind is PaymentKind.INTEREST_WAIVER:
            left = arrival.amount
            for row in rows:
                left = row.take(INTEREST, left)
            return ZERO
        before = _taken(rows)
        left = split(rows, arrival.amount, arrival.on, self.money.strategy)
        after = _taken(rows)
        arrival.principal = after[0] - before[0]
        arrival.interest = after[1] - before[1]
        arrival.charges = after[2] - before[2]
        return left

    def _arrears_paid(self, arrival: Arrival) -> Decimal:
        return arrival.principal + self._compounded_paid(arrival)

    def _compounded_paid(self, arrival: Arrival) -> Decimal:
        paid = arrival.interest if self.compounding.interest else ZERO
        return paid + (arrival.charges if self.compounding.fees else ZERO)

    def _settle_late(self, arrival: Arrival) -> None:
        """What a payment settles late stops bearing interest on the rest day after it."""
        applies_on = self.rests.on_or_after(arrival.on)
        self.late.paid(arrival.principal, applies_on, self.moves)
        self._settle_compounded(arrival, applies_on)

    def _settle_compounded(self, arrival: Arrival, applies_on: date) -> None:
        amount = self._compounded_paid(arrival)
        if amount and applies_on != self.late.last_rest:
            add_to(self.moves, applies_on, amount)
            add_to(self.moves, self.late.last_rest, -amount)

    # -- after the last row --------------------------------------------------------------------------

    def finish(self) -> None:
        """Interest on principal still unpaid after the last due date, until the business date."""
        super().finish()
        day = self.money.until or self.money.today
        if self.late.amounts and day > self.period_start:
            self._interest_until(day)

    def _interest_until(self, day: date) -> None:
        self.number = self.amortiser.count + 1  # beyond every grace
        self.free = False
        start = self.period_start
        total = ZERO
        while self.rhythm_at < day and self.bearing != ZERO:
            self.rhythm_at = min(self.rhythm.following(self.rhythm_at), day)
            self.compounding.open_period(self.period_start, self.rhythm_at)
            for arrival in self.arrived_until(self.rhythm_at):
                if arrival.on != self.period_start:
                    total += self._interest_piece(arrival.on)
                    self._interest_row(start, arrival.on, total)
                    start, total = arrival.on, ZERO
                    self.compounding.open_period(start, self.rhythm_at)
                self._put(arrival)
                self._settle_late(arrival)
                self.late.renew(self.open_dues(), day, at_rest=False)
                self.bring_balance_up_to(self.period_start)
                if not self.late.amounts and not self.open_dues():
                    self.bearing = ZERO
                    self.moves.clear()
            if self.bearing != ZERO:
                total += self._interest_piece(self.rhythm_at)
        if total > ZERO:
            self._interest_row(start, self.period_start, total)

    def _interest_piece(self, until: date) -> Decimal:
        interest, _ = self.interest_between(self.period_start, until, ZERO)
        self.running += interest
        self.compounding.close_piece(self.period_start, until, interest)
        self.period_start = until
        return interest

    def _interest_row(self, start: date, end: date, interest: Decimal) -> None:
        self.running = ZERO
        row = Row(len(self.rows) + 1, start, end, ZERO, interest, ZERO, extra=True)
        self.rows.append(row)
        self.add_due(DueRow(row))
        self.interest_so_far += interest
        self.compounding.settled[start] = dict(self.compounding.amounts)


def _taken(rows: list[OpenRow]) -> tuple[Decimal, Decimal, Decimal]:
    principal = interest = charges = ZERO
    for row in rows:
        principal += row.taken.get(PRINCIPAL, ZERO)
        interest += row.taken.get(INTEREST, ZERO)
        charges += row.taken.get(FEES, ZERO) + row.taken.get(PENALTIES, ZERO)
    return principal, interest, charges
