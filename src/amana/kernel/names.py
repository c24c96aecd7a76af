"""How records of other slices are called, for lists that the kernel keeps about all of them.

A slice declares next to its table which column names a record; the kernel joins it without knowing the slice.
"""

import sqlalchemy as sa

_NAMES: dict[str, sa.Column[str]] = {}


def named_by(kind: str, column: sa.Column[str]) -> None:
    """Say which text column shows a record of ``kind``; its table has the record's ``id``."""
    _NAMES[kind] = column


def name_column(kind: str) -> sa.Column[str] | None:
    """The column that names records of ``kind``, where a slice has declared one."""
    return _NAMES.get(kind)
