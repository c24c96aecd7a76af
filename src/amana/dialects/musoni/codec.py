"""What Musoni spells its own way: moments as UNIX seconds, and what was changed since one."""

from datetime import UTC, datetime

from amana.dialects.base.codecs import Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn

LATEST = 253_402_300_799
"""The last second of the year 9999."""


class EpochSeconds:
    """A moment as seconds since 1970, UTC."""

    def read(self, wire: JsonIn, spelling: Spelling) -> datetime:
        text = wire.strip() if isinstance(wire, str) else ""
        if not (text.isascii() and text.isdigit() and len(text) < 13) or int(text) > LATEST:
            raise Unreadable(FaultKind.NOT_A_DATE, "UNIX seconds")
        return datetime.fromtimestamp(int(text), tz=UTC)

    def write(self, value: datetime) -> int:
        return int(value.timestamp())

    def schema(self) -> Schema:
        return {"type": "integer", "description": "seconds since 1970-01-01T00:00:00Z"}


SECONDS = EpochSeconds()
