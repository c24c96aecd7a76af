"""Why a floating rate was not changed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from amana.kernel.refusals import Family, Refused


@dataclass(eq=False, kw_only=True)
class BadStart(Refused):
    """A period of a rate would begin before the one that is in force."""

    code: ClassVar[str] = "floating_rate.bad_start"
    family: ClassVar[Family] = Family.RULE
    message: ClassVar[str] = (
        "The rate has been what it is since {in_force_since}; nothing can begin on {starts_on}."
    )

    starts_on: date
    in_force_since: date
