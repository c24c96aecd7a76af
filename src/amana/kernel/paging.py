"""Going on in a sorted list from where a page ended: by the sort key of its last record, not by counting.

What is added or removed meanwhile neither repeats a record nor skips one, and a late page costs what the first does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from amana.kernel.refusals import invalid

_READ: dict[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
    UUID: UUID,
    int: int,
    str: str,
    bool: bool,
}


@dataclass(frozen=True)
class Sorting:
    """By which columns a list is sorted, each upwards or ``descending``; the last one is unique. As in PostgreSQL, what
    is absent comes last going up and first going down.
    """

    by: tuple[tuple[sa.ColumnElement[Any], bool], ...]

    def clauses(self) -> list[sa.ColumnElement[Any]]:
        """For ORDER BY."""
        return [column.desc() if descending else column.asc() for column, descending in self.by]

    def columns(self) -> list[sa.ColumnElement[Any]]:
        """The key's columns, under names of their own, for lists whose rows are records."""
        return [column.label(f"sorted_by_{place}") for place, (column, _) in enumerate(self.by)]

    def taken_from(self, rows: Sequence[dict[str, Any]]) -> tuple[Any, ...] | None:
        """Take the key's columns out of the records, and give the last one's key: the page's ``end``."""
        keys = [tuple(row.pop(f"sorted_by_{place}") for place in range(len(self.by))) for row in rows]
        return keys[-1] if keys else None

    def after(self, key: Sequence[Any]) -> sa.ColumnElement[bool]:
        """What comes after the record with this key: values in their own types, or as JSON has them.

        Raises InvalidInput for a key of another list.
        """
        if len(key) != len(self.by):
            raise _foreign(key)
        before: list[sa.ColumnElement[bool]] = []
        found: list[sa.ColumnElement[bool]] = []
        for (column, descending), said in zip(self.by, key, strict=True):
            value = _value(column, said)
            found.append(sa.and_(*before, _beyond(column, value, descending=descending)))
            before.append(column.is_not_distinct_from(value))
        return sa.or_(*found)


def _beyond(column: sa.ColumnElement[Any], value: Any, *, descending: bool) -> sa.ColumnElement[bool]:
    if value is None:
        return column.is_not(None) if descending else sa.false()
    bound = sa.literal(value, column.type)
    return column < bound if descending else sa.or_(column > bound, column.is_(None))


def _value(column: sa.ColumnElement[Any], said: Any) -> Any:
    if said is None:
        return None
    kind: type = column.type.python_type
    try:
        value = said if type(said) is kind else _READ[kind](said)
    except (ValueError, TypeError, KeyError, InvalidOperation):
        raise _foreign(said) from None
    if isinstance(value, str) and "\x00" in value:
        raise _foreign(said)
    return value


def _foreign(said: Any) -> Exception:
    return invalid("cursor", "format", "The cursor is not one of this list.", str(said)[:100])
