"""Comparing what came back with what a case expects. Nothing is compared within a tolerance."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.replay.outcomes import Differs

CENT = Decimal("0.01")


def number(value):
    """A JSON number or decimal text as an exact decimal; None stays None."""
    return None if value is None else Decimal(str(value))


def rounded(value):
    """An amount to two decimals, half-up, as the formats say amounts are compared."""
    found = number(value)
    return None if found is None else found.quantize(CENT, ROUND_HALF_UP)


def iso(value):
    """``[2024, 2, 1]`` as ``2024-02-01``; None stays None."""
    if isinstance(value, list):
        return date(*value[:3]).isoformat()
    return value


def at(body, path):
    """The value under a dotted path, or None where any part of it is missing."""
    for name in path.split("."):
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body


def same_amount(what, want, got):
    """Amounts are equal once rounded to cents."""
    if rounded(want) != rounded(got):
        raise Differs(f"{what}: want {want}, got {got}")


def same_exactly(what, want, got):
    """Numbers are equal as they are."""
    if number(want) != number(got):
        raise Differs(f"{what}: want {want}, got {got}")


def same(what, want, got):
    """Plain values are equal."""
    if want != got:
        raise Differs(f"{what}: want {want!r}, got {got!r}")


def amount_differs(want, got):
    """Whether an amount in a table differs; None means null or left out."""
    return rounded(want) != rounded(got)
