"""Mambu v1 as a dialect: the rows of every operations module, and the contract's operations still to come."""

import importlib
import pkgutil
from functools import cache
from importlib.resources import files

from amana.dialects.base.credentials import basic_or_key
from amana.dialects.base.dialect import BASIC, Dialect, api_key, compose, not_yet
from amana.dialects.base.rows import Row
from amana.dialects.mambu import operations
from amana.dialects.mambu.admission import identified
from amana.dialects.mambu.errors import MambuErrors

ABOUT = (
    "The API of Mambu, version 1. Records are named by their id or their `encodedKey`; amounts are decimal text; lists "
    "are bare arrays, `offset` and `limit` take a part of them; `fullDetails=true` shows what hangs on a record."
)


def own_rows() -> list[Row]:
    """The rows of all operations modules, in the order of their names."""
    rows: list[Row] = []
    for module in sorted(pkgutil.iter_modules(operations.__path__), key=lambda found: found.name):
        rows.extend(importlib.import_module(f"{operations.__name__}.{module.name}").ROWS)
    return rows


@cache
def mambu() -> Dialect:
    """The dialect."""
    pending = not_yet((files("amana.dialects.mambu") / "unsupported.txt").read_text())
    return Dialect(
        name="mambu",
        title="Mambu v1",
        bases=("/api",),
        rows=compose(pending, own_rows()),
        errors=MambuErrors(),
        credentials=basic_or_key("apikey"),
        admits=identified,
        names_records=True,
        contract="mambu",
        about=ABOUT,
        schemes={"basic": BASIC, "key": api_key("apiKey")},
    )
