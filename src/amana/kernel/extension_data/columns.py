"""Columns of extension tables: their kinds, what they hold, how a sent value is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from amana.kernel.refusals import Problem
from amana.storage.records import TIMESTAMP

MAXIMUM_NAME_LENGTH = 50
MAXIMUM_LENGTH = 10_000
MAXIMUM_INTEGER = 2**63 - 1
MAXIMUM_DIGITS = 40


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    """Up to ``length`` characters."""
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    """A value of a code, by its id."""


@dataclass(frozen=True, kw_only=True)
class ColumnDefinition:
    """A column to be made. ``length`` is for text, ``code`` (its id) for a choice."""

    name: str
    kind: ColumnKind
    length: int | None = None
    code: int | None = None
    mandatory: bool = False


TYPES: dict[ColumnKind, sa.types.TypeEngine[Any]] = {
    ColumnKind.TEXT: sa.Text(),
    ColumnKind.LONG_TEXT: sa.Text(),
    ColumnKind.INTEGER: sa.BigInteger(),
    ColumnKind.DECIMAL: sa.Numeric(),
    ColumnKind.DATE: sa.Date(),
    ColumnKind.MOMENT: TIMESTAMP,
    ColumnKind.BOOLEAN: sa.Boolean(),
    ColumnKind.CHOICE: sa.BigInteger(),
}


def normal(name: str) -> str:
    """The form in which two names are the same: blanks and underscores, capitals and small letters are alike."""
    return name.replace(" ", "_").lower()


def name_problem(field: str, name: str) -> Problem | None:
    """What is wrong with a name: letters, digits, underscores and blanks, neither at an end nor a digit first."""
    allowed = name.isascii() and name.replace(" ", "").replace("_", "").isalnum()
    if allowed and not name[0].isdigit() and name.strip(" _") == name and len(name) <= MAXIMUM_NAME_LENGTH:
        return None
    text = (
        f"A name has up to {MAXIMUM_NAME_LENGTH} letters, digits, blanks and underscores, begins with a letter, "
        "and ends with a letter or digit."
    )
    return Problem(field=field, kind="format", message=text, value=name[:100])


def definition_problems(field: str, definition: ColumnDefinition) -> list[Problem]:
    """What is wrong with a column to be made."""
    problems = [problem] if (problem := name_problem(f"{field}.name", definition.name)) else []
    if normal(definition.name) in RESERVED:
        text = f"{definition.name} is the name of a column that every table has."
        problems.append(Problem(field=f"{field}.name", kind="not_allowed", message=text))
    is_text, is_choice = definition.kind is ColumnKind.TEXT, definition.kind is ColumnKind.CHOICE
    length = definition.length
    if is_text and (length is None or not 0 < length <= MAXIMUM_LENGTH):
        text = f"Text needs a length of 1 to {MAXIMUM_LENGTH}."
        problems.append(Problem(field=f"{field}.length", kind="out_of_range", message=text, value=length))
    if not is_text and length is not None:
        problems.append(
            Problem(field=f"{field}.length", kind="unsupported", message="Only text has a length.")
        )
    if is_choice and definition.code is None:
        problems.append(Problem(field=f"{field}.code", kind="blank", message="A choice needs its code."))
    if not is_choice and definition.code is not None:
        problems.append(
            Problem(field=f"{field}.code", kind="unsupported", message="Only a choice has a code.")
        )
    return problems


RESERVED = frozenset({"id", "record_id", "made_at", "changed_at"})


def _integer(value: Any) -> int:
    number = int(str(value).strip())
    if abs(number) > MAXIMUM_INTEGER:
        raise ValueError(value)
    return number


def _decimal(value: Any) -> Decimal:
    number = Decimal(str(value).strip())
    if (
        not number.is_finite()
        or abs(number.adjusted()) > MAXIMUM_DIGITS
        or len(str(value)) > 2 * MAXIMUM_DIGITS
    ):
        raise ValueError(value)
    return number


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(str(value).strip())


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}[str(value).strip().lower()]


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    return str(value)


_READERS: dict[ColumnKind, Callable[[Any], Any]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.LONG_TEXT: _text,
    ColumnKind.INTEGER: _integer,
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.DATE: _date,
    ColumnKind.MOMENT: _moment,
    ColumnKind.BOOLEAN: _boolean,
    ColumnKind.CHOICE: _integer,
}


def read_value(kind: ColumnKind, length: int | None, value: Any) -> Any:
    """A sent value as the column's; numbers and dates may come as text. Raises ValueError."""
    if isinstance(value, float):
        raise ValueError("a binary fraction is no number of ours")  # noqa: TRY004 - the value is wrong
    if isinstance(value, bool) and kind is not ColumnKind.BOOLEAN:
        raise ValueError(value)
    try:
        read = _READERS[kind](value)
    except (InvalidOperation, KeyError) as error:
        raise ValueError(value) from error
    if length is not None and isinstance(read, str) and len(read) > length:
        raise ValueError(value)
    return read
