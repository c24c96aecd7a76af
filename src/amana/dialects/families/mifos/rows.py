"""The rows of the family: those of every operations module, and the contract's operations still to come."""

import importlib
import pkgutil
from importlib.resources import files
from types import ModuleType

from amana.dialects.base.dialect import compose, not_yet
from amana.dialects.base.rows import Row
from amana.dialects.families.mifos import operations


def rows_of(package: ModuleType) -> list[Row]:
    """The rows of all modules of an operations package, in the order of their names."""
    rows: list[Row] = []
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        rows.extend(importlib.import_module(f"{package.__name__}.{module.name}").ROWS)
    return rows


def family_rows() -> tuple[Row, ...]:
    """What every relative starts from."""
    pending = not_yet((files("amana.dialects.families.mifos") / "unsupported.txt").read_text())
    return compose(pending, rows_of(operations))
