"""Currencies, amounts and the one function that rounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from enum import StrEnum
from functools import lru_cache

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

DEFAULT_PRECISION = 34
"""Digits of intermediate steps: IEEE 754 decimal128, far beyond a cent on any balance a loan can have."""


class RoundingMode(StrEnum):
    """What happens to the part that the scale cannot hold."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"
    CEILING = "ceiling"
    FLOOR = "floor"

    @property
    def decimal_name(self) -> str:
        """The constant of the `decimal` module."""
        return _DECIMAL_NAMES[self]


_DECIMAL_NAMES = {
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_DOWN: ROUND_HALF_DOWN,
    RoundingMode.UP: ROUND_UP,
    RoundingMode.DOWN: ROUND_DOWN,
    RoundingMode.CEILING: ROUND_CEILING,
    RoundingMode.FLOOR: ROUND_FLOOR,
}


class MoneyError(ValueError):
    """An amount that cannot be: not finite, or mixed currencies."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How fine an amount is: decimal `digits`, and whole multiples where there are no decimals.

    `in_multiples_of` counts only with 0 digits, as in Mifos X; elsewhere it is carried but has no effect.
    """

    digits: int
    in_multiples_of: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.digits <= 12:
            raise MoneyError(f"a scale has 0 to 12 digits, not {self.digits}")
        if self.in_multiples_of < 0:
            raise MoneyError("multiples are not negative")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as a product uses it: ISO 4217 `code`, decimal `digits`, and rounding to whole multiples."""

    code: str
    digits: int
    in_multiples_of: int = 0

    def __post_init__(self) -> None:
        Scale(self.digits, self.in_multiples_of)  # the same limits

    @property
    def scale(self) -> Scale:
        """The scale every amount of this currency is kept at."""
        return Scale(self.digits, self.in_multiples_of)


@lru_cache(maxsize=64)
def quantum_of(digits: int) -> Decimal:
    """The smallest amount at `digits` decimals."""
    return Decimal(1).scaleb(-digits)


@lru_cache(maxsize=64)
def arithmetic(precision: int = DEFAULT_PRECISION, mode: RoundingMode = RoundingMode.HALF_EVEN) -> Context:
    """The explicit context of intermediate steps: `precision` significant digits, the given rounding.

    Traps what would silently poison an amount (invalid operation, division by zero, overflow).
    """
    return Context(
        prec=precision,
        rounding=mode.decimal_name,
        traps=[InvalidOperation, DivisionByZero, Overflow],
    )


_WIDE = arithmetic(60)


def round_amount(
    amount: Decimal, scale: Scale | Currency, mode: RoundingMode = RoundingMode.HALF_EVEN
) -> Decimal:
    """Round `amount` to the digits of `scale`, or to its multiples; the only rounding there is.

    Raises MoneyError for NaN and infinity.
    """
    if not amount.is_finite():
        raise MoneyError(f"not an amount: {amount}")
    rounding = _DECIMAL_NAMES[mode]
    multiple = scale.in_multiples_of
    if multiple > 1 and not scale.digits:
        # in one step: rounding to units first would round twice
        step = Decimal(multiple)
        rounded = _WIDE.multiply(_WIDE.divide(amount, step).quantize(quantum_of(0), rounding, _WIDE), step)
    else:
        rounded = amount.quantize(quantum_of(scale.digits), rounding, _WIDE)
    return rounded or rounded.copy_abs()  # no negative zero


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, quantised to its digits at construction (half even).

    Order and sums exist only within one currency; anything else raises MoneyError.
    """

    amount: Decimal
    currency: Currency

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise MoneyError(f"an amount is a Decimal, not {type(self.amount).__name__}")
        digits_only = Scale(self.currency.digits)
        object.__setattr__(self, "amount", round_amount(self.amount, digits_only))

    @classmethod
    def zero(cls, currency: Currency) -> Money:
        """Nothing, in `currency`."""
        return cls(ZERO, currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: Currency, mode: RoundingMode) -> Money:
        """`amount` rounded by `mode`, to the currency's multiples as well."""
        return cls(round_amount(amount, currency, mode), currency)

    def _same(self, other: Money) -> Decimal:
        if self.currency.code != other.currency.code:
            raise MoneyError(f"{self.currency.code} and {other.currency.code} do not mix")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(_WIDE.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(_WIDE.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.currency.code} {self.amount}"
