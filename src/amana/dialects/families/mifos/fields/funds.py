"""Funds on the wire."""

from amana.dialects.base.codecs import ID, Text
from amana.dialects.base.fields import Field, Fields

FUND = Fields(
    "Fund",
    Field("id", "id", ID),
    Field("name", "name", Text(255)),
    Field("externalId", "external_id", Text(100), clears=True),
)
NEW_FUND = FUND.only("name", "externalId", name="NewFund").requiring("name")
FUND_CHANGES = NEW_FUND.optional(name="FundChanges")
