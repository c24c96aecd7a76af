"""The meetings of groups and centres: scheduled, changed, cancelled.

Loans keep the rule they were applied for with: another one counts for applications to come.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType
from amana.parties.meetings.records import group_meeting
from amana.parties.meetings.store import ADD, KIND, require_sound, seen_meeting
from amana.parties.refs import GroupRef, group_ref


@dataclass(frozen=True, kw_only=True)
class ScheduleMeetings:
    """Let a group or centre meet from ``starts_on`` on, as the rule ``recurrence`` says (RFC 5545)."""

    group: int
    title: str
    starts_on: date
    recurrence: str


@dataclass(frozen=True, kw_only=True)
class ChangeMeetings:
    """Meet on other days, or under another title."""

    meeting: int
    title: str | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET
    recurrence: str | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class CancelMeetings:
    """Meet no more."""

    meeting: int


@handles(ScheduleMeetings, permission="CREATE_CALENDAR", grouping="portfolio")
def schedule(command: ScheduleMeetings, work: Work) -> Outcome:
    """Refuses a rule that names no days."""
    group = group_ref(work, command.group)
    require_sound(command.title, command.starts_on, command.recurrence)
    made = work.session.scalar(
        ADD,
        group_id=group.id,
        title=command.title,
        starts_on=command.starts_on,
        recurrence=command.recurrence,
    )
    return _outcome(int(made), group)


@handles(ChangeMeetings, permission="UPDATE_CALENDAR", grouping="portfolio")
def change(command: ChangeMeetings, work: Work) -> Outcome:
    """What is left out stays."""
    present, group = seen_meeting(work, command.meeting)
    names = ("title", "starts_on", "recurrence")
    sent = {name: getattr(command, name) for name in names if getattr(command, name) is not UNSET}
    wanted = {name: sent.get(name, getattr(present, name)) for name in names}
    require_sound(**wanted)
    work.session.run(sa.update(group_meeting).where(group_meeting.c.id == present.id).values(**wanted))
    return _outcome(
        present.id, group, {name: sent[name] for name in sent if sent[name] != getattr(present, name)}
    )


@handles(CancelMeetings, permission="DELETE_CALENDAR", grouping="portfolio")
def cancel(command: CancelMeetings, work: Work) -> Outcome:
    """The audit keeps what they were."""
    present, group = seen_meeting(work, command.meeting)
    work.session.run(sa.delete(group_meeting).where(group_meeting.c.id == present.id))
    return _outcome(present.id, group)


def _outcome(meeting: int, group: GroupRef, changes: dict[str, object] | None = None) -> Outcome:
    return Outcome(kind=KIND, id=meeting, office=group.office_id, group=group.id, changes=changes)
