"""A figure with everything it was made of, and the formulas by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amana.finance.money import HUNDRED, ONE, ZERO, RoundingMode, Scale, arithmetic, round_amount

Input = Decimal | int | date | str


class Formula(StrEnum):
    """The ways in which an amount comes about."""

    ANNUAL_RATE_OF_MONTHS = "annual_rate_of_months"
    ANNUAL_RATE_OF_TERM = "annual_rate_of_term"
    INTEREST_ON_BALANCE = "interest_on_balance"
    INTEREST_OF_TERM = "interest_of_term"
    ANNUITY = "annuity"
    EQUAL_SHARE = "equal_share"
    PERCENTAGE = "percentage"
    PART_BY_DAYS = "part_by_days"
    STATED = "stated"
    SUM = "sum"


Formed = Callable[[Mapping[str, Input], int], Decimal]


def _amount(inputs: Mapping[str, Input], name: str) -> Decimal:
    value = inputs[name]
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _times(inputs: Mapping[str, Input], precision: int, first: str, second: str, third: str) -> Decimal:
    ctx = arithmetic(precision)
    return ctx.multiply(ctx.multiply(_amount(inputs, first), _amount(inputs, second)), _amount(inputs, third))


def _interest(inputs: Mapping[str, Input], precision: int) -> Decimal:
    ctx = arithmetic(precision)
    divisor = _amount(inputs, "units_in_year") * _amount(inputs, "of") * HUNDRED
    return ctx.divide(_times(inputs, precision, "balance", "annual_rate", "units"), divisor)


def _annuity(inputs: Mapping[str, Input], precision: int) -> Decimal:
    ctx = arithmetic(precision)
    balance, count = _amount(inputs, "balance"), _amount(inputs, "instalments")
    dividend = ctx.multiply(_amount(inputs, "annual_rate"), _amount(inputs, "units"))
    rate = ctx.divide(dividend, _amount(inputs, "units_in_year") * HUNDRED)
    if rate == ZERO:
        return ctx.divide(balance, count)
    growth = ctx.power(ctx.add(ONE, rate), count)
    return ctx.divide(ctx.multiply(ctx.multiply(balance, rate), growth), ctx.subtract(growth, ONE))


def _share(inputs: Mapping[str, Input], precision: int) -> Decimal:
    return arithmetic(precision).divide(_amount(inputs, "amount"), _amount(inputs, "parts"))


def _percentage(inputs: Mapping[str, Input], precision: int) -> Decimal:
    ctx = arithmetic(precision)
    found = ctx.divide(ctx.multiply(_amount(inputs, "of"), _amount(inputs, "per_cent")), HUNDRED)
    if "minimum" in inputs:
        found = max(found, _amount(inputs, "minimum"))
    if "maximum" in inputs:
        found = min(found, _amount(inputs, "maximum"))
    return found


def _part_by_days(inputs: Mapping[str, Input], precision: int) -> Decimal:
    ctx = arithmetic(precision)
    return ctx.divide(
        ctx.multiply(_amount(inputs, "amount"), _amount(inputs, "days")), _amount(inputs, "of_days")
    )


def _sum(inputs: Mapping[str, Input], _precision: int) -> Decimal:
    return sum((_amount(inputs, name) for name in inputs), ZERO)


FORMULAS: dict[Formula, tuple[str, Formed]] = {
    Formula.ANNUAL_RATE_OF_MONTHS: (
        "monthly rate x 12",
        lambda inputs, _: _amount(inputs, "monthly_rate") * 12,
    ),
    Formula.ANNUAL_RATE_OF_TERM: (
        "rate of the term x periods in a year / periods of the term",
        lambda inputs, precision: arithmetic(precision).divide(
            _amount(inputs, "rate") * _amount(inputs, "periods_in_year"), _amount(inputs, "periods")
        ),
    ),
    Formula.INTEREST_ON_BALANCE: (
        "balance x annual rate x units / of / (units in a year x 100)",
        _interest,
    ),
    Formula.INTEREST_OF_TERM: (
        "principal x annual rate x units / of / (units in a year x 100)",
        _interest,
    ),
    Formula.ANNUITY: (
        "balance x r x (1 + r)^n / ((1 + r)^n - 1), r = annual rate x units / (units in a year x 100)",
        _annuity,
    ),
    Formula.EQUAL_SHARE: ("amount / parts", _share),
    Formula.PERCENTAGE: ("of x per cent / 100, within minimum and maximum", _percentage),
    Formula.PART_BY_DAYS: ("amount x days / days of the period", _part_by_days),
    Formula.STATED: ("as agreed", lambda inputs, _: _amount(inputs, "amount")),
    Formula.SUM: ("sum of the parts", _sum),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount and how it came about: ``formula`` over ``inputs``, ``exact`` before and ``amount`` after rounding.

    ``multiples_of`` above 0 rounds to whole multiples instead of ``digits`` decimals; ``rounding`` None rounds nothing.
    """

    formula: Formula
    inputs: Mapping[str, Input]
    exact: Decimal
    amount: Decimal
    rounding: RoundingMode | None
    digits: int
    multiples_of: int = 0
    precision: int

    def recomputed(self) -> Decimal:
        """The amount, worked out again from the inputs alone."""
        return rounded(self.exact_again(), self.rounding, self.digits, self.multiples_of)

    def exact_again(self) -> Decimal:
        """The unrounded value, worked out again from the inputs alone."""
        return FORMULAS[self.formula][1](self.inputs, self.precision)

    @property
    def lost(self) -> Decimal:
        """What rounding took away (negative: what it added)."""
        return self.exact - self.amount


def rounded(exact: Decimal, rounding: RoundingMode | None, digits: int, multiples_of: int) -> Decimal:
    """``exact`` after the rounding of a figure."""
    if rounding is None:
        return exact
    scale = Scale(0, multiples_of) if multiples_of else Scale(digits)
    return round_amount(exact, scale, rounding)


def figure(
    formula: Formula,
    inputs: Mapping[str, Input],
    *,
    digits: int,
    precision: int,
    rounding: RoundingMode | None,
    multiples_of: int = 0,
) -> Figure:
    """The figure that ``formula`` makes of ``inputs``."""
    exact = FORMULAS[formula][1](inputs, precision)
    return Figure(
        formula=formula,
        inputs=inputs,
        exact=exact,
        amount=rounded(exact, rounding, digits, multiples_of),
        rounding=rounding,
        digits=digits,
        multiples_of=multiples_of,
        precision=precision,
    )
