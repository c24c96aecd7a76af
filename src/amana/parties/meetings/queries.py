"""When a group or centre meets."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from amana.finance.rhythm import RhythmError, next_meeting
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.parties.meetings.records import group_meeting
from amana.parties.meetings.store import MeetingRow, seen_meeting
from amana.parties.refs import group_ref
from amana.storage.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """Meetings of a group or centre. ``next_on`` is the first on or after the business date."""

    id: int
    group: int
    title: str
    starts_on: date
    recurrence: str
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class ListMeetings:
    """The meetings of a group or centre: a list of ``MeetingView``."""

    group: int


@dataclass(frozen=True, kw_only=True)
class GetMeeting:
    """Meetings by their number: a ``MeetingView``."""

    meeting: int


_OF_GROUP = Statement(
    sa.select(*group_meeting.c)
    .where(group_meeting.c.group_id == sa.bindparam("group"))
    .order_by(group_meeting.c.id)
)


@answers(ListMeetings, permission="READ_CALENDAR")
def list_meetings(query: ListMeetings, reading: Reading) -> list[MeetingView]:
    """In the order in which they were scheduled."""
    group = group_ref(reading, query.group)
    rows = reading.session.all(_OF_GROUP, MeetingRow, group=group.id)
    return [_view(row, reading.business_date) for row in rows]


@answers(GetMeeting, permission="READ_CALENDAR")
def get_meeting(query: GetMeeting, reading: Reading) -> MeetingView:
    """Raises NotFound."""
    found, _ = seen_meeting(reading, query.meeting)
    return _view(found, reading.business_date)


def _view(row: MeetingRow, today: date) -> MeetingView:
    try:
        following = next_meeting(row.rule, max(today, row.starts_on) - timedelta(days=1))
    except RhythmError:
        following = None
    return MeetingView(
        id=row.id,
        group=row.group_id,
        title=row.title,
        starts_on=row.starts_on,
        recurrence=row.recurrence,
        next_on=following,
    )
