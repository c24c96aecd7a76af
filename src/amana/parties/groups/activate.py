"""Activating groups and centres: from now on contracts may be made with them."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.parties.dates import require_not_before, require_not_future
from amana.parties.groups.states import GroupLevel, GroupVerb
from amana.parties.groups.store import GroupStore, outcome_of


@dataclass(frozen=True, kw_only=True)
class ActivateGroup:
    """``on`` is the day from which the group is active."""

    group: int
    on: date


@dataclass(frozen=True, kw_only=True)
class ActivateCentre:
    """``on`` is the day from which the centre is active."""

    centre: int
    on: date


@handles(ActivateGroup, permission="ACTIVATE_GROUP")
def activate_group(command: ActivateGroup, groups: GroupStore) -> Outcome:
    """Refuses a day before the office opened or before the application, and one in the future."""
    return _activate(groups, GroupLevel.GROUP, command.group, command.on)


@handles(ActivateCentre, permission="ACTIVATE_CENTER")
def activate_centre(command: ActivateCentre, groups: GroupStore) -> Outcome:
    """Refuses a day before the office opened or before the application, and one in the future."""
    return _activate(groups, GroupLevel.CENTRE, command.centre, command.on)


def _activate(groups: GroupStore, level: GroupLevel, group_id: int, on: date) -> Outcome:
    record = groups.load(level, group_id)
    status = record.after(GroupVerb.ACTIVATE)
    require_not_future("on", on, groups.work.business_date)
    require_not_before("on", on, record.office_opened_on, "the office opened")
    require_not_before("on", on, record.submitted_on, "the application")
    groups.step(record.id, "activated", on, status=str(status))
    return outcome_of(record, {"status": status, "activated_on": on})
