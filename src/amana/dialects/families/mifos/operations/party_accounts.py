"""The accounts of clients and groups in short form. Savings accounts join them with their slice."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.fields.party_accounts import CLIENT_ACCOUNTS, GROUP_ACCOUNTS
from amana.loans.asking import LoansOfClient, LoansOfGroup

ROW = Rows(
    "client",
    places={"clientId": Field("clientId", "client", ID), "groupId": Field("groupId", "group", ID)},
)

ROWS = (
    ROW.shows("clients_loansummary", "GET clients/{clientId}/accounts", LoansOfClient, CLIENT_ACCOUNTS),
    ROW.shows("groups_accounts", "GET groups/{groupId}/accounts", LoansOfGroup, GROUP_ACCOUNTS),
)
