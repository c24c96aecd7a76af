"""Other particulars for a floating rate, and what it will be."""

from dataclasses import dataclass
from typing import Any

from amana.floating_rates.rules import base_problems, name_problems, period_problems, start_problems
from amana.floating_rates.store import KIND, AskedPeriod, FloatingRates, RateTable, rate_table
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given


@dataclass(frozen=True, kw_only=True)
class UpdateFloatingRate:
    """Only the fields that are given change. ``periods`` take the place of all that begin after today; those that
    have begun stay.
    """

    rate: int
    name: str | UnsetType = UNSET
    base: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    periods: tuple[AskedPeriod, ...] | UnsetType = UNSET


@handles(UpdateFloatingRate, permission="UPDATE_FLOATINGRATE", grouping="organisation")
def update(command: UpdateFloatingRate, work: Work, rates: FloatingRates) -> Outcome:
    """Loans that follow the rate are behind from now on, where it changes what they bear. Raises NotFound,
    InvalidInput, Duplicate.
    """
    rates.lock()
    before = rate_table(work.session, command.rate)
    current: dict[str, Any] = {"name": before.name, "base": before.base, "active": before.active}
    changes = changed_fields(given(command, current), current)
    wanted = {**current, **changes}
    periods = () if isinstance(command.periods, UnsetType) else command.periods
    found = tuple(_problems(work, rates, before, wanted, periods))
    if found:
        raise InvalidInput(found)
    rates.require_free_name(wanted["name"], except_id=before.id)
    if changes or periods:
        rates.change(before.id, **changes)
    if periods:
        rates.end_periods(before.id, after=work.business_date)
        rates.add_periods(before.id, periods)
        changes["periods"] = periods
    moved(rates, before, periods=bool(periods), base="base" in changes or "active" in changes)
    return Outcome(kind=KIND, id=before.id, changes=changes)


def moved(rates: FloatingRates, rate: RateTable, *, periods: bool, base: bool) -> None:
    """Tell what follows the rate, and what is on top of it where it is the base, that it moved."""
    if periods or base:
        is_base = rates.base() == rate.id or rate.base
        rates.has_moved({rate.id, *(rates.on_base() if is_base else ())})


def _problems(
    work: Work,
    rates: FloatingRates,
    before: RateTable,
    wanted: dict[str, Any],
    periods: tuple[AskedPeriod, ...],
) -> list[Problem]:
    present = rates.base()
    found = [
        *name_problems(wanted["name"]),
        *base_problems(wanted["base"], present, this=before.id),
        *start_problems(periods, work.business_date),
    ]
    given_up = present == before.id and not (wanted["base"] and wanted["active"])
    if given_up and rates.on_base():
        message = "Other rates are on top of this base rate."
        found.append(Problem(field="base", kind="inconsistent", message=message, value=False))
    has_base = present is not None and not given_up
    found.extend(period_problems(periods, base=wanted["base"], has_base=has_base))
    return found
