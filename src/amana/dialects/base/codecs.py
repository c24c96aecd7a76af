"""Codecs: how one value is spelled on the wire, both ways, and what OpenAPI says of it.

The ones here are common to all dialects (text, integers, booleans, ISO dates). What a dialect spells its own
way (localised numbers, dates by pattern, enum objects) is in its ``codec.py``. Floats never appear.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn, Number, storable
from amana.dialects.base.json_out import plain, with_point

Schema = dict[str, Any]

MAX_BIGINT = 2**63 - 1


class Spelling:
    """How this request spells its values (locale, patterns). Dialects that carry such fields subclass it."""

    consumed: ClassVar[frozenset[str]] = frozenset()
    """Body fields that say how the others are spelled."""

    @classmethod
    def of(cls, _fields: Mapping[str, JsonIn], /) -> "Spelling":
        """The spelling a request declares."""
        return cls()


class Codec(Protocol):
    """Reads a wire value (raising ``Unreadable``), writes one of ours, describes itself for OpenAPI."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        """Our value; raises ``Unreadable``."""

    def write(self, value: Any) -> Any:
        """What the JSON encoder gets. Never called with ``None``."""

    def schema(self) -> Schema:
        """A JSON Schema (2020-12) of what is written."""


def request_schema(codec: Codec) -> Schema:
    """A JSON Schema of what is read, where a codec says that it differs from what is written."""
    special = getattr(codec, "request_schema", None)
    schema: Schema = special() if special is not None else codec.schema()
    return schema


class Text:
    """Text, trimmed. A bare JSON number is taken as its digits, as the wire's clients send them."""

    def __init__(self, max_length: int | None = None, *, one_of: tuple[str, ...] = ()) -> None:
        self.max_length, self.one_of = max_length, one_of

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_TEXT)
        if not storable(wire):
            raise Unreadable(FaultKind.BAD_TEXT)
        text = str(wire).strip()
        if self.max_length is not None and len(text) > self.max_length:
            raise Unreadable(FaultKind.TOO_LONG, self.max_length)
        if self.one_of and text not in self.one_of:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.one_of)
        return text

    def write(self, value: object) -> str:
        return str(value)

    def schema(self) -> Schema:
        return {"type": "string", **({"enum": list(self.one_of)} if self.one_of else {})}

    def request_schema(self) -> Schema:
        limit = {} if self.max_length is None else {"maxLength": self.max_length}
        return {**self.schema(), **limit}


class Secret:
    """A password: taken exactly as it is sent, blanks included, never written, never told again."""

    secret = True

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_TEXT)
        if not storable(wire):
            raise Unreadable(FaultKind.BAD_TEXT)
        return str(wire)

    def write(self, value: object) -> str:
        raise TypeError("a password is never shown")

    def schema(self) -> Schema:
        return {"type": "string", "format": "password", "writeOnly": True}


class Integer:
    """A whole number; ``"12"`` is taken for ``12``. ``becomes`` wraps it (``LoanId``)."""

    def __init__(
        self,
        *,
        at_least: int = -MAX_BIGINT,
        at_most: int = MAX_BIGINT,
        becomes: Callable[[int], Any] | None = None,
    ) -> None:
        self.at_least, self.at_most, self.becomes = at_least, at_most, becomes

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        number = self._whole(wire)
        if not self.at_least <= number <= self.at_most:
            raise Unreadable(FaultKind.OUT_OF_RANGE, self.at_least, self.at_most)
        return number if self.becomes is None else self.becomes(number)

    @staticmethod
    def _whole(wire: JsonIn) -> int:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_AN_INTEGER)
        text = wire.strip()
        digits = text[1:] if text[:1] in "+-" else text
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 19:
            raise Unreadable(FaultKind.NOT_AN_INTEGER)
        return int(text)

    def write(self, value: Any) -> int:
        return int(value)

    def schema(self) -> Schema:
        return {"type": "integer"}

    def request_schema(self) -> Schema:
        said: Schema = {"type": "integer"}
        if self.at_least > -MAX_BIGINT:
            said["minimum"] = self.at_least
        if self.at_most < MAX_BIGINT:
            said["maximum"] = self.at_most
        return said


def record_id(becomes: Callable[[int], Any] | None = None) -> Integer:
    """The codec of a record's id: a positive bigint."""
    return Integer(at_least=1, becomes=becomes)


class Boolean:
    """A truth value; ``"true"``, ``"false"``, ``"1"``, ``"0"``, ``1`` and ``0`` are taken too."""

    WORDS: ClassVar[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}

    def read(self, wire: JsonIn, spelling: Spelling) -> bool:
        if isinstance(wire, bool):
            return wire
        found = self.WORDS.get(wire.strip().lower()) if isinstance(wire, str) else None
        if found is None:
            raise Unreadable(FaultKind.NOT_A_BOOLEAN)
        return found

    def write(self, value: object) -> bool:
        return bool(value)

    def schema(self) -> Schema:
        return {"type": "boolean"}


class Truth:
    """What follows from the record, as true or false; never read."""

    def __init__(self, holds: Callable[[Any], bool]) -> None:
        self.holds = holds

    def read(self, wire: JsonIn, spelling: Spelling) -> bool:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> bool:
        return self.holds(value)

    def schema(self) -> Schema:
        return {"type": "boolean"}


class PlainDecimal:
    """A decimal number written without locale (``"12.50"`` or ``12.50``), written as a JSON number with a
    point.
    """

    def read(self, wire: JsonIn, spelling: Spelling) -> Decimal:
        return read_plain_decimal(wire)

    def write(self, value: Decimal | int) -> Any:
        return with_point(Decimal(value))

    def schema(self) -> Schema:
        return {"type": "number"}


class DecimalText(PlainDecimal):
    """A decimal that travels as text both ways (Mambu, supervisor reports, the native API)."""

    def write(self, value: Decimal | int) -> str:
        return format(Decimal(value), "f")

    def schema(self) -> Schema:
        return {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$"}


class PlainNumber(PlainDecimal):
    """A decimal written with as many digits as it has, and no point when it is whole (ratios, factors)."""

    def write(self, value: Decimal | int) -> Any:
        return plain(Decimal(value))


def read_plain_decimal(wire: JsonIn) -> Decimal:
    """A finite decimal of sane size from a number or its text; raises ``Unreadable``."""
    if not isinstance(wire, str) or len(wire) > 60 or "_" in wire:
        raise Unreadable(FaultKind.NOT_A_NUMBER)
    try:
        number = Decimal(wire.strip())
    except InvalidOperation:
        raise Unreadable(FaultKind.NOT_A_NUMBER) from None
    if not number.is_finite():
        raise Unreadable(FaultKind.NOT_A_NUMBER)
    if abs(number.adjusted()) > 40:
        raise Unreadable(FaultKind.OUT_OF_RANGE)
    return number


class IsoDate:
    """``2024-02-29``."""

    def read(self, wire: JsonIn, spelling: Spelling) -> date:
        if isinstance(wire, Number) or not isinstance(wire, str) or len(wire.strip()) != 10:
            raise Unreadable(FaultKind.NOT_A_DATE, "yyyy-MM-dd")
        try:
            return date.fromisoformat(wire.strip())
        except ValueError:
            raise Unreadable(FaultKind.NOT_A_DATE, "yyyy-MM-dd") from None

    def write(self, value: date) -> str:
        return value.isoformat()[:10]

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}


class IsoDateTime:
    """``2024-02-29T13:00:05Z``: aware, written in UTC."""

    def read(self, wire: JsonIn, spelling: Spelling) -> datetime:
        try:
            moment = datetime.fromisoformat(wire.strip())
        except (ValueError, AttributeError):
            raise Unreadable(FaultKind.NOT_A_DATE, "ISO 8601") from None
        if moment.tzinfo is None:
            raise Unreadable(FaultKind.NOT_A_DATE, "ISO 8601 with an offset")
        return moment

    def write(self, value: datetime) -> str:
        return value.isoformat().replace("+00:00", "Z")

    def schema(self) -> Schema:
        return {"type": "string", "format": "date-time"}


class Word:
    """A ``StrEnum`` that travels as a word; ``words`` maps our members to the wire's where they differ."""

    def __init__(self, enum: type[StrEnum], words: Mapping[StrEnum, str] | None = None) -> None:
        self.enum = enum
        self.to_wire = {member: (words or {}).get(member, member.value) for member in enum}
        self.from_wire = {word.casefold(): member for member, word in self.to_wire.items()}

    def read(self, wire: JsonIn, spelling: Spelling) -> StrEnum:
        found = self.from_wire.get(wire.strip().casefold()) if isinstance(wire, str) else None
        if found is None:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.to_wire.values())
        return found

    def write(self, value: Any) -> str:
        return self.to_wire[value]

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.to_wire.values())}


TEXT = Text()
SECRET = Secret()
INTEGER = Integer()
COUNT = Integer(at_least=0)
ID = record_id()
BOOLEAN = Boolean()
ISO_DATE = IsoDate()
ISO_DATE_TIME = IsoDateTime()
DECIMAL = PlainDecimal()
DECIMAL_TEXT = DecimalText()
NUMBER = PlainNumber()
