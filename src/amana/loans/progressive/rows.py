"""Instalments of a progressive loan at work: what is due on them changes while amounts are put on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.components import NOTHING, Component, Components
from amana.finance.dues import Portion
from amana.finance.money import ZERO, arithmetic
from amana.finance.schedule import Instalment
from amana.loans.state import InstalmentState

PRINCIPAL, INTEREST, FEES, PENALTIES = Component
TAKEN_BACK = "taken_back"
"""What was paid, given back: no fate, the end of one."""
FATES = ("paid", "waived", "written_off")
_COMPONENTS = tuple(Component)
_EMPTY = dict.fromkeys(Component, ZERO)


class Row:
    """One instalment. ``due`` and ``fates`` hold amounts by component, ``taken`` what the amount at hand moved."""

    __slots__ = (
        "beside",
        "completed_on",
        "credited",
        "down_payment",
        "due",
        "due_date",
        "extra",
        "fates",
        "from_date",
        "in_advance",
        "late",
        "moved",
        "number",
        "original",
        "taken",
    )

    def __init__(
        self, number: int, from_date: date, due_date: date, *, extra: bool = False, down_payment: bool = False
    ) -> None:
        self.number = number
        self.from_date = from_date
        self.due_date = due_date
        self.extra = extra
        self.down_payment = down_payment
        self.due = dict(_EMPTY)
        self.fates = {fate: dict(_EMPTY) for fate in FATES}
        self.taken = dict(_EMPTY)
        self.moved = False
        self.original = NOTHING
        self.beside = (
            ZERO,
            ZERO,
        )  # principal and interest owed again that the engine of interest was not told of
        self.credited = ZERO  # principal that was paid once and is owed again
        self.in_advance = ZERO
        self.late = ZERO
        self.completed_on: date | None = None

    def settled(self, component: Component) -> Decimal:
        """What of one component was paid, forgiven or given up."""
        fates = self.fates
        return fates["paid"][component] + fates["waived"][component] + fates["written_off"][component]

    def room(self, component: Component) -> Decimal:
        """What is owed of one component."""
        return self.due[component] - self.settled(component)

    @property
    def is_planned(self) -> bool:
        """Whether it is one of the instalments agreed on: no down payment, nothing added at the end."""
        return not (self.extra or self.down_payment)

    @property
    def is_open(self) -> bool:
        """Whether anything is owed."""
        due, fates = self.due, self.fates
        paid = fates["paid"]
        for component in _COMPONENTS:
            owed = due[component]
            if owed and owed > paid[component]:
                left = owed - paid[component] - fates["waived"][component]
                if left > fates["written_off"][component]:
                    return True
        return False

    def take(self, component: Component, amount: Decimal, how: str = "paid") -> Decimal:
        """Put up to ``amount`` on one component; returns what it took."""
        part = min(amount, self.room(component))
        if part <= ZERO:
            return ZERO
        self.moved = True
        self.fates[how][component] += part
        self.taken[component] += part
        return part

    def give_back(self, component: Component, amount: Decimal) -> Decimal:
        """Take up to ``amount`` of what was paid back; returns as much as it was."""
        part = min(amount, self.fates["paid"][component])
        self.moved = True
        self.fates["paid"][component] -= part
        self.taken[component] += part
        return part

    def mark(self, on: date) -> None:
        """Keep the day on which it was complete: the first on which nothing is owed any more."""
        if self.is_open:
            self.completed_on = None
        elif self.completed_on is None:
            self.completed_on = on

    def settle(self, how: str, on: date) -> Portion | None:
        """What was moved since the last time, booked as ``how``; None when nothing was."""
        if not self.moved:
            return None
        self.moved = False
        parts = components(self.taken)
        if not parts:
            return None
        self.taken = dict(_EMPTY)
        early, late = on < self.due_date, on > self.due_date
        if how == "paid":
            self.in_advance += parts.total if early else ZERO
            self.late += parts.total if late else ZERO
        elif how == TAKEN_BACK:
            self.in_advance = max(self.in_advance - parts.total, ZERO) if early else self.in_advance
            self.late = max(self.late - parts.total, ZERO) if late else self.late
        self.mark(on)
        return Portion(self.number, parts, early, late)

    def frozen(self, balance: Decimal) -> InstalmentState:
        """The row as a value; ``balance`` is the principal left after it."""
        return InstalmentState(
            number=self.number,
            from_date=self.from_date,
            due_date=self.due_date,
            extra=self.extra,
            down_payment=self.down_payment,
            original=Components(
                self.original.principal, self.original.interest, self.due[FEES], self.due[PENALTIES]
            ),
            due=components(self.due),
            paid=components(self.fates["paid"]),
            waived=components(self.fates["waived"]),
            written_off=components(self.fates["written_off"]),
            balance=balance,
            in_advance=self.in_advance,
            late=self.late,
            completed_on=self.completed_on,
        )


class PaidRow:
    """A row as a refund sees it: what was paid is what can be taken."""

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        self.row = row

    @property
    def from_date(self) -> date:
        return self.row.from_date

    @property
    def due_date(self) -> date:
        return self.row.due_date

    @property
    def is_open(self) -> bool:
        return any(self.row.fates["paid"].values())

    def room(self, component: Component) -> Decimal:
        return self.row.fates["paid"][component]


def components(parts: dict[Component, Decimal]) -> Components:
    """Amounts by component as one value."""
    return Components(parts[PRINCIPAL], parts[INTEREST], parts[FEES], parts[PENALTIES])


def balances(rows: Sequence[Row], paid_out: Iterable[tuple[date, Decimal]]) -> dict[int, Decimal]:
    """Principal left after each row, by number: of what is paid out before its due date, less what is due by then."""
    coming = sorted(paid_out, key=lambda one: one[0])
    balance = ZERO
    found = {}
    matures = max((row.due_date for row in rows if row.is_planned), default=None)
    for row in rows:
        takes = row.down_payment or row is rows[-1] or row.due_date == matures  # what is paid out on its day
        while coming and (coming[0][0] < row.due_date or (takes and coming[0][0] == row.due_date)):
            balance += coming.pop(0)[1]
        balance += row.credited - row.due[PRINCIPAL]
        found[row.number] = balance
    return found


def as_instalments(rows: Iterable[Row], left: Mapping[int, Decimal]) -> tuple[Instalment, ...]:
    """The rows as a schedule has them, without charges; ``left`` is the principal left after each, by number."""
    return tuple(
        Instalment(
            row.number,
            row.from_date,
            row.due_date,
            row.due[PRINCIPAL],
            row.due[INTEREST],
            left[row.number],
            extra=row.extra,
            down_payment=row.down_payment,
        )
        for row in rows
    )


def share_out(amount: Decimal, rows: Sequence[Row], rounded: Callable[[Decimal], Decimal]) -> None:
    """Give ``rows`` equal shares of ``amount`` of principal, ``rounded``, the last one the rest; none less than was
    settled of it.
    """
    while rows:
        share = rounded(arithmetic().divide(amount, Decimal(len(rows))))
        shares = [*[share] * (len(rows) - 1), amount - share * (len(rows) - 1)]
        beyond = []
        for row, part in zip(rows, shares, strict=True):
            settled = row.settled(PRINCIPAL)
            row.due[PRINCIPAL] = max(row.credited + part, settled)
            if settled > row.credited + part:
                beyond.append(row)
                amount -= settled - row.credited
        if not beyond:
            return
        rows = [row for row in rows if row not in beyond]


def keep_what_was_paid(rows: Sequence[Row]) -> None:
    """No instalment asks for less principal or interest than was settled of it; the last ones that are open ask for as
    much less principal.
    """
    beyond = ZERO
    for row in rows:
        row.due[INTEREST] = max(row.due[INTEREST], row.settled(INTEREST))
        missing = max(-row.room(PRINCIPAL), ZERO)
        row.due[PRINCIPAL] += missing
        beyond += missing
    for row in reversed(rows):
        part = min(beyond, row.room(PRINCIPAL))
        row.due[PRINCIPAL] -= part
        beyond -= part
