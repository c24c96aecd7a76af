"""A new floating rate."""

from dataclasses import dataclass

from amana.floating_rates.rules import base_problems, name_problems, period_problems, start_problems
from amana.floating_rates.store import IDENTITY, KIND, AskedPeriod, FloatingRates
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.identities import register
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput


@dataclass(frozen=True, kw_only=True)
class CreateFloatingRate:
    """A rate that products may follow; ``base``: the one that others may be on top of.

    Its periods begin after today; before its first one a rate is what it is in that.
    """

    name: str
    base: bool = False
    active: bool = True
    periods: tuple[AskedPeriod, ...] = ()


@handles(CreateFloatingRate, permission="CREATE_FLOATINGRATE", grouping="organisation")
def create(command: CreateFloatingRate, work: Work, rates: FloatingRates) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    rates.lock()
    present = rates.base()
    found = (
        *name_problems(command.name),
        *base_problems(command.base, present),
        *start_problems(command.periods, work.business_date),
        *period_problems(command.periods, base=command.base, has_base=present is not None),
    )
    if found:
        raise InvalidInput(found)
    rates.require_free_name(command.name)
    made = rates.add(command.name, base=command.base, active=command.active, periods=command.periods)
    register(work.session, IDENTITY, made)
    return Outcome(kind=KIND, id=made)
