"""What can be wrong with a request before the core sees it.

A ``Fault`` names one field of the request and says what is wrong with it in our words; a dialect's
``errors.py`` spells it. All faults of a body are collected and travel together in one ``BadRequest``.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """Each way a request can be malformed. Every dialect spells every kind (total by test)."""

    MISSING = "missing"
    BLANK = "blank"
    NOT_TEXT = "not_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_AN_INTEGER = "not_an_integer"
    NOT_A_BOOLEAN = "not_a_boolean"
    NOT_A_DATE = "not_a_date"
    NOT_AN_OBJECT = "not_an_object"
    NOT_A_LIST = "not_a_list"
    NOT_ONE_OF = "not_one_of"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    BAD_TEXT = "bad_text"
    DUPLICATE = "duplicate"
    UNSUPPORTED = "unsupported"
    LOCALE_MISSING = "locale_missing"
    LOCALE_UNKNOWN = "locale_unknown"
    DATE_FORMAT_MISSING = "date_format_missing"
    DATE_FORMAT_BAD = "date_format_bad"
    BAD_FILTER = "bad_filter"
    BAD_JSON = "bad_json"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: ``name`` is the field as the wire spells it ("" when the body as a whole is meant)."""

    kind: FaultKind
    name: str
    value: object = None
    args: tuple[object, ...] = ()


class Unreadable(Exception):
    """Raised by a codec about the one value it was given; the field reader adds the field's name."""

    def __init__(self, kind: FaultKind, *args: object) -> None:
        super().__init__(kind, *args)
        self.kind = kind
        self.args = args


class EdgeRefusal(Exception):
    """A request refused by the dialect itself, before any command or query."""


MOST_FAULTS_TOLD = 100
"""A small body can hold a hundred thousand faults; an answer that told them all would be large."""


STATUSES = {FaultKind.TOO_LARGE: 413, FaultKind.TOO_SLOW: 408}


@dataclass(eq=False)
class BadRequest(EdgeRefusal):
    """The request is malformed: 400 with every fault found (the first hundred)."""

    faults: tuple[Fault, ...]

    def __post_init__(self) -> None:
        self.faults = self.faults[:MOST_FAULTS_TOLD]

    @classmethod
    def of(cls, kind: FaultKind, name: str, value: object = None, *args: object) -> "BadRequest":
        """Refuse for a single fault."""
        return cls((Fault(kind, name, value, args),))

    @property
    def status(self) -> int:
        """400, or what HTTP has for a fault of the body as a whole."""
        return next((STATUSES[one.kind] for one in self.faults if one.kind in STATUSES and not one.name), 400)

    def __str__(self) -> str:
        return "; ".join(f"{fault.name or 'body'}: {fault.kind}" for fault in self.faults)


@dataclass(eq=False)
class UnknownPath(EdgeRefusal):
    """No operation of the contract lives at this path: 404."""

    path: str


@dataclass(eq=False)
class MethodNotAllowed(EdgeRefusal):
    """The path is known, the method is not: 405 with ``Allow``."""

    method: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class UnknownDiscriminator(EdgeRefusal):
    """The method and path are known, but not this ``?command=`` (or other discriminator): 400."""

    name: str
    value: str | None
    known: tuple[str, ...]


@dataclass(eq=False)
class NotYet(EdgeRefusal):
    """An operation of the contract that is not there yet: 501."""

    operation: str


@dataclass(eq=False)
class NoSuchRecord(EdgeRefusal):
    """The path names a record that cannot exist (a word where an id belongs): 404."""

    kind: str
    key: str


@dataclass(eq=False)
class Unauthenticated(EdgeRefusal):
    """No credentials, or credentials that do not hold: 401."""

    reason: str = "credentials are missing or wrong"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class BadTenant(EdgeRefusal):
    """The tenant is missing, unknown, or named differently in two places."""

    reason: str
    status: int = 400
