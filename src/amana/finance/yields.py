"""What a series of payments yields: the rate at which everything received is worth what was paid out.

The equation of value of the annual percentage rate (Directive 2008/48/EC, annex I) and of a spreadsheet's XIRR and IRR:
the sum of ``amount / (1 + rate) ** time`` is nought. With ``x = ln(1 + rate)`` that is a sum of
``amount * exp(-time x)``, which for money paid out first and received afterwards falls with ``x`` and is convex, so
Newton's steps from 0 reach the one root there is.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from amana.finance.money import HUNDRED, ONE, ZERO, Scale, arithmetic, round_amount

DAYS_IN_YEAR = Decimal(365)
RATE_DIGITS = 6
MOST_STEPS = 200
NEAR_ENOUGH = Decimal("1e-24")


def yearly_rate(flows: Iterable[tuple[date, Decimal]]) -> Decimal | None:
    """The effective rate in per cent a year, compounded yearly over actual days by 365, to six decimals (half even).

    Amounts paid out are negative, received positive. None where no rate makes them equal.
    """
    listed = list(flows)
    start = min((on for on, _ in listed), default=None)
    if start is None:
        return None
    with localcontext(arithmetic()):
        return _rate([(Decimal((on - start).days) / DAYS_IN_YEAR, amount) for on, amount in listed])


def periodic_rate(flows: Iterable[tuple[int, Decimal]]) -> Decimal | None:
    """The internal rate of return in per cent a period, of amounts after so many periods each.

    Signs, rounding and None as in ``yearly_rate``.
    """
    with localcontext(arithmetic()):
        return _rate([(Decimal(periods), amount) for periods, amount in flows])


def _rate(flows: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    x = ZERO
    for _ in range(MOST_STEPS):
        worth = [(time, amount * (-time * x).exp()) for time, amount in flows]
        slope = sum((time * value for time, value in worth), ZERO)
        if slope <= 0:
            return None
        step = sum((value for _, value in worth), ZERO) / slope
        if abs(step) > 10:  # the amounts are never worth the same
            return None
        x += step
        if abs(step) < NEAR_ENOUGH:
            return round_amount((x.exp() - ONE) * HUNDRED, Scale(RATE_DIGITS))
    return None
