"""The in duplum rule: what is owed beside the principal never comes to more than the principal."""

from decimal import Decimal

from amana.finance.money import ZERO


def room_in_duplum(principal: Decimal, unpaid: Decimal) -> Decimal:
    """How much more interest and penalties arrears may bring about.

    `principal` is what is outstanding of it, `unpaid` the interest, fees and penalties that are due; both in the
    loan's currency. Zero once they have come to the same.
    """
    return max(principal - unpaid, ZERO)
