"""Currencies."""

from amana.dialects.base.codecs import TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Written
from amana.dialects.families.mifos.currency import CURRENCY
from amana.kernel.currencies.queries import GetCurrencySelection
from amana.kernel.currencies.selection import SelectCurrencies

ROW = Rows("currency")
SELECTION = Fields(
    "CurrencySelection",
    Field("selectedCurrencyOptions", "selected", ListOf(CURRENCY)),
    Field("currencyOptions", "others", ListOf(CURRENCY)),
)
WANTED = Fields("CurrencyChoice", Field("currencies", "currencies", ListOf(Text(3)), required=True))
RESULT = Written(ids=(), more=Fields("SelectedCurrencies", Field("currencies", "currencies", ListOf(TEXT))))

ROWS = (
    ROW.shows("configs_currencyretrieve", "GET currencies", GetCurrencySelection, SELECTION),
    ROW.does("configs_currencyupdate", "PUT currencies", SelectCurrencies, WANTED, answers=RESULT),
)
