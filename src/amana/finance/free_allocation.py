"""Free allocation: a payment split by rules that the product names itself.

A rule is an order of twelve buckets (past due, due, in advance; each of penalties, fees, interest,
principal) and where money beyond what is due goes. Money is never lost: what the instalments took and what is
returned add up to the payment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from amana.finance.components import Component
from amana.finance.money import ZERO, Currency, RoundingMode, arithmetic, round_amount
from amana.finance.terms import Processing

PRINCIPAL, INTEREST, FEES, PENALTIES = Component


class DueTime(StrEnum):
    """Where an instalment stands on the day of a payment: due before it, on it, or after it."""

    PAST_DUE = "past_due"
    DUE = "due"
    IN_ADVANCE = "in_advance"


class Bucket(StrEnum):
    """One of the twelve places a payment can go."""

    PAST_DUE_PENALTIES = "past_due_penalties"
    PAST_DUE_FEES = "past_due_fees"
    PAST_DUE_PRINCIPAL = "past_due_principal"
    PAST_DUE_INTEREST = "past_due_interest"
    DUE_PENALTIES = "due_penalties"
    DUE_FEES = "due_fees"
    DUE_PRINCIPAL = "due_principal"
    DUE_INTEREST = "due_interest"
    IN_ADVANCE_PENALTIES = "in_advance_penalties"
    IN_ADVANCE_FEES = "in_advance_fees"
    IN_ADVANCE_PRINCIPAL = "in_advance_principal"
    IN_ADVANCE_INTEREST = "in_advance_interest"

    @property
    def time(self) -> DueTime:
        """The instalments it concerns."""
        return _PARTS[self][0]

    @property
    def component(self) -> Component:
        """The component it pays."""
        return _PARTS[self][1]


_PARTS = {
    bucket: (time, component)
    for bucket in Bucket
    for time in DueTime
    for component in Component
    if bucket.value == f"{time}_{component}"
}


class FutureInstalment(StrEnum):
    """Which instalment not yet due takes money in advance: the next, the last, the running one (without
    one, the last), or all that are open in equal shares.
    """

    NEXT = "next"
    LAST = "last"
    NEXT_LAST = "next_last"
    REAMORTISE = "reamortise"


@dataclass(frozen=True, slots=True)
class SplitRule:
    """How one kind of payment is split."""

    order: tuple[Bucket, ...]
    future: FutureInstalment = FutureInstalment.NEXT
    by_time: tuple[tuple[Bucket, ...], ...] = field(init=False, repr=False, compare=False)
    """The order, for each time by itself."""

    def __post_init__(self) -> None:
        times = dict.fromkeys(bucket.time for bucket in self.order)
        groups = tuple(tuple(bucket for bucket in self.order if bucket.time is time) for time in times)
        object.__setattr__(self, "by_time", groups)

    @property
    def is_complete(self) -> bool:
        """Whether every bucket stands in it exactly once."""
        return len(self.order) == len(Bucket) == len(set(self.order))

    def reversed(self) -> SplitRule:
        """The rule of taking back what this one would pay."""
        return SplitRule(tuple(reversed(self.order)), FutureInstalment.LAST)


class RuledPayment(StrEnum):
    """Kinds of money received that a product can have a rule for; `DEFAULT` serves those without one."""

    DEFAULT = "default"
    REPAYMENT = "repayment"
    DOWN_PAYMENT = "down_payment"
    MERCHANT_ISSUED_REFUND = "merchant_issued_refund"
    PAYOUT_REFUND = "payout_refund"
    GOODWILL_CREDIT = "goodwill_credit"
    CHARGE_REFUND = "charge_refund"
    CHARGE_ADJUSTMENT = "charge_adjustment"
    CHARGE_PAYMENT = "charge_payment"
    INTEREST_WAIVER = "interest_waiver"
    INTEREST_PAYMENT_WAIVER = "interest_payment_waiver"
    INTEREST_REFUND = "interest_refund"
    CASH_REFUND = "cash_refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRule:
    """The rule of a product for one kind of payment."""

    payment: RuledPayment
    order: tuple[Bucket, ...]
    future: FutureInstalment = FutureInstalment.NEXT

    @property
    def split(self) -> SplitRule:
        """The rule without its name."""
        return SplitRule(self.order, self.future)


def rule_for(rules: Sequence[AllocationRule], payment: RuledPayment) -> SplitRule | None:
    """The rule that is meant for `payment` itself; None when the default serves it."""
    return next((one.split for one in rules if one.payment is payment), None)


def default_rule(rules: Sequence[AllocationRule]) -> SplitRule:
    """The rule of payments without their own. Raises ValueError where it is missing."""
    found = rule_for(rules, RuledPayment.DEFAULT)
    if found is None:
        raise ValueError("free allocation needs a default rule")
    return found


class Owing(Protocol):
    """An instalment as a split sees it."""

    @property
    def from_date(self) -> date:
        """First day."""

    @property
    def due_date(self) -> date:
        """Last day."""

    @property
    def is_open(self) -> bool:
        """Whether anything is owed."""

    def room(self, component: Component) -> Decimal:
        """What is owed of one component."""


Row = TypeVar("Row", bound=Owing)


@dataclass(frozen=True, slots=True)
class Splitting(Generic[Row]):
    """One payment of money received `on` a day, over `rows` in order of due date.

    `pay` puts up to an amount on one component of a row and says how much it took; it may change what other
    rows owe (interest that follows the money). Equal shares are rounded to `currency`.
    """

    rows: Sequence[Row]
    on: date
    pay: Callable[[Row, Bucket, Decimal], Decimal]
    currency: Currency
    rounding: RoundingMode = RoundingMode.HALF_EVEN
    latest_first: bool = False  # of those past due: what a refund takes back begins with the latest
    may_ask: Sequence[Row] = ()  # what owes nothing until it is asked: others have taken its principal

    def split(self, amount: Decimal, rule: SplitRule, processing: Processing) -> Decimal:
        """Put `amount` where `rule` says; returns what no instalment could take."""
        if processing is Processing.VERTICAL:
            return self._vertically(amount, rule)
        for buckets in rule.by_time:
            if amount <= ZERO:
                break
            amount = self._horizontally(amount, buckets, rule.future)
        return amount

    def _horizontally(self, amount: Decimal, buckets: Sequence[Bucket], future: FutureInstalment) -> Decimal:
        """Finish one instalment (or the open ones, in equal shares) before the next."""
        done: list[Row] = []

        def standing(row: Row) -> bool:
            return (row.is_open or row in self.may_ask) and row not in done

        while amount > ZERO:
            rows = self._standing(buckets[0].time, future, standing)
            if not rows:
                break
            before = amount
            for bucket in buckets:
                amount = self._share(amount, rows, bucket)
            done.extend(row for row in rows if amount == before or not row.is_open)
        return amount

    def _vertically(self, amount: Decimal, rule: SplitRule) -> Decimal:
        """Finish one bucket over all instalments before the next."""
        for bucket in rule.order:
            amount = self._all_over(amount, bucket, rule.future)
        return amount

    def _all_over(self, amount: Decimal, bucket: Bucket, future: FutureInstalment) -> Decimal:
        """Finish one bucket over all instalments; one that took nothing owes less that day than it seemed to."""
        done: list[Row] = []
        has_room = _with_room(bucket.component)
        while amount > ZERO:
            rows = self._standing(bucket.time, future, lambda row: row not in done and has_room(row))
            if not rows:
                break
            before = amount
            amount = self._share(amount, rows, bucket)
            if amount == before:
                done.extend(rows)
        return amount

    def _share(self, amount: Decimal, rows: Sequence[Row], bucket: Bucket) -> Decimal:
        """Equal shares of `amount` for `rows`, the last taking what rounding left."""
        if len(rows) == 1:
            return amount - self.pay(rows[0], bucket, amount)
        for row, share in zip(rows, self._shares(amount, len(rows)), strict=True):
            amount -= self.pay(row, bucket, share)
        return amount

    def _shares(self, amount: Decimal, count: int) -> Iterator[Decimal]:
        if not count:
            return
        even = round_amount(arithmetic().divide(amount, Decimal(count)), self.currency, self.rounding)
        for _ in range(count - 1):
            part = min(even, amount)  # shares rounded up can be more than there is
            amount -= part
            yield part
        yield amount

    def _standing(
        self, time: DueTime, future: FutureInstalment, wanted: Callable[[Row], bool]
    ) -> Sequence[Row]:
        """The instalments at `time` that the payment turns to now."""
        on = self.on
        if time is DueTime.PAST_DUE:
            rows = reversed(self.rows) if self.latest_first else iter(self.rows)
            return _first(row for row in rows if row.due_date < on and wanted(row))
        if time is DueTime.DUE:
            return _first(row for row in self.rows if row.due_date == on and wanted(row))
        if future is FutureInstalment.REAMORTISE:
            return [row for row in self.rows if row.due_date > on and wanted(row)]
        if future is FutureInstalment.NEXT_LAST:
            running = (row for row in self.rows if row.due_date > on >= row.from_date and wanted(row))
            found = _first(running)
            if found:
                return found
        rows = iter(self.rows) if future is FutureInstalment.NEXT else reversed(self.rows)
        return _first(row for row in rows if row.due_date > on and wanted(row))


def _first(rows: Iterator[Row]) -> list[Row]:
    """The first of them, as a list; an empty one where there is none."""
    for row in rows:
        return [row]
    return []


def _with_room(component: Component) -> Callable[[Owing], bool]:
    return lambda row: row.room(component) > ZERO
