"""A figure with everything it was made of, and the formulas by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum

from amana.finance.money import HUNDRED, ONE, ZERO, Currency, RoundingMode, Scale, arithmetic, round_amount
from amana.finance.terms import LoanTerms

Input = Decimal | int | date | str | tuple[Decimal, ...]


class Formula(StrEnum):
    """The ways in which an amount comes about."""

    ANNUAL_RATE_OF_MONTHS = "annual_rate_of_months"
    ANNUAL_RATE_OF_PERIODS = "annual_rate_of_periods"
    ANNUAL_RATE_OF_TERM = "annual_rate_of_term"
    INTEREST_ON_BALANCE = "interest_on_balance"
    INTEREST_OF_TERM = "interest_of_term"
    ANNUITY = "annuity"
    EQUAL_SHARE = "equal_share"
    PERCENTAGE = "percentage"
    PART_BY_DAYS = "part_by_days"
    FACTOR_ON_BALANCE = "factor_on_balance"
    ANNUITY_OF_FACTORS = "annuity_of_factors"
    FORGONE_IN_DUPLUM = "forgone_in_duplum"
    STATED = "stated"
    INTEREST_OF_PLAN = "interest_of_plan"
    SUM = "sum"


Formed = Callable[[Mapping[str, Input], Context], Decimal]


def _amount(inputs: Mapping[str, Input], name: str) -> Decimal:
    value = inputs[name]
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _times(inputs: Mapping[str, Input], ctx: Context, first: str, second: str, third: str) -> Decimal:
    return ctx.multiply(ctx.multiply(_amount(inputs, first), _amount(inputs, second)), _amount(inputs, third))


def _interest(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    divisor = _amount(inputs, "units_in_year") * _amount(inputs, "of") * HUNDRED
    return ctx.divide(_times(inputs, ctx, "balance", "annual_rate", "units"), divisor)


def _annuity(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    balance, count = _amount(inputs, "balance"), _amount(inputs, "instalments")
    dividend = ctx.multiply(_amount(inputs, "annual_rate"), _amount(inputs, "units"))
    rate = ctx.divide(dividend, _amount(inputs, "units_in_year") * HUNDRED)
    if rate == ZERO:
        return ctx.divide(balance, count)
    growth = ctx.power(ctx.add(ONE, rate), count)
    return ctx.divide(ctx.multiply(ctx.multiply(balance, rate), growth), ctx.subtract(growth, ONE))


def _share(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    return ctx.divide(_amount(inputs, "amount"), _amount(inputs, "parts"))


def _percentage(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    found = ctx.divide(ctx.multiply(_amount(inputs, "amount"), _amount(inputs, "per_cent")), HUNDRED)
    if "minimum" in inputs:
        found = max(found, _amount(inputs, "minimum"))
    if "maximum" in inputs:
        found = min(found, _amount(inputs, "maximum"))
    return found


def _part_by_days(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    return ctx.divide(
        ctx.multiply(_amount(inputs, "amount"), _amount(inputs, "days")), _amount(inputs, "of_days")
    )


def _factor_on_balance(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    to_due = ctx.multiply(_amount(inputs, "balance"), _amount(inputs, "factor_to_due"))
    return ctx.multiply(ctx.divide(to_due, _amount(inputs, "days_to_due")), _amount(inputs, "days"))


def _annuity_of_factors(inputs: Mapping[str, Input], ctx: Context) -> Decimal:
    factors = inputs["factors_plus_one"]
    if not isinstance(factors, tuple):
        raise TypeError("factors_plus_one is a tuple")
    product, divisor = ONE, ONE
    for place, factor in enumerate(factors):
        product = ctx.multiply(product, factor)
        if place:
            divisor = ctx.add(ONE, ctx.multiply(divisor, factor))
    return ctx.divide(ctx.multiply(product, _amount(inputs, "balance")), divisor)


def _sum(inputs: Mapping[str, Input], _ctx: Context) -> Decimal:
    return sum((_amount(inputs, name) for name in inputs), ZERO)


FORMULAS: dict[Formula, tuple[str, Formed]] = {
    Formula.ANNUAL_RATE_OF_MONTHS: (
        "monthly rate x 12",
        lambda inputs, _: _amount(inputs, "monthly_rate") * 12,
    ),
    Formula.ANNUAL_RATE_OF_PERIODS: (
        "rate of a day or a week x days or weeks in a year",
        lambda inputs, _: _amount(inputs, "rate") * _amount(inputs, "periods_in_year"),
    ),
    Formula.ANNUAL_RATE_OF_TERM: (
        "rate of the term x periods in a year / periods of the term",
        lambda inputs, ctx: ctx.divide(
            _amount(inputs, "rate") * _amount(inputs, "periods_in_year"), _amount(inputs, "periods")
        ),
    ),
    Formula.INTEREST_ON_BALANCE: (
        "balance x annual rate x units / of / (units in a year x 100)",
        _interest,
    ),
    Formula.INTEREST_OF_TERM: (
        "balance x annual rate x units / of / (units in a year x 100)",
        _interest,
    ),
    Formula.ANNUITY: (
        "balance x r x (1 + r)^n / ((1 + r)^n - 1), r = annual rate x units / (units in a year x 100)",
        _annuity,
    ),
    Formula.EQUAL_SHARE: ("amount / parts", _share),
    Formula.PERCENTAGE: ("amount x per cent / 100, within minimum and maximum", _percentage),
    Formula.PART_BY_DAYS: ("amount x days / days of the period", _part_by_days),
    Formula.FACTOR_ON_BALANCE: (
        "balance x factor to the due date / days to the due date x days",
        _factor_on_balance,
    ),
    Formula.ANNUITY_OF_FACTORS: (
        "balance x product of (1 + f) / fn, fn(1) = 1, fn(k) = 1 + fn(k-1) x (1 + f(k))",
        _annuity_of_factors,
    ),
    Formula.FORGONE_IN_DUPLUM: (
        "room - interest on arrears, room = outstanding principal - what is unpaid of interest and charges",
        lambda inputs, _: _amount(inputs, "room") - _amount(inputs, "interest_on_arrears"),
    ),
    Formula.STATED: ("as agreed", lambda inputs, _: _amount(inputs, "amount")),
    Formula.INTEREST_OF_PLAN: (
        "all that the declining balance bears",
        lambda inputs, _: _amount(inputs, "amount"),
    ),
    Formula.SUM: ("sum of the parts", _sum),
}


def words_of(formula: Formula, inputs: Mapping[str, Input]) -> str:
    """The formula in words, without what these inputs leave out."""
    words = FORMULAS[formula][0]
    if inputs.get("of") == 1:
        words = words.replace(" / of", "")
    if formula is Formula.PERCENTAGE:
        named = " and ".join(name for name in ("minimum", "maximum") if name in inputs)
        words = words.replace(", within minimum and maximum", f", within {named}" if named else "")
    return words


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
    steps: RoundingMode = RoundingMode.HALF_EVEN
    """How intermediate steps are rounded to ``precision`` significant digits."""

    def recomputed(self) -> Decimal:
        """The amount, worked out again from the inputs alone."""
        return rounded(self.exact_again(), self.rounding, self.digits, self.multiples_of)

    def exact_again(self) -> Decimal:
        """The unrounded value, worked out again from the inputs alone."""
        return FORMULAS[self.formula][1](self.inputs, arithmetic(self.precision, self.steps))

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


def multiples_of(currency: Currency) -> int:
    """The whole multiples that amounts of ``currency`` are rounded to; 0: to its decimals."""
    return currency.in_multiples_of if not currency.digits and currency.in_multiples_of > 1 else 0


def part_by_days(terms: LoanTerms, amount: Decimal, days: int, of_days: int) -> Figure:
    """``days`` of the ``of_days`` that ``amount`` stands for (``finance.foreclosure.share_of_days``)."""
    return figure(
        Formula.PART_BY_DAYS,
        {"amount": amount, "days": days, "of_days": of_days},
        digits=terms.currency.digits,
        precision=terms.precision,
        rounding=terms.rounding,
        multiples_of=multiples_of(terms.currency),
    )


def figure(
    formula: Formula,
    inputs: Mapping[str, Input],
    *,
    digits: int,
    precision: int,
    rounding: RoundingMode | None,
    multiples_of: int = 0,
    steps: RoundingMode = RoundingMode.HALF_EVEN,
) -> Figure:
    """The figure that ``formula`` makes of ``inputs``."""
    exact = FORMULAS[formula][1](inputs, arithmetic(precision, steps))
    return Figure(
        formula=formula,
        inputs=inputs,
        exact=exact,
        amount=rounded(exact, rounding, digits, multiples_of),
        rounding=rounding,
        digits=digits,
        multiples_of=multiples_of,
        precision=precision,
        steps=steps,
    )
