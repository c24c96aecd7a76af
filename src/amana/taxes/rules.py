"""What is wrong with taxes and their groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.refusals import Problem

MAXIMUM_NAME_LENGTH = 255
WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class AskedTax:
    """A tax of a group from a day on, until the day before ``ends_on``."""

    component: int
    starts_on: date
    ends_on: date | None = None


def name_problems(name: str) -> Iterator[Problem]:
    """A name is there and not too long."""
    if not name.strip():
        yield Problem(field="name", kind="blank", message="The name is missing.")
    elif len(name) > MAXIMUM_NAME_LENGTH:
        text = f"The name has at most {MAXIMUM_NAME_LENGTH} characters."
        yield Problem(field="name", kind="too_long", message=text, limit=MAXIMUM_NAME_LENGTH)


def percentage_problems(percentage: Decimal) -> Iterator[Problem]:
    """More than nothing, and less than all."""
    if not 0 < percentage < WHOLE:
        text = "The percentage of a tax is more than 0 and less than 100."
        yield Problem(field="percentage", kind="not_one_of", message=text, value=percentage, limit=WHOLE)


def group_problems(taxes: Sequence[AskedTax]) -> Iterator[Problem]:
    """A group has a tax, each for a time, and none twice at a time."""
    if not taxes:
        yield Problem(field="taxes", kind="blank", message="A group has at least one tax.")
    last: dict[int, date | None] = {}
    for one in sorted(taxes, key=lambda one: (one.component, one.starts_on)):
        if one.ends_on is not None and one.ends_on <= one.starts_on:
            text = "A tax ends after the day it begins."
            yield Problem(field="taxes.ends_on", kind="inconsistent", message=text, value=one.ends_on)
        if one.component in last and (last[one.component] or date.max) > one.starts_on:
            text = "A tax is in the group twice at a time."
            yield Problem(field="taxes", kind="inconsistent", message=text, value=one.component)
        last[one.component] = one.ends_on
