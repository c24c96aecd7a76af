"""The rows of the family: those of every operations module, and the contract's operations still to come."""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import ModuleType

from amana.dialects.base.dialect import compose, not_yet
from amana.dialects.base.routes import Route
from amana.dialects.base.rows import Answer, Does, Row, Shows
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


def relative(of: str, id: str, route: str, answers: Answer | None = None) -> Row:
    """The family's row ``of`` under a relative's own id and route, and with its own answer where one is given.

    Placeholders are taken in their order: ``loans/{loanId}`` becomes ``loans/{id}``.
    """
    row, where = _by_id()[of], Route.parse(route)
    if not isinstance(row, Does | Shows):
        raise TypeError(f"{of} cannot be taken over: what it does is tied to its route")
    named = zip(row.path, where.placeholders, strict=True)
    moved = replace(row, id=id, route=where, path=tuple(replace(one, wire=wire) for one, wire in named))
    if answers is None:
        return moved
    return replace(moved, answers=answers) if isinstance(moved, Does) else replace(moved, shape=answers)


@cache
def _by_id() -> dict[str, Row]:
    return {row.id: row for row in rows_of(operations)}
