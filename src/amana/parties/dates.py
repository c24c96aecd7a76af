"""Rules about days that all parties share."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from amana.kernel.refusals import Refused


@dataclass(eq=False, kw_only=True)
class DateInFuture(Refused):
    """What is recorded as done cannot lie after the business date."""

    code: ClassVar[str] = "date_in_future"
    message: ClassVar[str] = "{field} cannot be in the future: {value} is after {business_date}."

    field: str
    value: date
    business_date: date


@dataclass(eq=False, kw_only=True)
class DateTooEarly(Refused):
    """A step cannot come before the one it builds on."""

    code: ClassVar[str] = "date_too_early"
    message: ClassVar[str] = "{field} cannot be {value}, before {earlier} on {limit}."

    field: str
    value: date
    limit: date
    earlier: str
    """The step that comes first, in words."""


def require_not_future(field: str, value: date, business_date: date) -> None:
    """Refuse a day after the business date."""
    if value > business_date:
        raise DateInFuture(field=field, value=value, business_date=business_date)


def require_not_before(field: str, value: date, limit: date | None, earlier: str) -> None:
    """Refuse a day before ``limit``, the day of the step ``earlier``."""
    if limit is not None and value < limit:
        raise DateTooEarly(field=field, value=value, limit=limit, earlier=earlier)
