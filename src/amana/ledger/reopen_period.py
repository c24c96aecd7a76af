"""Taking back the latest closure of an office."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.ledger.closure_store import Closures


@dataclass(frozen=True, kw_only=True)
class ReopenPeriod:
    """The office is open again since its closure before this one."""

    closure: int


@dataclass(eq=False, kw_only=True)
class LaterClosureExists(Refused):
    """Only the latest closure of an office can be taken back."""

    code = "gl_closure_not_latest"
    message = "The accounts were closed again up to {latest}; only the latest closure can be taken back."

    latest: date


@handles(ReopenPeriod, permission="DELETE_GLCLOSURE", grouping="accounting")
def reopen_period(command: ReopenPeriod, closures: Closures) -> Outcome:
    """Raises NotFound, LaterClosureExists."""
    stored = closures.load(command.closure)
    if stored.latest > stored.closed_on:
        raise LaterClosureExists(latest=stored.latest)
    closures.delete(stored.id)
    return Outcome(kind="gl_closure", id=stored.id, office=stored.office_id)
