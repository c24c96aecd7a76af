"""How supervisor reports spell values: ids as opaque text, ISO moments with milliseconds, money as text or number."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from amana.dialects.base.codecs import MAX_BIGINT, Schema, Spelling, Word
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn, Number
from amana.dialects.base.json_out import plain
from amana.reports.supervision.views import ReportType, Standing

NOBODY = 0
"""The id that no record has."""

MONEY_DIGITS = 2
EARLIEST_YEAR, LATEST_YEAR = 1900, 9998
"""Beyond these an offset leads out of the calendar."""

LAST_MOMENT = time(23, 59, 59, 999000)


class OpaqueId:
    """An id as text. Text that cannot be one names a record that does not exist."""

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        text = str(wire).strip() if isinstance(wire, str) else ""
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else NOBODY
        return number if number <= MAX_BIGINT else NOBODY

    def write(self, value: int) -> str:
        return str(value)

    def schema(self) -> Schema:
        return {"type": "string"}


class IsoMoment:
    """``2024-01-31T23:59:59.000Z``. Without an offset it is taken as UTC; ``at_end``: a bare day is its last
    moment instead of its first.
    """

    def __init__(self, *, at_end: bool = False) -> None:
        self.of_day = LAST_MOMENT if at_end else time()

    def read(self, wire: JsonIn, spelling: Spelling) -> datetime:
        text = wire.strip() if isinstance(wire, str) and not isinstance(wire, Number) else ""
        try:
            if len(text) == len("2024-01-31"):
                moment = datetime.combine(date.fromisoformat(text), self.of_day, UTC)
            else:
                moment = datetime.fromisoformat(text)
        except ValueError:
            raise Unreadable(FaultKind.NOT_A_DATE, "ISO 8601") from None
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise Unreadable(FaultKind.OUT_OF_RANGE, EARLIEST_YEAR, LATEST_YEAR)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def write(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def schema(self) -> Schema:
        return {"type": "string", "format": "date-time"}


class MoneyText:
    """An amount or rate as text with at least two digits after the point."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Decimal:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Decimal) -> str:
        digits = -int(value.normalize().as_tuple().exponent)
        return f"{value:.{max(MONEY_DIGITS, digits)}f}"

    def schema(self) -> Schema:
        return {"type": "string", "format": "decimal"}


class MoneyNumber(MoneyText):
    """An amount or rate as a number, without zeros at its end."""

    def write(self, value: Decimal) -> Any:
        return plain(value.normalize())

    def schema(self) -> Schema:
        return {"type": "number"}


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MonthLabel:
    """``Jan 2024``."""

    def read(self, wire: JsonIn, spelling: Spelling) -> date:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: date) -> str:
        return f"{MONTHS[value.month - 1]} {value.year}"

    def schema(self) -> Schema:
        return {"type": "string", "examples": ["Jan 2024"]}


OPAQUE_ID = OpaqueId()
MOMENT = IsoMoment()
PERIOD_END = IsoMoment(at_end=True)
MONEY_TEXT = MoneyText()
MONEY_NUMBER = MoneyNumber()
MONTH_LABEL = MonthLabel()
REPORT_TYPE = Word(ReportType, {one: one.value.upper() for one in ReportType})
STANDING = Word(
    Standing,
    {
        Standing.PENDING: "PENDING_APPROVAL",
        Standing.APPROVED: "APPROVED",
        Standing.ACTIVE: "ACTIVE",
        Standing.COMPLETED: "COMPLETED",
        Standing.WRITTEN_OFF: "WRITTEN_OFF",
        Standing.CANCELLED: "CANCELED",
    },
)
