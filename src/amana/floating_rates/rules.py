"""What a floating rate may be; pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from amana.floating_rates.store import MAXIMUM_NAME_LENGTH, MAXIMUM_NOTES_LENGTH, AskedPeriod
from amana.kernel.refusals import Problem


def name_problems(name: str) -> Iterator[Problem]:
    """An empty name, or one that is too long."""
    if not name.strip():
        yield Problem(field="name", kind="blank", message="The name is missing.")
    elif len(name) > MAXIMUM_NAME_LENGTH:
        message = f"The name has at most {MAXIMUM_NAME_LENGTH} characters."
        yield Problem(field="name", kind="too_long", message=message, limit=MAXIMUM_NAME_LENGTH)


def start_problems(periods: Sequence[AskedPeriod], today: date) -> Iterator[Problem]:
    """Periods that begin by today, or two on one day."""
    if len({one.starts_on for one in periods}) < len(periods):
        message = "Two periods begin on the same day."
        yield Problem(field="periods.starts_on", kind="inconsistent", message=message)
    for one in periods:
        if one.starts_on <= today:
            message = f"The period of {one.starts_on} does not begin after today; what was stays as it was."
            yield Problem(
                field="periods.starts_on", kind="too_small", message=message, value=one.starts_on, limit=today
            )


def period_problems(periods: Sequence[AskedPeriod], *, base: bool, has_base: bool) -> Iterator[Problem]:
    """Periods on top of a base rate that is not there, or of itself (``base``); notes that are too long."""
    for one in periods:
        if one.notes is not None and len(one.notes) > MAXIMUM_NOTES_LENGTH:
            message = f"Notes have at most {MAXIMUM_NOTES_LENGTH} characters."
            yield Problem(field="periods.notes", kind="too_long", message=message, limit=MAXIMUM_NOTES_LENGTH)
        if one.on_base and base:
            message = "The base rate cannot be on top of itself."
            yield Problem(field="periods.on_base", kind="inconsistent", message=message, value=True)
        elif one.on_base and not has_base:
            message = "There is no base rate that the period could be on top of."
            yield Problem(field="periods.on_base", kind="inconsistent", message=message, value=True)


def base_problems(wanted: bool, present: int | None, *, this: int | None = None) -> Iterator[Problem]:  # noqa: FBT001
    """A second base rate."""
    if wanted and present is not None and present != this:
        message = "There is a base rate already."
        yield Problem(field="base", kind="inconsistent", message=message, value=True)
