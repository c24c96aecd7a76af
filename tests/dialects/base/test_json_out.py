"""JSON to outside: exact decimals without exponents."""

from decimal import Decimal

import pytest

from amana.dialects.base.json_out import encode, plain, with_point


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("10000.00", b"10000.00"),
        ("1E+3", b"1000.0"),
        ("0", b"0.0"),
        ("-5", b"-5.0"),
        ("0.0000001", b"0.0000001"),
        ("83333.333333333333333333", b"83333.333333333333333333"),
    ],
)
def test_money_always_has_a_point(value: str, text: bytes) -> None:
    assert encode(with_point(Decimal(value))) == text


@pytest.mark.parametrize(("value", "text"), [("1E+3", b"1000"), ("24", b"24"), ("1.750", b"1.750")])
def test_plain_numbers(value: str, text: bytes) -> None:
    assert encode(plain(Decimal(value))) == text


def test_what_json_cannot_say_is_not_said() -> None:
    with pytest.raises(ValueError, match="NaN"):
        with_point(Decimal("NaN"))
