"""Effective and internal rates: textbook figures, what another library finds, and what has none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.yields import periodic_rate, yearly_rate

D = Decimal
START = date(2024, 1, 1)
payments = st.lists(st.decimals(D(1), D(5000), places=2), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([(0, D(-1000)), (1, D(1020))], D(2)),
        ([(0, D(-1000)), (1, D(0)), (2, D("1040.4"))], D(2)),
        ([(0, D(-10000)), *((n, D("888.4878867834")) for n in range(1, 13))], D(1)),
        ([(0, D(-1000)), (1, D(1000))], D(0)),
        ([(0, D(-1000)), (1, D(900))], D(-10)),
        ([(0, D(-500)), (1, D(-500)), (2, D("1030.2"))], D(2)),
    ],
)
def test_internal_rate_of_a_period(flows: list[tuple[int, Decimal]], rate: Decimal) -> None:
    assert periodic_rate(flows) == rate


def test_a_year_at_one_per_cent_a_month_is_more_than_twelve() -> None:
    ends = [date(2023 + (month == 12), month % 12 + 1, 1) for month in range(1, 13)]
    rate = yearly_rate([(date(2023, 1, 1), D(-10000)), *((end, D("888.49")) for end in ends)])
    assert rate is not None
    assert D("12.6") < rate < D("12.8")


def test_a_fee_taken_from_what_is_paid_out_raises_the_rate() -> None:
    plain = yearly_rate([(START, D(-1000)), (START + timedelta(365), D(1100))])
    with_fee = yearly_rate([(START, D(-980)), (START + timedelta(365), D(1100))])
    assert (plain, with_fee) == (D(10), D("12.244898"))


@pytest.mark.parametrize(
    "flows",
    [[], [(0, D(-1000))], [(0, D(-1000)), (1, D(0))], [(0, D(1000)), (1, D(-1100))], [(0, D(0)), (1, D(5))]],
)
def test_what_yields_nothing_has_no_rate(flows: list[tuple[int, Decimal]]) -> None:
    assert periodic_rate(flows) is None


@given(st.decimals(D(100), D(100_000), places=2), payments, st.integers(1, 40))
def test_as_another_library_finds_it(lent: Decimal, paid: list[Decimal], days: int) -> None:
    flows = [(START, -lent), *((START + timedelta(n * days), one) for n, one in enumerate(paid, 1))]
    found = yearly_rate(flows)
    other = pyxirr.xirr([on for on, _ in flows], [float(amount) for _, amount in flows])
    if found is not None and other is not None and abs(other) < 1000:
        assert float(found) == pytest.approx(other * 100, rel=1e-6, abs=1e-5)


@given(st.decimals(D(100), D(100_000), places=2), payments)
def test_at_the_rate_found_both_sides_are_worth_the_same(lent: Decimal, paid: list[Decimal]) -> None:
    if sum(paid) < lent / 2:
        return
    rate = periodic_rate([(0, -lent), *enumerate(paid, 1)])
    assert rate is not None
    worth = sum(one / (1 + rate / 100) ** n for n, one in enumerate(paid, 1))
    assert abs(worth - lent) <= lent * D("1e-6") * len(paid)
