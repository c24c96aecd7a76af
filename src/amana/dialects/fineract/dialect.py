"""Apache Fineract as a dialect: the rows of the family, and its own, which replace those of the same route."""

from functools import cache

from amana.dialects.base.credentials import basic_or_key
from amana.dialects.base.desk import Desk
from amana.dialects.base.dialect import BASIC, Dialect, api_key, compose
from amana.dialects.families.mifos.codec import MifosSpelling
from amana.dialects.families.mifos.errors import MifosErrors
from amana.dialects.families.mifos.finish import finish
from amana.dialects.families.mifos.rows import family_rows, rows_of
from amana.dialects.fineract import operations
from amana.dialects.fineract.addressing import addressed, admits
from amana.dialects.fineract.behind import brought_up_to_date
from amana.dialects.fineract.words import WORDS

BASES = ("/fineract-provider/api/v1",)

ABOUT = (
    "The API of Apache Fineract, as far as it is here: that of Mifos X with what was added since. Dates are sent as "
    "text with `dateFormat` and `locale` and come back as `[year, month, day]`."
)


def admitted(desk: Desk) -> None:
    """Its loan found by external id, and brought up to date."""
    admits(desk)
    brought_up_to_date(desk)


@cache
def fineract() -> Dialect:
    """The dialect."""
    return Dialect(
        name="fineract",
        title="Apache Fineract",
        bases=BASES,
        rows=compose(family_rows(), rows_of(operations)),
        errors=MifosErrors(WORDS),
        spelling=MifosSpelling,
        lenient=True,
        finish=finish,
        addressed=addressed,
        admits=admitted,
        credentials=basic_or_key("x-api-key"),
        contract="mifos",
        about=ABOUT,
        schemes={"basic": BASIC, "key": api_key("X-API-Key")},
    )
