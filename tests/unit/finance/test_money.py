"""Amounts: quantised at construction, one currency at a time, one way to round."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.money import Currency, Money, MoneyError, RoundingMode, Scale, round_amount

D = Decimal
USD = Currency("USD", 2)
XOF = Currency("XOF", 0, 100)
BHD = Currency("BHD", 3)


@pytest.mark.parametrize(
    ("mode", "amounts"),
    [
        (RoundingMode.HALF_EVEN, ["2.12", "2.14", "-2.12", "2.13"]),
        (RoundingMode.HALF_UP, ["2.13", "2.14", "-2.13", "2.13"]),
        (RoundingMode.HALF_DOWN, ["2.12", "2.13", "-2.12", "2.13"]),
        (RoundingMode.UP, ["2.13", "2.14", "-2.13", "2.13"]),
        (RoundingMode.DOWN, ["2.12", "2.13", "-2.12", "2.12"]),
        (RoundingMode.CEILING, ["2.13", "2.14", "-2.12", "2.13"]),
        (RoundingMode.FLOOR, ["2.12", "2.13", "-2.13", "2.12"]),
    ],
)
def test_rounding_modes_at_the_half_cent(mode, amounts):
    got = [round_amount(D(x), USD, mode) for x in ("2.125", "2.135", "-2.125", "2.126")]
    assert [str(x) for x in got] == amounts


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("191666", "191700"), ("149.6", "100"), ("150", "200"), ("250", "200"), ("49", "0")],
)
def test_multiples_round_in_one_step_where_there_are_no_decimals(amount, rounded):
    assert round_amount(D(amount), XOF) == D(rounded)


def test_multiples_have_no_effect_beside_decimals():
    assert round_amount(D("149.6"), Scale(2, 100)) == D("149.60")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_not_a_number_is_refused(amount):
    with pytest.raises(MoneyError):
        Money(D(amount), USD)


def test_currencies_do_not_mix():
    with pytest.raises(MoneyError):
        Money(D(1), USD) + Money(D(1), BHD)
    with pytest.raises(MoneyError):
        assert Money(D(1), USD) < Money(D(1), BHD)


def test_a_float_is_no_amount():
    with pytest.raises(MoneyError):
        Money(1.5, USD)


def test_there_is_no_negative_zero():
    assert str(-Money.zero(USD)) == "USD 0.00"
    assert str(round_amount(D("-0.001"), USD)) == "0.00"


def test_amounts_are_kept_at_the_digits_of_the_currency():
    assert str(Money(D("1.0005"), BHD)) == "BHD 1.000"
    assert str(Money(D("1E+3"), USD)) == "USD 1000.00"


cents = st.integers(-(10**18), 10**18).map(lambda n: D(n).scaleb(-2))


@given(cents, cents)
def test_sums_are_exact(left, right):
    total = Money(left, USD) + Money(right, USD)
    assert total - Money(right, USD) == Money(left, USD)
    assert total.amount == left + right


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_rounding_moves_less_than_a_cent_and_twice_is_once(amount):
    for mode in RoundingMode:
        once = round_amount(amount, USD, mode)
        assert abs(once - amount) < D("0.01")
        assert round_amount(once, USD, mode) == once
