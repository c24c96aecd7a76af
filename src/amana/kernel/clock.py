"""The one place where the machine's clock is read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, UTC; only for booking times, audit and credentials."""
    return datetime.now(UTC)


def today_in(time_zone: str, at: datetime) -> date:
    """The calendar day at ``at`` in a time zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()
