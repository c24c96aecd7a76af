"""How the Mifos family spells values: localised numbers, dates by pattern, ``[y, m, d]``, epoch milliseconds.

A request says how it spells: ``locale`` for numbers and month names, ``dateFormat`` (a Joda pattern) for
dates, ``monthDayFormat`` for yearly days. Each is demanded only when a value needs it. A JSON number is taken
as it is, but the family wants ``locale`` beside it all the same, and so do we.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from babel import Locale, UnknownLocaleError

from amana.dialects.base.codecs import Schema, Spelling, read_plain_decimal
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn, Number
from amana.dialects.base.json_out import plain, with_point
from amana.dialects.families.mifos.joda import BadPattern, Pattern, compiled

_SPACES = "\u0020\u00a0\u202f\u2009"
_APOSTROPHES = "'\u2019"


@dataclass(frozen=True)
class MifosSpelling(Spelling):
    """The spelling fields of one request."""

    locale: str | None = None
    date_format: str | None = None
    month_day_format: str | None = None

    consumed: ClassVar[frozenset[str]] = frozenset({"locale", "dateFormat", "monthDayFormat"})

    @classmethod
    def of(cls, fields: Mapping[str, JsonIn]) -> "MifosSpelling":
        """Take the spelling fields out of a body or query string."""
        return cls(
            _text(fields.get("locale")), _text(fields.get("dateFormat")), _text(fields.get("monthDayFormat"))
        )

    def needed_locale(self) -> str:
        """The locale; raises ``Unreadable`` when it is missing or unknown."""
        if self.locale is None:
            raise Unreadable(FaultKind.LOCALE_MISSING)
        try:
            _symbols(self.locale)
        except (UnknownLocaleError, ValueError):
            raise Unreadable(FaultKind.LOCALE_UNKNOWN, self.locale) from None
        return self.locale

    def pattern(self) -> Pattern:
        """The compiled date pattern."""
        return self._pattern(self.date_format, "dateFormat")

    def month_day_pattern(self) -> Pattern:
        """The compiled pattern of yearly days."""
        return self._pattern(self.month_day_format, "monthDayFormat")

    def _pattern(self, pattern: str | None, name: str) -> Pattern:
        locale = self.needed_locale()
        if pattern is None:
            raise Unreadable(FaultKind.DATE_FORMAT_MISSING, name)
        try:
            return compiled(pattern, locale)
        except BadPattern:
            raise Unreadable(FaultKind.DATE_FORMAT_BAD, name, pattern) from None


def _text(value: JsonIn) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


@lru_cache(maxsize=256)
def _symbols(locale: str) -> tuple[str, frozenset[str]]:
    """Decimal sign and grouping signs of a locale, the grouping widened to what its users type."""
    found = Locale.parse(locale.replace("-", "_")).number_symbols["latn"]
    decimal, group = str(found["decimal"]), str(found["group"])
    groups = {group, *_SPACES, *_APOSTROPHES}
    return decimal, frozenset(groups - {decimal})


def read_number(text: str, locale: str) -> Decimal:
    """A number as the locale writes it: ``240,400.88`` (en), ``240 400.88`` (fr_CH), ``240.400,88`` (de).

    Grouping has to be sound (``1,00`` is not a hundred). Where the locale's decimal sign is a comma and its
    grouping is not a point, a point is taken as the decimal sign too. Raises ``Unreadable``.
    """
    decimal, groups = _symbols(locale)
    signless = text.strip().replace("\u2212", "-")
    if decimal == "," and "." not in groups and signless.count(".") == 1 and "," not in signless:
        decimal = "."
    whole, point, fraction = signless.partition(decimal)
    separators = {char for char in whole if char in groups}
    if len(separators) > 1 or (fraction and not fraction.isascii()):
        raise Unreadable(FaultKind.NOT_A_NUMBER)
    for sign in separators:
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(?:{re.escape(sign)}\d{{2,3}})*{re.escape(sign)}\d{{3}}", whole):
            raise Unreadable(FaultKind.NOT_A_NUMBER)
        whole = whole.replace(sign, "")
    bare = f"{whole}.{fraction}" if point else whole
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", bare, re.ASCII):
        raise Unreadable(FaultKind.NOT_A_NUMBER)
    return read_plain_decimal(bare)


class Money:
    """An amount: read with the request's locale, written as a JSON number that always has a decimal point."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Decimal:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_A_NUMBER)
        assert isinstance(spelling, MifosSpelling)  # noqa: S101 - the family's dialects declare it
        locale = spelling.needed_locale()
        return read_plain_decimal(wire) if isinstance(wire, Number) else read_number(wire, locale)

    def write(self, value: Any) -> Any:
        amount = getattr(value, "amount", value)
        return with_point(Decimal(amount))

    def schema(self) -> Schema:
        return {"type": "number"}

    def request_schema(self) -> Schema:
        return {"type": ["number", "string"], "description": "as the locale writes it, or a JSON number"}


class Rate(Money):
    """A percentage or factor: read as money is, written without trailing zeros but as a decimal."""

    def write(self, value: Any) -> Any:
        return with_point(Decimal(value).normalize())


class LocalisedInteger:
    """A count that clients may group (``"1,200"``); a locale is needed only for grouped text."""

    def __init__(self, *, at_least: int = 0) -> None:
        self.at_least = at_least

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_AN_INTEGER)
        text = wire.strip()
        if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
            assert isinstance(spelling, MifosSpelling)  # noqa: S101
            try:
                number = (
                    read_plain_decimal(wire)
                    if isinstance(wire, Number)
                    else read_number(text, spelling.needed_locale())
                )
            except Unreadable as wrong:
                kind = FaultKind.NOT_AN_INTEGER if wrong.kind is FaultKind.NOT_A_NUMBER else wrong.kind
                raise Unreadable(kind, *wrong.args) from None
            if number != number.to_integral_value():
                raise Unreadable(FaultKind.NOT_AN_INTEGER)
            text = str(int(number))
        if int(text) < self.at_least:
            raise Unreadable(FaultKind.OUT_OF_RANGE, self.at_least)
        return int(text)

    def write(self, value: int) -> int:
        return int(value)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.at_least}


class Day:
    """A date: sent as text by ``dateFormat``, returned as ``[year, month, day]`` (also taken back)."""

    def read(self, wire: JsonIn, spelling: Spelling) -> date:
        assert isinstance(spelling, MifosSpelling)  # noqa: S101
        if isinstance(wire, list) and len(wire) == 3 and all(isinstance(part, Number) for part in wire):
            try:
                return date(*(int(part) for part in wire))
            except ValueError:
                raise Unreadable(FaultKind.NOT_A_DATE, "[year, month, day]") from None
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_A_DATE, spelling.date_format or "")
        moment = spelling.pattern().read(wire)
        if moment is None:
            raise Unreadable(FaultKind.NOT_A_DATE, spelling.date_format or "")
        return moment.date()

    def write(self, value: date) -> list[int]:
        return [value.year, value.month, value.day]

    def schema(self) -> Schema:
        return {
            "type": "array",
            "items": {"type": "integer"},
            "minItems": 3,
            "maxItems": 3,
            "description": "[year, month, day]",
        }

    def request_schema(self) -> Schema:
        return {"type": "string", "description": "by dateFormat"}


class YearlyDay:
    """A day of every year: sent by ``monthDayFormat``, returned as ``[month, day]``. Ours is ``(month,
    day)``.
    """

    def read(self, wire: JsonIn, spelling: Spelling) -> tuple[int, int]:
        assert isinstance(spelling, MifosSpelling)  # noqa: S101
        moment = spelling.month_day_pattern().read(wire) if isinstance(wire, str) else None
        if moment is None:
            raise Unreadable(FaultKind.NOT_A_DATE, spelling.month_day_format or "")
        return moment.month, moment.day

    def write(self, value: tuple[int, int]) -> list[int]:
        return [*value]

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}

    def request_schema(self) -> Schema:
        return {"type": "string", "description": "by monthDayFormat"}


class EpochMillis:
    """A moment as milliseconds since 1970 (audit, notes)."""

    def read(self, wire: JsonIn, spelling: Spelling) -> datetime:
        if not isinstance(wire, str) or not wire.isascii() or not wire.isdigit() or len(wire) > 15:
            raise Unreadable(FaultKind.NOT_A_DATE, "epoch milliseconds")
        seconds, millis = divmod(int(wire), 1000)
        return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=millis * 1000)

    def write(self, value: datetime) -> int:
        return int(value.timestamp()) * 1000 + value.microsecond // 1000

    def schema(self) -> Schema:
        return {"type": "integer", "description": "milliseconds since 1970-01-01T00:00:00Z"}


class MomentText:
    """``yyyy-MM-dd HH:mm:ss`` (also ``T`` between), taken as UTC: the filters of audits."""

    def read(self, wire: JsonIn, spelling: Spelling) -> datetime:
        try:
            moment = datetime.fromisoformat(wire.strip())
        except (ValueError, AttributeError):
            raise Unreadable(FaultKind.NOT_A_DATE, "yyyy-MM-dd HH:mm:ss") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def write(self, value: datetime) -> str:
        return value.strftime("%Y-%m-%d %H:%M:%S")

    def schema(self) -> Schema:
        return {"type": "string", "description": "yyyy-MM-dd HH:mm:ss, UTC"}


class Figure:
    """A number that is no money (a ratio, a share): written with the digits it has."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Decimal:
        return MONEY.read(wire, spelling)

    def write(self, value: Any) -> Any:
        return plain(Decimal(value))

    def schema(self) -> Schema:
        return {"type": "number"}


MONEY = Money()
RATE = Rate()
FIGURE = Figure()
DAY = Day()
YEARLY_DAY = YearlyDay()
MILLIS = EpochMillis()
MOMENT_TEXT = MomentText()
LOCALISED_COUNT = LocalisedInteger()
LOCALISED_POSITIVE = LocalisedInteger(at_least=1)


_DAYS_OF_A_WEEK = 7


class FromMonday:
    """A day of the week, 1 = Monday to 7 = Sunday; here Monday is 0."""

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        number = LOCALISED_POSITIVE.read(wire, spelling)
        if number > _DAYS_OF_A_WEEK:
            raise Unreadable(FaultKind.OUT_OF_RANGE, 1, _DAYS_OF_A_WEEK)
        return int(number) - 1

    def write(self, value: int) -> int:
        return value + 1

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": 1, "maximum": _DAYS_OF_A_WEEK}


FROM_MONDAY = FromMonday()
