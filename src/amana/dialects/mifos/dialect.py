"""Mifos X 1.9 as a dialect: the rows of every operations module, and the contract's operations still to come."""

import importlib
import pkgutil
from functools import cache
from importlib.resources import files

from amana.dialects.base.credentials import basic_or_key
from amana.dialects.base.dialect import BASIC, Dialect, api_key, compose, not_yet
from amana.dialects.base.rows import Row
from amana.dialects.families.mifos.codec import MifosSpelling
from amana.dialects.families.mifos.errors import MifosErrors
from amana.dialects.families.mifos.finish import finish
from amana.dialects.mifos import operations

BASES = ("/mifosng-provider/api/v1", "/fineract-provider/api/v1")

ABOUT = (
    "The API of Mifos X 1.9. Dates are sent as text with `dateFormat` and `locale` and come back as "
    "`[year, month, day]`; numbers may be written as the locale writes them."
)


def own_rows() -> list[Row]:
    """The rows of all operations modules, in the order of their names."""
    rows: list[Row] = []
    for module in sorted(pkgutil.iter_modules(operations.__path__), key=lambda found: found.name):
        rows.extend(importlib.import_module(f"{operations.__name__}.{module.name}").ROWS)
    return rows


@cache
def mifos() -> Dialect:
    """The dialect."""
    pending = not_yet((files("amana.dialects.mifos") / "unsupported.txt").read_text())
    return Dialect(
        name="mifos",
        title="Mifos X 1.9",
        bases=BASES,
        rows=compose(pending, own_rows()),
        errors=MifosErrors(),
        spelling=MifosSpelling,
        lenient=True,
        finish=finish,
        credentials=basic_or_key("x-api-key"),
        contract="mifos",
        about=ABOUT,
        schemes={"basic": BASIC, "key": api_key("X-API-Key")},
    )
