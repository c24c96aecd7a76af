"""Meetings as rows, and what makes them sound."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.finance.calendars import Meeting
from amana.finance.meetings import names_days
from amana.kernel.context import Reading
from amana.kernel.refusals import NotFound, invalid
from amana.parties.meetings.records import group_meeting
from amana.parties.refs import GroupRef, group_ref
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

KIND = "meeting"
LONGEST_TITLE = 100
ADD = Statement(
    sa.insert(group_meeting).returning(group_meeting.c.id),
    columns=["group_id", "title", "starts_on", "recurrence"],
)
_ONE = Statement(sa.select(*group_meeting.c).where(group_meeting.c.id == sa.bindparam("id")))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """Meetings as they are stored."""

    id: int
    group_id: int
    title: str
    starts_on: date
    recurrence: str

    @property
    def rule(self) -> Meeting:
        """The rule for arithmetic."""
        return Meeting(self.recurrence, self.starts_on)


def asked_meeting(session: ReadSession, meeting: int) -> MeetingRow | None:
    """The meetings with this number, whoever looks."""
    return session.one(_ONE, MeetingRow, id=meeting)


def seen_meeting(reading: Reading, meeting: int) -> tuple[MeetingRow, GroupRef]:
    """The meetings and whose they are; raises NotFound, also for those of groups outside the actor's offices."""
    found = asked_meeting(reading.session, meeting)
    if found is None:
        raise NotFound(kind=KIND, id=meeting)
    try:
        return found, group_ref(reading, found.group_id)
    except NotFound:
        raise NotFound(kind=KIND, id=meeting) from None


def require_sound(title: str, starts_on: date, recurrence: str) -> None:
    """Refuse a title that is blank or long, and a rule that names no day after its beginning."""
    if not title.strip():
        raise invalid("title", "blank", "The title is missing.")
    if len(title) > LONGEST_TITLE:
        message = f"The title has at most {LONGEST_TITLE} characters."
        raise invalid("title", "too_long", message, title, LONGEST_TITLE)
    if not names_days(Meeting(recurrence, starts_on)):
        raise invalid("recurrence", "format", "No rule of recurring days (RFC 5545).", recurrence)
