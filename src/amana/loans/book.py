"""The working form of instalments and charges while amounts are put on them.

The same book serves a derivation over all events and the decision of a single current-dated payment, so that both
split an amount in the same way.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import structs

from amana.finance.allocation import ALWAYS_IN_ORDER, DUE_FIRST, PAYMENT_ORDER, OpenRow, split
from amana.finance.charges import ChargeTime
from amana.finance.components import NOTHING, Component, Components
from amana.finance.dues import AllocationStrategy, Portion
from amana.finance.money import ZERO
from amana.loans.contract import LoanCharge
from amana.loans.decided import ChargeShare, Decided
from amana.loans.state import ChargePartState, ChargeState, InstalmentState

PRINCIPAL, INTEREST, FEES, PENALTIES = Component
AT_DISBURSEMENT = 0
"""Number that stands for the moment of disbursement where a charge's instalment is asked for."""


class Row:
    """One instalment at work: what it is, what is open, what became of it."""

    __slots__ = ("completed_on", "fates", "in_advance", "is_closed", "late", "open", "plan", "touched")

    def __init__(self, plan: InstalmentState) -> None:
        self.plan = plan
        untouched = plan.paid is NOTHING and plan.waived is NOTHING and plan.written_off is NOTHING
        self.open = OpenRow(plan.number, plan.due_date, plan.due if untouched else plan.outstanding)
        self.is_closed = not self.open.is_open
        self.touched = False
        self.fates = {"paid": plan.paid, "waived": plan.waived, "written_off": plan.written_off}
        self.in_advance = plan.in_advance
        self.late = plan.late
        self.completed_on = plan.completed_on

    def settle(self, how: str, on: date) -> Portion:
        """Book what was taken since the last time as ``how``."""
        row = self.open
        found, waived = row.taken.get, row.waived
        parts = Components(
            found(PRINCIPAL, ZERO), found(INTEREST, ZERO), found(FEES, ZERO), found(PENALTIES, ZERO)
        )
        due = row.due_date
        portion = Portion(row.number, parts, on < due, on > due, waived)
        before = self.fates[how]
        self.fates[how] = parts if before is NOTHING else before + parts
        if waived:
            self.fates["waived"] += Components(interest=waived)
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
        paid = self.fates["paid"]
        for component in order:
            found[component] = min(amount, paid.of(component))
            amount -= found[component]
            self.open.open[component] += found[component]
        parts = Components(*found.values())
        if not parts:
            return None
        self.fates["paid"] = paid - parts
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
            paid=self.fates["paid"],
            waived=self.fates["waived"],
            written_off=self.fates["written_off"],
            accrued=plan.accrued,
            balance=plan.balance,
            in_advance=self.in_advance,
            late=self.late,
            completed_on=self.completed_on,
        )


class ChargePart:
    """The part of one charge on one instalment, at work."""

    __slots__ = ("amount", "charge", "fates", "instalment")

    def __init__(self, charge: int, part: ChargePartState) -> None:
        self.charge = charge
        self.instalment = part.instalment
        self.amount = part.amount
        self.fates = {"paid": part.paid, "waived": part.waived, "written_off": part.written_off}

    @property
    def open(self) -> Decimal:
        """What is still owed of it."""
        return self.amount - sum(self.fates.values(), ZERO)

    def give_back(self, amount: Decimal) -> Decimal:
        """Undo up to ``amount`` of what was paid of it; returns as much as it was."""
        part = min(amount, self.fates["paid"])
        self.fates["paid"] -= part
        return part

    def take(self, amount: Decimal, how: str) -> Decimal:
        """Put up to ``amount`` on it; returns what was taken."""
        part = min(amount, self.open)
        if part > ZERO:
            self.fates[how] += part
            return part
        return ZERO


class ChargeBook:
    """The charges of a loan at work, found by charge or by instalment."""

    def __init__(self, charges: Iterable[ChargeState]) -> None:
        self.states: dict[int, ChargeState] = {}
        self.parts: dict[int, list[ChargePart]] = {}
        self._on_instalment: dict[tuple[int, bool], list[ChargePart]] = {}
        for state in sorted(charges, key=lambda one: (one.charge.due_on or date.min, one.charge.id)):
            self.add(state)

    def add(self, state: ChargeState) -> None:
        """One more charge; of several on an instalment the one added first is paid first."""
        self.states[state.charge.id] = state
        parts = [ChargePart(state.charge.id, part) for part in state.parts]
        self.parts[state.charge.id] = parts
        for part in parts:
            self._on_instalment.setdefault((part.instalment, state.charge.penalty), []).append(part)

    def add_part(self, charge: LoanCharge, instalment: int) -> ChargePart:
        """One more instalment that a charge falls on, with nothing of it yet."""
        part = ChargePart(charge.id, ChargePartState(instalment, ZERO))
        self.parts[charge.id].append(part)
        self._on_instalment.setdefault((instalment, charge.penalty), []).append(part)
        return part

    def move(self, old: int, new: int) -> None:
        """What falls on one instalment falls on another."""
        for penalty in (False, True):
            parts = self._on_instalment.pop((old, penalty), [])
            for part in parts:
                part.instalment = new
            self._on_instalment.setdefault((new, penalty), []).extend(parts)

    def share(self, number: int, parts: Components, how: str) -> Iterable[ChargeShare]:
        """Spread fees and penalties put on an instalment over its charges, earliest due first."""
        for amount, penalty in ((parts.fees, False), (parts.penalties, True)):
            left = amount
            if not left:
                continue
            for part in self._on_instalment.get((number, penalty), ()):
                taken = part.take(left, how)
                if taken:
                    left -= taken
                    yield ChargeShare(part.charge, number, taken)

    def unshare(self, number: int, parts: Components) -> Iterable[ChargeShare]:
        """Undo fees and penalties paid on an instalment, of the charge paid last first."""
        for amount, penalty in ((parts.fees, False), (parts.penalties, True)):
            left = amount
            for part in reversed(self._on_instalment.get((number, penalty), ())):
                back = part.give_back(left)
                if back:
                    left -= back
                    yield ChargeShare(part.charge, number, back)

    def of(self, charge: int, instalment: int | None) -> list[ChargePart]:
        """The parts of a charge, of one instalment or all."""
        parts = self.parts.get(charge, [])
        return parts if instalment is None else [one for one in parts if one.instalment == instalment]

    def due_by(self, day: date) -> Components:
        """What is still owed of charges with a due date of their own that fall due by ``day``."""
        total = NOTHING
        for key, state in self.states.items():
            due_on = state.charge.due_on
            if due_on is not None and due_on <= day:
                total += self.side(key, sum((part.open for part in self.parts[key]), ZERO))
        return total

    def frozen(self) -> tuple[ChargeState, ...]:
        """The charges as values, in order of their ids."""
        return tuple(
            ChargeState(
                charge=state.charge,
                percentage_of=state.percentage_of,
                parts=tuple(
                    ChargePartState(part.instalment, part.amount, **part.fates) for part in self.parts[key]
                ),
            )
            for key, state in sorted(self.states.items())
        )

    def pay_at_disbursement(self, decided: Decided) -> Decided:
        """Take all charges that fall due when the loan is paid out; of those of tranches as much as was ``decided``."""
        meant = {share.charge: share.amount for share in decided.charges}
        shares = []
        for key, parts in self.parts.items():
            by_tranche = self.states[key].charge.time is ChargeTime.TRANCHE_DISBURSEMENT
            for part in parts:
                if part.instalment == AT_DISBURSEMENT:
                    taken = part.take(meant.get(key, ZERO) if by_tranche else part.open, "paid")
                    if taken:
                        shares.append(ChargeShare(part.charge, AT_DISBURSEMENT, taken))
        return Decided((), tuple(shares))

    def is_penalty(self, charge: int) -> bool:
        """Whether a charge of the book is a penalty; one that has left the loan counts as a fee."""
        state = self.states.get(charge)
        return state is not None and state.charge.penalty

    def side(self, charge: int, amount: Decimal) -> Components:
        """``amount`` as the component its charge belongs to."""
        return Components(penalties=amount) if self.is_penalty(charge) else Components(fees=amount)


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
        start = self._from()
        if self.strategy in ALWAYS_IN_ORDER:
            return self._pay_in_order(amount, on, start)
        due = self.charges.due_by(on) if self.strategy in DUE_FIRST else NOTHING
        left = split(self._opens, amount, on, self.strategy, due, start)
        return self._settle(start, "paid", on, left, amount - left)

    def _pay_in_order(self, amount: Decimal, on: date, start: int) -> Decided:
        """What ``split`` does where every payment is split alike, each row settled as it is left."""
        order = PAYMENT_ORDER[self.strategy]
        portions: list[Portion] = []
        shares: list[ChargeShare] = []
        left = amount
        rows = self.rows
        for at in range(start, len(rows)):
            if left <= ZERO:
                break
            row = rows[at]
            if not row.is_closed:
                left = row.open.take_in_order(order, left)
                if row.open.taken:
                    self._settle_row(row, "paid", on, portions, shares)
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
        fates = row.fates
        return fates["paid"] + fates["waived"] + fates["written_off"]

    def frozen(self) -> tuple[InstalmentState, ...]:
        """The rows as values."""
        return tuple(row.frozen() for row in self.rows)

    @property
    def is_settled(self) -> bool:
        """Whether no instalment owes anything."""
        return self._from() == len(self.rows)
