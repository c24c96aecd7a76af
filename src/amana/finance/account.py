"""A loan as a function of its terms and of what happened: schedule, dues and the split of every movement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.allocation import (
    DUE_FIRST,
    OpenRow,
    allocate_component,
    allocate_everything,
    allocation_of,
    settle,
    split,
    take_back,
)
from amana.finance.charge_schedule import charge_portions, charge_sums
from amana.finance.charges import ChargeTerms
from amana.finance.components import NOTHING, Component, Components
from amana.finance.dues import Allocation, AllocationStrategy, OpenInstalment
from amana.finance.foreclosure import foreclosed_schedule
from amana.finance.generate import ENGINE, Walks, generate_schedule, recalculated_schedule
from amana.finance.money import ZERO
from amana.finance.movements import Movement, MovementKind
from amana.finance.payments import Payment, PaymentKind
from amana.finance.rest_generation import Money
from amana.finance.rests import rest_days
from amana.finance.schedule import Schedule
from amana.finance.terms import LoanTerms, PreClosure, Tranche

_BEARS_ON_SCHEDULE = {
    MovementKind.REPAYMENT: PaymentKind.REPAYMENT,
    MovementKind.INTEREST_WAIVER: PaymentKind.INTEREST_WAIVER,
}


@dataclass(frozen=True, slots=True)
class Account:
    """The state of a loan: its schedule, its instalments with what was settled on them, and every split
    by key.
    """

    schedule: Schedule
    instalments: tuple[OpenInstalment, ...]
    allocations: dict[int, Allocation]
    settled_on: dict[int, date]

    @property
    def outstanding(self) -> Components:
        """What is still owed."""
        total = NOTHING
        for row in self.instalments:
            total += row.outstanding
        return total

    @property
    def overpaid(self) -> Decimal:
        """What repayments brought beyond everything owed."""
        return sum((one.overpayment for one in self.allocations.values()), ZERO)


def open_instalments(schedule: Schedule) -> tuple[OpenInstalment, ...]:
    """The instalments of a schedule, nothing settled."""
    return tuple(
        OpenInstalment(row.number, row.from_date, row.due_date, row.components)
        for row in schedule.instalments
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFacts:
    """Everything the arithmetic of one loan depends on.

    `disbursed` are (day, amount); `pending` the tranches still expected (None: those of the terms not yet
    paid out). `planned_interest` is what a percentage of interest at disbursement counts from.
    """

    terms: LoanTerms
    strategy: AllocationStrategy
    disbursed: tuple[tuple[date, Decimal], ...]
    charges: tuple[ChargeTerms, ...] = ()
    pending: tuple[Tranche, ...] | None = None
    planned_interest: Decimal | None = None
    foreclosed_on: date | None = None


def schedule_of(
    facts: LoanFacts,
    movements: Sequence[Movement],
    today: date,
    until: date | None = None,
    *,
    walks: Walks = ENGINE,
) -> Schedule:
    """The schedule on the business date `today`; `until` ends it at a day (payoff), with recalculation
    only.
    """
    terms = facts.terms
    if terms.recalculation is None or not facts.disbursed:
        schedule = generate_schedule(terms, facts.disbursed, facts.pending, facts.charges, walks=walks)
        if facts.foreclosed_on is not None:
            schedule = foreclosed_schedule(terms, facts.charges, schedule, facts.foreclosed_on)
        return schedule
    payments = tuple(
        Payment(one.on, one.amount, _BEARS_ON_SCHEDULE[one.kind])
        for one in movements
        if one.kind in _BEARS_ON_SCHEDULE
    )
    waived = frozenset(
        (one.charge, one.instalment)
        for one in movements
        if one.kind is MovementKind.CHARGE_WAIVER and one.charge is not None
    )
    money = Money(payments=payments, today=today, strategy=facts.strategy, until=until, waived_charges=waived)
    return recalculated_schedule(
        terms,
        facts.disbursed,
        money,
        pending=facts.pending,
        charges=facts.charges,
        planned_interest=facts.planned_interest,
        walks=walks,
    )


def run_account(
    facts: LoanFacts, movements: Iterable[Movement], today: date, until: date | None = None
) -> Account:
    """The loan on the business date `today` after `movements` (in order of value date, then of booking)."""
    ordered = sorted(movements, key=lambda one: one.on)  # stable: equal days keep their order
    schedule = schedule_of(facts, ordered, today, until)
    return apply_movements(facts, schedule, ordered)


def payoff(facts: LoanFacts, movements: Sequence[Movement], on: date) -> Components:
    """What closes the loan on `on`, by component.

    With recalculation interest runs until that day (or the rest day after it, as the terms say); without,
    everything scheduled is owed, interest of the time to come included.
    """
    until = on
    terms = facts.terms
    if terms.recalculation is not None and terms.recalculation.pre_closure is PreClosure.TILL_REST_DATE:
        until = rest_days(terms, facts.disbursed[0][0]).on_or_after(on)
    return run_account(facts, [one for one in movements if one.on <= on], on, until=until).outstanding


def apply_movements(facts: LoanFacts, schedule: Schedule, movements: Sequence[Movement]) -> Account:
    """Split `movements` over the instalments of `schedule`, one after another."""
    dues = _Dues(facts, schedule)
    allocations = {one.key: dues.apply(one) for one in movements}
    return Account(schedule, tuple(dues.rows), allocations, dues.settled_on)


def charges_due(facts: LoanFacts, schedule: Schedule, on: date) -> Components:
    """Charges with a due date of their own that fall due by `on`, for strategies that prefer them."""
    if facts.strategy not in DUE_FIRST:
        return NOTHING
    keys = {one.key for one in facts.charges if one.due_on is not None and one.due_on <= on}
    if not keys:
        return NOTHING
    fees, penalties = charge_sums(
        one for one in charge_portions(facts.charges, facts.terms, schedule) if one.key in keys
    )
    return Components(fees=fees, penalties=penalties)


class _Dues:
    """The instalments while movements are applied; only rows that something happens to are made anew."""

    def __init__(self, facts: LoanFacts, schedule: Schedule) -> None:
        self.facts = facts
        self.schedule = schedule
        self.rows = list(open_instalments(schedule))
        self._place = {row.number: index for index, row in enumerate(self.rows)}
        self._work = [OpenRow(row.number, row.due_date, row.outstanding) for row in self.rows]
        self.settled_on: dict[int, date] = {}
        if facts.disbursed:
            self.settled_on = {row.number: facts.disbursed[0][0] for row in self.rows if not row.due}

    def apply(self, one: Movement) -> Allocation:
        """Apply one movement."""
        allocation, how = self._split(one)
        if not allocation.portions:
            return allocation
        for portion in allocation.portions:
            index = self._place[portion.number]
            (row,) = settle((self.rows[index],), allocation, how)
            self.rows[index] = row
            self._work[index] = OpenRow(row.number, row.due_date, row.outstanding)
            if self._work[index].is_open:
                self.settled_on.pop(row.number, None)
            else:
                self.settled_on[row.number] = one.on
        return allocation

    def _open(self) -> list[OpenInstalment]:
        return [row for row, work in zip(self.rows, self._work, strict=True) if work.is_open]

    def _repay(self, one: Movement) -> Allocation:
        strategy = self.facts.strategy
        work = self._work
        if strategy is not AllocationStrategy.HEAVENSFAMILY:  # which looks at the row before
            work = [row for row in work if row.is_open]
        due = charges_due(self.facts, self.schedule, one.on)
        return allocation_of(work, one.on, split(work, one.amount, one.on, strategy, due))

    def _split(self, one: Movement) -> tuple[Allocation, str]:
        strategy = self.facts.strategy
        if one.kind is MovementKind.REPAYMENT:
            return self._repay(one), "paid"
        if one.kind is MovementKind.INTEREST_WAIVER:
            return allocate_component(self._open(), Component.INTEREST, one.amount, one.on), "waived"
        if one.kind is MovementKind.WRITE_OFF:
            return allocate_everything(self._open(), one.on), "written_off"
        if one.kind is MovementKind.REFUND:
            return take_back(self.rows, one.amount, one.on, strategy), "taken_back"
        return self._of_charge(one), "waived" if one.kind is MovementKind.CHARGE_WAIVER else "paid"

    def _of_charge(self, one: Movement) -> Allocation:
        facts = self.facts
        numbers = {
            portion.number
            for portion in charge_portions(facts.charges, facts.terms, self.schedule)
            if portion.key == one.charge and one.instalment in (None, portion.number)
        }
        penalty = any(charge.key == one.charge and charge.penalty for charge in facts.charges)
        component = Component.PENALTIES if penalty else Component.FEES
        return allocate_component(
            [row for row in self._open() if row.number in numbers], component, one.amount, one.on
        )
