"""The working form of instalments and charges while amounts are put on them.

The same book serves a derivation over all events and the decision of a single current-dated payment, so that both
split an amount in the same way.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import structs

from amana.finance.allocation import ALWAYS_IN_ORDER, DUE_FIRST, PAYMENT_ORDER, OpenRow, split
from amana.finance.components import NOTHING, Component, Components
from amana.finance.dues import AllocationStrategy, Portion
from amana.finance.money import ZERO
from amana.loans.charge_book import AT_DISBURSEMENT, ChargeBook
from amana.loans.decided import ChargeShare, Decided
from amana.loans.state import ChargeState, InstalmentState

PRINCIPAL, INTEREST, FEES, PENALTIES = Component
PLACES = {component: place for place, component in enumerate(Component)}


class Row:
    """One instalment at work: what it is, what is open, what became of it."""

    __slots__ = (
        "completed_on",
        "in_advance",
        "is_closed",
        "late",
        "open",
        "paid",
        "plan",
        "touched",
        "waived",
        "written_off",
    )

    def __init__(self, plan: InstalmentState) -> None:
        self.plan = plan
        untouched = plan.paid is NOTHING and plan.waived is NOTHING and plan.written_off is NOTHING
        self.open = OpenRow(plan.number, plan.due_date, plan.due if untouched else plan.outstanding)
        self.is_closed = not self.open.is_open
        self.touched = False
        self.paid: list[Decimal] | None = None  # by component; None: as in the plan
        self.waived = plan.waived
        self.written_off = plan.written_off
        self.in_advance = plan.in_advance
        self.late = plan.late
        self.completed_on = plan.completed_on

    def parts_paid(self) -> list[Decimal]:
        """What was paid, by component in their order; what is added to it counts."""
        paid = self.paid
        if paid is None:
            was = self.plan.paid
            paid = self.paid = [was.principal, was.interest, was.fees, was.penalties]
        return paid

    def pay(
        self, order: Sequence[tuple[Component, int]], amount: Decimal, on: date
    ) -> tuple[Portion | None, Decimal]:
        """Pay up to ``amount`` of the components (each with its place) in ``order``; returns what is left as well."""
        row, left = self.open, amount
        owed, paid = row.open, self.paid or self.parts_paid()
        parts = [ZERO, ZERO, ZERO, ZERO]
        for component, place in order:
            due = owed[component]
            if due <= ZERO:
                continue
            if left < due:
                owed[component] = due - left
                parts[place], left = left, ZERO
                paid[place] += parts[place]
                break
            owed[component] = ZERO
            parts[place] = due
            paid[place] += due
            left -= due
        else:
            if not row.is_open:
                self.is_closed = True
                self.completed_on = on
        taken = amount - left
        if not taken:
            return None, amount
        due_date = row.due_date
        early, late = on < due_date, on > due_date
        if early:
            self.in_advance += taken
        elif late:
            self.late += taken
        self.touched = True
        return Portion(row.number, Components(*parts), early, late), left

    def settle(self, how: str, on: date) -> Portion:
        """Book what was taken since the last time as ``how``."""
        row = self.open
        found, waived = row.taken.get, row.waived
        parts = Components(
            found(PRINCIPAL, ZERO), found(INTEREST, ZERO), found(FEES, ZERO), found(PENALTIES, ZERO)
        )
        due = row.due_date
        portion = Portion(row.number, parts, on < due, on > due, waived)
        if how == "paid":
            paid = self.parts_paid()
            for place, part in enumerate(structs.astuple(parts)):
                paid[place] += part
        elif how == "waived":
            self.waived += parts
        else:
            self.written_off += parts
        if waived:
            self.waived += Components(interest=waived)
            row.waived = ZERO
        if how == "paid" and on != due:
            total = sum(row.taken.values())
            if on < due:
                self.in_advance += total
            else:
                self.late += total
        row.taken.clear()
        self.touched = True
        if not row.is_open:
            self.is_closed = True
            self.completed_on = on
        return portion

    def give_back(self, amount: Decimal, order: Iterable[Component], on: date) -> Portion | None:
        """Undo up to ``amount`` of what was paid, component by component; None where nothing was."""
        found = dict.fromkeys(Component, ZERO)
        paid = self.parts_paid()
        for component in order:
            place = PLACES[component]
            found[component] = min(amount, paid[place])
            amount -= found[component]
            paid[place] -= found[component]
            self.open.open[component] += found[component]
        parts = Components(*found.values())
        if not parts:
            return None
        if on < self.open.due_date:
            self.in_advance = max(self.in_advance - parts.total, ZERO)
        elif on > self.open.due_date:
            self.late = max(self.late - parts.total, ZERO)
        self.is_closed, self.touched, self.completed_on = False, True, None
        return Portion(self.open.number, parts)

    def owe(self, principal: Decimal) -> None:
        """Let ``principal`` be due on it besides what was planned."""
        self.plan = structs.replace(self.plan, due=self.plan.due + Components(principal=principal))
        self.open.open[PRINCIPAL] += principal
        self.completed_on = None
        self.is_closed = False
        self.touched = True

    def move_to(self, due_date: date) -> None:
        """Let it fall due on another day."""
        self.plan = structs.replace(self.plan, due_date=due_date)
        self.open.due_date = due_date
        self.touched = True

    def frozen(self) -> InstalmentState:
        """The row as a value."""
        plan = self.plan
        if not self.touched:
            return plan
        return InstalmentState(
            number=plan.number,
            from_date=plan.from_date,
            due_date=plan.due_date,
            extra=plan.extra,
            down_payment=plan.down_payment,
            original=plan.original,
            due=plan.due,
            paid=plan.paid if self.paid is None else Components(*self.paid),
            waived=self.waived,
            written_off=self.written_off,
            accrued=plan.accrued,
            balance=plan.balance,
            in_advance=self.in_advance,
            late=self.late,
            completed_on=self.completed_on,
        )


class Book:
    """Instalments and charges of one loan; every method puts an amount somewhere and says where."""

    def __init__(
        self,
        instalments: Sequence[InstalmentState],
        charges: Iterable[ChargeState],
        strategy: AllocationStrategy,
    ) -> None:
        self.rows = [Row(plan) for plan in instalments]
        self.charges = ChargeBook(charges)
        self.strategy = strategy
        self._in_order = strategy in ALWAYS_IN_ORDER
        self._order = [(component, PLACES[component]) for component in PAYMENT_ORDER.get(strategy, ())]
        self._opens = [row.open for row in self.rows]
        self._by_number = {row.plan.number: row for row in self.rows}
        self._first_open = 0

    def _from(self) -> int:
        """Where the rows begin that owe something; every one before it is complete."""
        rows = self.rows
        at = self._first_open
        while at < len(rows) and rows[at].is_closed:
            at += 1
        self._first_open = at
        return at

    def _settle(
        self, start: int, how: str, on: date, left: Decimal = ZERO, whole: Decimal | None = None
    ) -> Decided:
        """Book what was taken of the rows from ``start`` on: all of ``whole``, where that is known."""
        portions: list[Portion] = []
        shares: list[ChargeShare] = []
        rows = self.rows
        for at in range(start, len(rows)):
            if whole == ZERO:
                break
            row = rows[at]
            if row.open.taken or row.open.waived:
                parts = self._settle_row(row, how, on, portions, shares)
                if whole is not None:
                    whole -= parts.total
        return Decided(tuple(portions), tuple(shares), left or ZERO)

    def pay(self, amount: Decimal, on: date) -> Decided:
        """Split a payment by the loan's strategy."""
        rows = self.rows
        start = self._first_open
        if start == len(rows) or rows[start].is_closed:
            start = self._from()
        if not self._in_order:
            due = self.charges.due_by(on) if self.strategy in DUE_FIRST else NOTHING
            left = split(self._opens, amount, on, self.strategy, due, start)
            return self._settle(start, "paid", on, left, amount - left)
        # what `split` does where every payment is split alike, each row settled as it is left
        portions: list[Portion] = []
        shares: list[ChargeShare] = []
        left, order = amount, self._order
        for at in range(start, len(rows)):
            if left <= ZERO:
                break
            row = rows[at]
            if row.is_closed:
                continue
            portion, left = row.pay(order, left, on)
            if portion is not None:
                portions.append(portion)
                parts = portion.components
                if parts.fees or parts.penalties:
                    shares.extend(self.charges.share(portion.number, parts, "paid"))
        return Decided(tuple(portions), tuple(shares), left or ZERO)

    def _settle_row(
        self, row: Row, how: str, on: date, portions: list[Portion], shares: list[ChargeShare]
    ) -> Components:
        portion = row.settle(how, on)
        portions.append(portion)
        parts = portion.components
        if parts.fees or parts.penalties:
            shares.extend(self.charges.share(portion.number, parts, how))
        return parts

    def take_back(self, amount: Decimal, on: date) -> Decided:
        """Undo what was paid, from the last instalment on, the component paid last first."""
        order = tuple(reversed(PAYMENT_ORDER[self.strategy]))
        portions: list[Portion] = []
        shares: list[ChargeShare] = []
        for row in reversed(self.rows):
            portion = row.give_back(amount, order, on) if amount else None
            if portion is not None:
                amount -= portion.components.total
                portions.append(portion)
                shares.extend(self.charges.unshare(portion.number, portion.components))
        self._first_open = 0
        return Decided(tuple(portions), tuple(shares), amount)

    def waive_interest(self, amount: Decimal, on: date) -> Decided:
        """Forgive interest, from the first instalment that owes some."""
        start = self._from()
        left = amount
        for at in range(start, len(self.rows)):
            left = self._opens[at].take(INTEREST, left)
        return self._settle(start, "waived", on, left)

    def owe_again(self, amount: Decimal, settled: Decimal, on: date) -> Portion:
        """Add ``amount`` of principal to the first instalment due after ``on``; ``settled`` of it is paid at once.

        After the last due date an extra instalment, due on ``on``, takes it; on the maturity date the last one.
        """
        row = self._row_due_after(on)
        row.owe(amount)
        self._first_open = 0
        if settled:
            row.open.take(PRINCIPAL, settled)
            row.settle("paid", on)
        return Portion(row.plan.number, Components(principal=amount - settled))

    def _row_due_after(self, on: date) -> Row:
        for row in self.rows:
            if row.plan.down_payment:
                continue
            if row.plan.extra or row.plan.due_date > on:
                if row.plan.due_date < on:
                    row.move_to(on)
                return row
        last = self.rows[-1].plan
        if last.due_date == on:
            return self.rows[-1]
        added = Row(
            InstalmentState(
                number=last.number + 1,
                from_date=last.due_date,
                due_date=on,
                extra=True,
                original=NOTHING,
                due=NOTHING,
            )
        )
        self.rows.append(added)
        self._opens.append(added.open)
        self._by_number[added.plan.number] = added
        return added

    def owed(self) -> Decided:
        """Everything still owed, by instalment; nothing is done to it."""
        found = []
        for row in self.rows:
            parts = Components(*(row.open.open[component] for component in Component))
            if parts:
                found.append(Portion(row.plan.number, parts))
        return Decided(tuple(found))

    def give_up(self, on: date) -> Decided:
        """Write off everything still owed."""
        start = self._from()
        for row in self._opens[start:]:
            row.take_in_order(PAYMENT_ORDER[self.strategy], sum(row.open.values(), ZERO))
        return self._settle(start, "written_off", on)

    def put_on_charge(
        self, charge: int, instalment: int | None, amount: Decimal, on: date, how: str
    ) -> tuple[Decided, Decimal]:
        """Put up to ``amount`` on one charge, ``how`` being paid or waived; returns what found no room as well."""
        component = PENALTIES if self.charges.is_penalty(charge) else FEES
        portions: list[Portion] = []
        shares: list[ChargeShare] = []
        left = amount
        for part in self.charges.of(charge, instalment):
            row = self._by_number.get(part.instalment)
            if part.instalment != AT_DISBURSEMENT and row is None:
                continue
            room = left if row is None else min(left, row.open.open[component])
            taken = part.take(room, how)
            if not taken:
                continue
            left -= taken
            shares.append(ChargeShare(charge, part.instalment, taken))
            if row is not None:
                row.open.take(component, taken)
                portions.append(row.settle(how, on))
        return Decided(tuple(portions), tuple(shares)), left

    def components_of(self, decided: Decided) -> Components:
        """What ``decided`` moved by component; what was put on charges at disbursement included."""
        portions = decided.portions
        total = portions[0].components if portions else NOTHING
        if len(portions) > 1:
            for portion in portions[1:]:
                total += portion.components
        for share in decided.charges:
            if share.instalment == AT_DISBURSEMENT:
                total += self.charges.side(share.charge, share.amount)
        return total

    def settled(self, number: int) -> Components:
        """What was paid, forgiven or given up of an instalment so far."""
        row = self._by_number[number]
        return Components(*row.parts_paid()) + row.waived + row.written_off

    def frozen(self) -> tuple[InstalmentState, ...]:
        """The rows as values."""
        return tuple(row.frozen() for row in self.rows)

    @property
    def is_settled(self) -> bool:
        """Whether no instalment owes anything."""
        return self._from() == len(self.rows)
