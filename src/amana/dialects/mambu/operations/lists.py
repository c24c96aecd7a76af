"""Lists to choose from, and a currency."""

from amana.dialects.base.codecs import TEXT
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.answers import Listed
from amana.dialects.mambu.fields.lists import CURRENCY, ROLE_NAME, Types
from amana.kernel.codes.queries import ListCodeOptions
from amana.kernel.currencies.queries import GetCurrency

ROW = Rows("parameter", places={"currencyCode": Field("currencyCode", "code", TEXT)})

ROWS = (
    ROW.shows("get-client-types", "GET clienttypes", ListCodeOptions, Types(), given={"code": "ClientType"}),
    ROW.shows(
        "get-group-role-names",
        "GET grouprolenames",
        ListCodeOptions,
        Listed(ROLE_NAME),
        given={"code": "GROUPROLE"},
    ),
    ROW.shows("get-currency-by-iso-code", "GET currencies/{currencyCode}", GetCurrency, CURRENCY),
)
