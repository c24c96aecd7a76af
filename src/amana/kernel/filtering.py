"""Filters that callers compose: a small expression tree over whitelisted fields, never text that reaches SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from amana.kernel.refusals import invalid


class Operator(StrEnum):
    """How a field is compared."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    LESS = "less"
    LESS_OR_EQUAL = "less_or_equal"
    MORE = "more"
    MORE_OR_EQUAL = "more_or_equal"
    BETWEEN = "between"
    ONE_OF = "one_of"
    LIKE = "like"
    """SQL pattern with % and _, as given; case matters."""
    LIKE_ANY_CASE = "like_any_case"
    STARTS_WITH = "starts_with"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


@dataclass(frozen=True)
class Compare:
    """``field operator values``."""

    field: str
    operator: Operator
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Compare | AllOf | AnyOf | Not
Columns = Mapping[str, sa.ColumnElement[Any]]

_COMPARISONS: dict[Operator, Callable[..., sa.ColumnElement[bool]]] = {
    Operator.EQUALS: lambda c, v: c == v,
    Operator.NOT_EQUALS: lambda c, v: c != v,
    Operator.LESS: lambda c, v: c < v,
    Operator.LESS_OR_EQUAL: lambda c, v: c <= v,
    Operator.MORE: lambda c, v: c > v,
    Operator.MORE_OR_EQUAL: lambda c, v: c >= v,
    Operator.BETWEEN: lambda c, low, high: c.between(low, high),
    Operator.ONE_OF: lambda c, *values: c.in_(values),
    Operator.LIKE: lambda c, v: c.like(v),
    Operator.LIKE_ANY_CASE: lambda c, v: c.ilike(v),
    Operator.STARTS_WITH: lambda c, v: sa.func.lower(c).startswith(str(v).lower(), autoescape=True),
    Operator.EMPTY: lambda c: c.is_(None),
    Operator.NOT_EMPTY: lambda c: c.is_not(None),
}


def to_clause(condition: Condition, columns: Columns) -> sa.ColumnElement[bool]:
    """The SQL condition over ``columns`` (our field name to column).

    Raises InvalidInput for a field that is not whitelisted.
    """
    match condition:
        case Compare(field=name, operator=operator, values=values):
            column = columns.get(name)
            if column is None:
                raise invalid(name, "unknown", f"The field {name} cannot be filtered by.", name)
            return _COMPARISONS[operator](column, *(_coerced(name, column, value) for value in values))
        case AllOf(parts=parts):
            return sa.and_(sa.true(), *(to_clause(part, columns) for part in parts))
        case AnyOf(parts=parts):
            return sa.or_(sa.false(), *(to_clause(part, columns) for part in parts))
        case Not(part=part):
            return sa.not_(to_clause(part, columns))


def mentions(condition: Condition | None, name: str) -> bool:
    """Whether the condition asks about the field ``name``."""
    match condition:
        case Compare(field=field):
            return field == name
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(mentions(part, name) for part in parts)
        case Not(part=part):
            return mentions(part, name)
        case None:
            return False


_READERS: dict[type, Callable[[str], Any]] = {
    int: int,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    bool: lambda text: {"true": True, "false": False, "1": True, "0": False}[text.lower()],
}


def _coerced(name: str, column: sa.ColumnElement[Any], value: Any) -> Any:
    """``value`` as the column's type, or InvalidInput: the database never meets a value of another type."""
    wanted = column.type.python_type
    if isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool):
        return value
    try:
        if wanted is str:
            return str(value)
        read = _READERS[wanted](str(value))
    except (KeyError, ValueError, InvalidOperation) as error:
        raise invalid(name, "format", f"{value} is not a value of {name}.", str(value)) from error
    if isinstance(read, Decimal) and not read.is_finite():
        raise invalid(name, "format", f"{value} is not a value of {name}.", str(value))
    return read
