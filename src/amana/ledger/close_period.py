"""Closing an office's accounts up to a day."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.ledger.closure_store import Closures


@dataclass(frozen=True, kw_only=True)
class ClosePeriod:
    """From now on nothing is posted in the office with a value date on or before ``closed_on``."""

    office: int
    closed_on: date
    comments: str | None = None


@dataclass(eq=False, kw_only=True)
class ClosingDayInFuture(Refused):
    """A day that has not come cannot be closed."""

    code = "gl_closure_in_future"
    message = "The closing day {closed_on} lies after the business day {business_date}."

    closed_on: date
    business_date: date


@dataclass(eq=False, kw_only=True)
class ClosedAlready(Refused):
    """A later day, or this one, is closed."""

    code = "gl_closure_not_after_latest"
    message = "The accounts are closed up to {latest} already."

    latest: date


@handles(ClosePeriod, permission="CREATE_GLCLOSURE", grouping="accounting")
def close_period(command: ClosePeriod, closures: Closures, work: Work) -> Outcome:
    """Raises NotFound, ClosingDayInFuture, ClosedAlready."""
    office = closures.lock_office(command.office)
    if command.closed_on > work.business_date:
        raise ClosingDayInFuture(closed_on=command.closed_on, business_date=work.business_date)
    if office.closed_through is not None and command.closed_on <= office.closed_through:
        raise ClosedAlready(latest=office.closed_through)
    made = closures.add(office.id, command.closed_on, command.comments)
    return Outcome(kind="gl_closure", id=made, office=office.id)
