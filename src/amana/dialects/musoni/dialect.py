"""Musoni as a dialect: the rows of every operations module, and the contract's operations still to come."""

import importlib
import pkgutil
from functools import cache
from importlib.resources import files

from amana.dialects.base.credentials import basic_or_key
from amana.dialects.base.dialect import BASIC, Dialect, api_key, compose, not_yet
from amana.dialects.base.rows import Row
from amana.dialects.families.mifos.codec import MifosSpelling
from amana.dialects.families.mifos.finish import finish
from amana.dialects.musoni import operations
from amana.dialects.musoni.errors import BASE, MusoniErrors, located

ABOUT = (
    "The API of Musoni, a relative of Mifos X. Dates are sent as text with `dateFormat` and `locale` and come back as "
    "`[year, month, day]`, moments as UNIX seconds. A user's key goes into `x-api-key`, or its login into Basic."
)


def own_rows() -> list[Row]:
    """The rows of all operations modules, in the order of their names."""
    rows: list[Row] = []
    for module in sorted(pkgutil.iter_modules(operations.__path__), key=lambda found: found.name):
        rows.extend(importlib.import_module(f"{operations.__name__}.{module.name}").ROWS)
    return rows


@cache
def musoni() -> Dialect:
    """The dialect."""
    pending = not_yet((files("amana.dialects.musoni") / "unsupported.txt").read_text())
    return Dialect(
        name="musoni",
        title="Musoni",
        bases=(BASE,),
        rows=compose(pending, own_rows()),
        errors=MusoniErrors(),
        spelling=MifosSpelling,
        lenient=True,
        finish=finish,
        located=located,
        credentials=basic_or_key("x-api-key"),
        contract="musoni",
        about=ABOUT,
        schemes={"basic": BASIC, "key": api_key("x-api-key")},
    )
