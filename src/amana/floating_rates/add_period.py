"""One more period of a floating rate: how a market index is kept up, month by month."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.floating_rates.refusals import BadStart
from amana.floating_rates.rules import period_problems
from amana.floating_rates.store import KIND, AskedPeriod, FloatingRates, rate_table
from amana.floating_rates.update import moved
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput


@dataclass(frozen=True, kw_only=True)
class AddRatePeriod:
    """The rate from ``starts_on`` on, in place of what was to begin on that day.

    An index is known late: the day may be over, as long as no period that began later is in force. Loans follow it
    from that day.
    """

    rate: int
    starts_on: date
    value: Decimal
    on_base: bool = False
    notes: str | None = None


@handles(AddRatePeriod, permission="UPDATE_FLOATINGRATE", grouping="organisation")
def add(command: AddRatePeriod, work: Work, rates: FloatingRates) -> Outcome:
    """Raises NotFound, InvalidInput, BadStart."""
    rates.lock()
    table = rate_table(work.session, command.rate)
    begun = [one.starts_on for one in table.periods if one.starts_on <= work.business_date]
    if begun and command.starts_on < max(begun):
        raise BadStart(starts_on=command.starts_on, in_force_since=max(begun))
    asked = AskedPeriod(
        starts_on=command.starts_on, rate=command.value, on_base=command.on_base, notes=command.notes
    )
    has_base = rates.base() is not None
    found = tuple(
        replace(one, field="on_base" if one.kind == "inconsistent" else "notes")
        for one in period_problems((asked,), base=table.base, has_base=has_base)
    )
    if found:
        raise InvalidInput(found)
    rates.end_periods(table.id, on=command.starts_on)
    rates.add_periods(table.id, (asked,))
    rates.change(table.id)
    moved(rates, table, periods=True, base=False)
    return Outcome(kind=KIND, id=table.id, changes={"starts_on": asked.starts_on, "value": asked.rate})
