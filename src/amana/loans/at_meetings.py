"""Applications that name the meetings of their group."""

from dataclasses import replace

from amana.kernel.context import Reading
from amana.kernel.refusals import invalid
from amana.kernel.unset import UNSET
from amana.loans.asked import AskedTerms
from amana.parties.meetings.store import asked_meeting
from amana.parties.refs import group_ref


def with_meeting(reading: Reading, asked: AskedTerms, group: int | None) -> AskedTerms:
    """The terms with the rule of the meetings they name: those of the group, or of its centre; else refused."""
    if asked.meetings is UNSET:
        return asked
    if asked.meetings is None:
        return replace(asked, meetings=UNSET, meeting=None)
    found = asked_meeting(reading.session, asked.meetings) if group is not None else None
    if found is None or group is None or found.group_id not in {group, group_ref(reading, group).parent_id}:
        message = "The meetings are not those of the borrower's group or its centre."
        raise invalid("terms.meetings", "inconsistent", message, asked.meetings)
    return replace(asked, meetings=UNSET, meeting=found.rule)
