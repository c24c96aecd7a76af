"""Free allocation: the product's own order of buckets decides where money goes."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.components import Component
from amana.finance.free_allocation import Bucket, FutureInstalment, SplitRule, Splitting
from amana.finance.money import ZERO, Currency
from amana.finance.terms import Processing

D = Decimal
USD = Currency("USD", 2)
PRINCIPAL, INTEREST, FEES, PENALTIES = Component
STANDARD = tuple(
    Bucket(f"{time}_{component}")
    for time in ("past_due", "due", "in_advance")
    for component in ("penalties", "fees", "principal", "interest")
)


@dataclass
class Row:
    """An instalment that remembers what it took."""

    from_date: date
    due_date: date
    owed: dict[Component, Decimal]
    taken: dict[Component, Decimal] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return any(self.owed.values())

    def room(self, component: Component) -> Decimal:
        return self.owed[component]


def row(month: int, principal: object, interest: object = 0, fees: object = 0, penalties: object = 0) -> Row:
    owed = {PRINCIPAL: principal, INTEREST: interest, FEES: fees, PENALTIES: penalties}
    return Row(date(2024, month, 1), date(2024, month + 1, 1), {k: D(str(v)) for k, v in owed.items()})


def pay(one: Row, bucket: Bucket, amount: Decimal) -> Decimal:
    part = min(amount, one.owed[bucket.component])
    one.owed[bucket.component] -= part
    one.taken[bucket.component] = one.taken.get(bucket.component, ZERO) + part
    return part


def loan() -> list[Row]:
    return [row(1, 100, 10, 5, 3), row(2, 100, 8, 5), row(3, 100, 6, 5)]


def split(
    rows: list[Row],
    amount: object,
    on: date,
    *,
    order: tuple[Bucket, ...] = STANDARD,
    future: FutureInstalment = FutureInstalment.NEXT,
    processing: Processing = Processing.HORIZONTAL,
) -> Decimal:
    rule = SplitRule(order, future)
    return Splitting(rows, on, pay, USD).split(D(str(amount)), rule, processing)


def taken(rows: list[Row]) -> list[tuple[str, ...]]:
    return [tuple(f"{one.taken.get(component, ZERO):.0f}" for component in Component) for one in rows]


@pytest.mark.parametrize(
    ("amount", "future", "expected"),
    [
        # 1 March: the first instalment is past due, the second is due, the third in advance
        (118, FutureInstalment.NEXT, [("100", "10", "5", "3"), ("0", "0", "0", "0"), ("0", "0", "0", "0")]),
        (125, FutureInstalment.NEXT, [("100", "10", "5", "3"), ("2", "0", "5", "0"), ("0", "0", "0", "0")]),
        (241, FutureInstalment.NEXT, [("100", "10", "5", "3"), ("100", "8", "5", "0"), ("5", "0", "5", "0")]),
    ],
)
def test_past_due_comes_before_due_before_in_advance(amount, future, expected) -> None:
    rows = loan()
    assert split(rows, amount, date(2024, 3, 1), future=future) == ZERO
    assert taken(rows) == expected


@pytest.mark.parametrize(
    ("future", "expected"),
    [
        (FutureInstalment.NEXT, ["60", "0", "0"]),
        (FutureInstalment.LAST, ["0", "0", "60"]),
        (FutureInstalment.REAMORTISE, ["20", "20", "20"]),
        (FutureInstalment.NEXT_LAST, ["60", "0", "0"]),
    ],
)
def test_money_in_advance_goes_where_the_rule_says(future, expected) -> None:
    rows = [row(month, 100) for month in (1, 2, 3)]
    assert split(rows, 60, date(2024, 1, 15), future=future) == ZERO
    assert [f"{one.taken.get(PRINCIPAL, ZERO):.0f}" for one in rows] == expected


def test_once_the_running_instalment_is_paid_the_last_takes_the_rest() -> None:
    rows = [row(month, 100) for month in (1, 2, 3)]
    assert split(rows, 130, date(2024, 1, 15), future=FutureInstalment.NEXT_LAST) == ZERO
    assert [one.owed[PRINCIPAL] for one in rows] == [0, 100, 70]


def test_equal_shares_leave_the_odd_cent_to_the_last() -> None:
    rows = [row(month, 100) for month in (1, 2, 3)]
    assert split(rows, 100, date(2024, 1, 1), future=FutureInstalment.REAMORTISE) == ZERO
    assert [one.owed[PRINCIPAL] for one in rows] == [D("66.67"), D("66.67"), D("66.66")]


def test_vertically_a_component_is_finished_on_all_instalments_first() -> None:
    rows = loan()
    order = tuple(
        Bucket(f"{time}_{component}")
        for component in ("penalties", "fees", "interest", "principal")
        for time in ("past_due", "due", "in_advance")
    )
    assert split(rows, 49, date(2024, 3, 1), order=order, processing=Processing.VERTICAL) == ZERO
    assert taken(rows) == [("7", "10", "5", "3"), ("0", "8", "5", "0"), ("0", "6", "5", "0")]


@given(
    order=st.permutations(STANDARD).map(tuple),
    future=st.sampled_from(FutureInstalment),
    processing=st.sampled_from(Processing),
    cents=st.integers(1, 50_000),
    on=st.dates(date(2023, 12, 1), date(2024, 6, 1)),
)
def test_no_money_is_lost_and_none_left_while_something_is_owed(order, future, processing, cents, on) -> None:
    rows = loan()
    before = sum(sum(one.owed.values()) for one in rows)
    amount = D(cents).scaleb(-2)
    left = split(rows, amount, on, order=order, future=future, processing=processing)
    after = sum(sum(one.owed.values()) for one in rows)
    assert before - after == amount - left
    assert left == ZERO or after == ZERO
    assert all(part >= ZERO for one in rows for part in one.owed.values())


@given(order=st.permutations(STANDARD).map(tuple), cents=st.integers(1, 20_000))
def test_what_is_past_due_is_paid_in_the_rules_order(order, cents) -> None:
    rows = [row(1, 40, 30, 20, 10)]
    split(rows, D(cents).scaleb(-2), date(2024, 6, 1), order=order)
    buckets = [bucket for bucket in order if bucket.value.startswith("past_due")]
    open_parts = [rows[0].owed[bucket.component] for bucket in buckets]
    begun = [rows[0].taken.get(bucket.component, ZERO) > ZERO for bucket in buckets]
    for earlier, later in zip(open_parts, begun[1:], strict=False):
        assert not (earlier and later)
