"""A product's link to a floating rate: its loans bear that rate and a margin."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from amana.finance.money import ZERO
from amana.finance.terms import RateUnit
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, UnsetType, given

RATE_TERMS = ("interest_rate", "minimum_interest_rate", "maximum_interest_rate", "interest_rate_unit")
"""What a product says of its rate where that is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatingOffer:
    """The floating ``rate`` (its number), the product's ``margin`` on it, and what a loan may add, in per cent a year.

    ``may_follow``: a loan may go on moving with the rate once it is paid out.
    """

    rate: int
    margin: Decimal
    minimum_differential: Decimal
    default_differential: Decimal
    maximum_differential: Decimal
    may_follow: bool


@dataclass(frozen=True, kw_only=True)
class AskedFloating:
    """Fields of ``FloatingOffer`` as a command brings them; ``linked`` false takes the link away."""

    linked: bool | UnsetType = UNSET
    rate: int | UnsetType = UNSET
    margin: Decimal | UnsetType = UNSET
    minimum_differential: Decimal | UnsetType = UNSET
    default_differential: Decimal | UnsetType = UNSET
    maximum_differential: Decimal | UnsetType = UNSET
    may_follow: bool | UnsetType = UNSET

    def over(self, present: FloatingOffer | None) -> FloatingOffer | None:
        """The link that results where ``present`` was in force; InvalidInput with every field that is missing, or
        means nothing without a link.
        """
        sent = given(self)
        is_linked = sent.pop("linked", present is not None)
        if not is_linked:
            _refuse((name, "inconsistent", "means something only with a floating rate") for name in sent)
            return None
        if present is not None:
            return replace(present, **sent)
        names = [one.name for one in fields(FloatingOffer)]
        _refuse((name, "blank", "is missing") for name in names if name not in sent)
        return FloatingOffer(**sent)


def _refuse(wrong: Iterator[tuple[str, str, str]]) -> None:
    found = tuple(
        Problem(field=f"floating.{name}", kind=kind, message=f"floating.{name} {what}.")
        for name, kind, what in wrong
    )
    if found:
        raise InvalidInput(found)


def with_floating(sent: dict[str, Any], present: FloatingOffer | None = None) -> dict[str, Any]:
    """The fields of a product that were sent, its link worked out; a linked product has no rate of its own."""
    asked = sent.get("floating", UNSET)
    offer = present if asked is UNSET else (None if asked is None else asked.over(present))
    if offer is None:
        return {**sent, "floating": None} if "floating" in sent else sent
    own = tuple(
        Problem(
            field=name, kind="inconsistent", message=f"{name} is that of the floating rate.", value=sent[name]
        )
        for name in RATE_TERMS
        if name in sent
    )
    if own:
        raise InvalidInput(own)
    none = {"minimum_interest_rate": None, "maximum_interest_rate": None}
    return {**sent, **none, "interest_rate": ZERO, "interest_rate_unit": RateUnit.YEAR, "floating": offer}


def problems(offer: FloatingOffer) -> Iterator[Problem]:
    """Margins below zero, and limits that leave no room for the default."""
    names = ("margin", "minimum_differential", "default_differential", "maximum_differential")
    for name in names:
        value = getattr(offer, name)
        if value < ZERO:
            message = f"{name} cannot be negative."
            yield Problem(field=f"floating.{name}", kind="too_small", message=message, value=value, limit=0)
    for low, high in pairwise(names[1:]):
        value = getattr(offer, high)
        if getattr(offer, low) > value:
            message = f"{high} is less than {low}."
            yield Problem(field=f"floating.{high}", kind="inconsistent", message=message, value=value)
