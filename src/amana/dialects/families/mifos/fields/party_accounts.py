"""The accounts of clients and groups in short form, on the wire."""

from amana.dialects.base.codecs import COUNT, ID, TEXT
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.fields.loans import STATUS, TYPE

LOAN_ACCOUNT = Nested(
    Fields(
        "LoanAccount",
        Field("id", "id", ID),
        Field("accountNo", "account_no", TEXT),
        Field("externalId", "external_id", TEXT),
        Field("productId", "product_id", ID),
        Field("productName", "product_name", TEXT),
        Field("status", "status", STATUS),
        Field("loanType", "loan_type", TYPE),
        Field("loanCycle", "loan_cycle", COUNT),
    )
)
CLIENT_ACCOUNTS = Fields("ClientAccounts", Field("loanAccounts", "loans", ListOf(LOAN_ACCOUNT), silent=[]))
GROUP_ACCOUNTS = Fields(
    "GroupAccounts",
    *CLIENT_ACCOUNTS,
    Field("memberLoanAccounts", "member_loans", ListOf(LOAN_ACCOUNT), silent=[]),
)
