"""What an applicant may ask of a floating rate; pure."""

from collections.abc import Mapping
from typing import Any

from amana.kernel.refusals import Problem
from amana.loans.floating.terms import FloatingTerms
from amana.loans.products.product import LoanProduct, beyond

ASKED = ("rate_differential", "follows_rate")
OWN_RATE = ("interest_rate", "interest_rate_unit")


def floating_of(
    product: LoanProduct, wanted: Mapping[str, Any], present: FloatingTerms | None
) -> tuple[FloatingTerms | None, list[Problem]]:
    """The floating rate of a loan, with what was asked for instead of what the product offers (or what was agreed on
    before), and what is wrong with that.
    """
    offer = product.floating
    if offer is None:
        return None, [_wrong(name, wanted[name], "means nothing here") for name in ASKED if name in wanted]
    found = [
        _wrong(name, wanted[name], "is that of the floating rate") for name in OWN_RATE if name in wanted
    ]
    if present is not None and present.rate == offer.rate:
        usual, follows, margin = present.differential, present.follows, present.margin
    else:
        usual, follows, margin = offer.default_differential, False, offer.margin
    differential = wanted.get("rate_differential", usual)
    follows = wanted.get("follows_rate", follows)
    low, high = offer.minimum_differential, offer.maximum_differential
    found.extend(beyond("rate_differential", differential, low, high))
    if follows and not offer.may_follow:
        found.append(_wrong("follows_rate", follows, "is not offered with this product"))
    made = FloatingTerms(rate=offer.rate, margin=margin, differential=differential, follows=follows)
    return made, found


def _wrong(name: str, value: Any, what: str) -> Problem:
    return Problem(field=name, kind="inconsistent", message=f"{name} {what}.", value=value)
