"""Funds."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.funds import FUND, FUND_CHANGES, NEW_FUND
from amana.funds.create import CreateFund
from amana.funds.queries import GetFund, ListFunds
from amana.funds.update import UpdateFund

ROW = Rows("fund", places={"fundId": Field("fundId", "fund", ID)})

ROWS = (
    ROW.does("funds_create", "POST funds", CreateFund, NEW_FUND, answers=RESOURCE),
    ROW.shows("funds_retrieve", "GET funds", ListFunds, Listed(FUND)),
    ROW.shows("fund_retrieve", "GET funds/{fundId}", GetFund, FUND),
    ROW.does(
        "fund_update", "PUT funds/{fundId}", UpdateFund, FUND_CHANGES, answers=RESOURCE.showing(FUND_CHANGES)
    ),
)
