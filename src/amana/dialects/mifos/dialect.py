"""Mifos X 1.9 as a dialect: the rows of the family, as they are."""

from functools import cache

from amana.dialects.base.credentials import basic_or_key
from amana.dialects.base.dialect import BASIC, Dialect, api_key
from amana.dialects.families.mifos.codec import MifosSpelling
from amana.dialects.families.mifos.errors import MifosErrors
from amana.dialects.families.mifos.finish import finish
from amana.dialects.families.mifos.rows import family_rows
from amana.dialects.families.mifos.words import WORDS

BASES = ("/mifosng-provider/api/v1",)

ABOUT = (
    "The API of Mifos X 1.9. Dates are sent as text with `dateFormat` and `locale` and come back as "
    "`[year, month, day]`; numbers may be written as the locale writes them."
)


@cache
def mifos() -> Dialect:
    """The dialect."""
    return Dialect(
        name="mifos",
        title="Mifos X 1.9",
        bases=BASES,
        rows=family_rows(),
        errors=MifosErrors(WORDS),
        spelling=MifosSpelling,
        lenient=True,
        finish=finish,
        credentials=basic_or_key("x-api-key"),
        contract="mifos",
        about=ABOUT,
        schemes={"basic": BASIC, "key": api_key("X-API-Key")},
    )
