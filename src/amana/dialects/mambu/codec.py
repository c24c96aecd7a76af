"""How Mambu v1 spells values: keys of 32 hexadecimal digits, decimal text, date-times with an offset, capitals."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from amana.dialects.base.codecs import ISO_DATE, DecimalText, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Fields
from amana.dialects.base.json_in import JsonIn
from amana.kernel.context import Reading

_OFFSET = re.compile(r"([+-]\d{2}):?(\d{2})\Z")
_KEY: Schema = {"type": "string", "pattern": "^[0-9a-f]{32}$"}


class Key:
    """The key of a record, as answers show it."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        return Text(100).read(wire, spelling)

    def write(self, value: Any) -> str:
        return str(value.hex)

    def schema(self) -> Schema:
        return dict(_KEY)


class NumberedKey:
    """A key for what has only a number here (papers, addresses, client types): a sign of its kind, then the number."""

    def __init__(self, kind: str) -> None:
        self.sign = hashlib.sha256(kind.encode()).hexdigest()[:16]

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        text = wire.strip().lower() if isinstance(wire, str) else ""
        if not re.fullmatch(self.sign + r"[0-7][0-9a-f]{15}", text):
            raise Unreadable(FaultKind.NOT_ONE_OF)
        return int(text[16:], 16)

    def write(self, value: int) -> str:
        return f"{self.sign}{value:016x}"

    def schema(self) -> Schema:
        return dict(_KEY)

    def request_schema(self) -> Schema:
        return {"type": "string"}


class DerivedKey:
    """A key for what is told by several keys together (a membership); never read."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: tuple[Any, ...]) -> str:
        return hashlib.sha256("/".join(str(part) for part in value).encode()).hexdigest()[:32]

    def schema(self) -> Schema:
        return dict(_KEY)


class Amount(DecimalText):
    """Money, rates: decimal text without superfluous zeros (``2500``, ``207.49``)."""

    def write(self, value: Any) -> str:
        text = format(Decimal(value), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text


class Moment:
    """``2020-05-19T15:05:23+0000``. Read with or without a colon in the offset; without offset it is taken as UTC."""

    def read(self, wire: JsonIn, spelling: Spelling) -> datetime:
        return read_moment(wire)

    def write(self, value: datetime) -> str:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")

    def schema(self) -> Schema:
        return {"type": "string", "description": "yyyy-MM-ddTHH:mm:ss+hhmm"}


class Midnight:
    """A day that answers show as a date-time (``1989-04-29T00:00:00+0000``) and requests as either."""

    def read(self, wire: JsonIn, spelling: Spelling) -> date:
        if isinstance(wire, str) and len(wire.strip()) == 10:
            return ISO_DATE.read(wire, spelling)
        return read_moment(wire).date()

    def write(self, value: date) -> str:
        return f"{value.isoformat()}T00:00:00+0000"

    def schema(self) -> Schema:
        return {"type": "string", "description": "yyyy-MM-ddTHH:mm:ss+hhmm"}


class Capitals:
    """Our words under the wire's; words of ours that the wire lacks are not shown, its own may be read only."""

    def __init__(self, enum: type[StrEnum], words: Mapping[StrEnum, str], **read_only: StrEnum) -> None:
        missing = set(enum) - set(words)
        if missing:
            raise ValueError(f"{enum.__name__} has no word for {sorted(missing)}")
        self.words = {str(member): word for member, word in words.items()}
        self.members = {word: member for member, word in words.items()} | read_only

    def read(self, wire: JsonIn, spelling: Spelling) -> StrEnum:
        found = self.members.get(wire.strip().upper()) if isinstance(wire, str) else None
        if found is None:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.members)
        return found

    def write(self, value: str) -> str:
        return self.words[str(value)]

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(dict.fromkeys(self.words.values()))}

    def request_schema(self) -> Schema:
        return {"type": "string", "enum": list(self.members)}


class Constant:
    """What is always so here; a property that clients expect to find. Never read."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: object) -> Any:
        return self.value

    def schema(self) -> Schema:
        return {"const": self.value}


class Emptiness:
    """A list of what is not supported: an empty one says nothing and is taken, anything in it is refused."""

    def read(self, wire: JsonIn, spelling: Spelling) -> tuple[()]:
        if not isinstance(wire, list):
            raise Unreadable(FaultKind.NOT_A_LIST)
        if wire:
            raise Unreadable(FaultKind.UNSUPPORTED)
        return ()

    def write(self, value: object) -> list[Any]:
        return []

    def schema(self) -> Schema:
        return {"type": "array", "maxItems": 0}


@dataclass(frozen=True, slots=True)
class Child:
    """One of several things that belong to a record, and which one it is."""

    one: Any
    parent: Any
    index: int


@dataclass(frozen=True, slots=True)
class Today:
    """The institution's business day, where the wire has no field for a day or the caller leaves it open."""

    def settle(self, at: Reading) -> date:
        """The day."""
        return at.business_date


class Children:
    """A list inside a record whose items also name the record: of ``attribute`` (one thing, several, or none)."""

    def __init__(self, item: Fields, attribute: str) -> None:
        self.item, self.attribute = item, attribute

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> list[Any]:
        found = getattr(value, self.attribute)
        items = () if found is None else found if isinstance(found, tuple) else (found,)
        return [self.item.write(Child(one, value, index)) for index, one in enumerate(items)]

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema()}


def read_moment(wire: JsonIn) -> datetime:
    """A date-time, or a day taken as its beginning; raises ``Unreadable``."""
    text = wire.strip() if isinstance(wire, str) else ""
    try:
        moment = datetime.fromisoformat(_OFFSET.sub(r"\1:\2", text) if "T" in text else text)
    except ValueError:
        raise Unreadable(FaultKind.NOT_A_DATE, "yyyy-MM-dd'T'HH:mm:ssZ") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


KEY = Key()
AMOUNT = Amount()
MOMENT = Moment()
MIDNIGHT = Midnight()
MEMBERSHIP_KEY = DerivedKey()
PAPER_KEY = NumberedKey("identity paper")
ADDRESS_KEY = NumberedKey("address")
CLIENT_TYPE_KEY = NumberedKey("client type")
GROUP_TYPE_KEY = NumberedKey("group type")
PRODUCT_KEY = NumberedKey("loan product")
FEE_KEY = NumberedKey("charge")
TRANSACTION_KEY = NumberedKey("loan transaction")
ROLE_KEY = NumberedKey("group role")
RATE_KEY = NumberedKey("index rate")
USER_KEY = NumberedKey("user")
NONE_YET = Emptiness()
