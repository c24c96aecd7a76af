"""A client's loans, and the instalments of a loan."""

from amana.dialects.base.fields import Field
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.answers import Listed
from amana.dialects.mambu.fields.loans import INSTALMENT, LOAN_DETAILED
from amana.dialects.mambu.listing import Paging
from amana.kernel.references import Unknown
from amana.loans.borrowing import GetLoanOfClient, ListInstalments, ListLoansOfClient

LOAN = Referred("loan", Unknown.NOT_FOUND)
ROW = Rows(
    "loan",
    places={
        "clientId": Field("clientId", "client", Referred("client", Unknown.NOT_FOUND)),
        "loanAccountId": Field("loanAccountId", "loan", LOAN),
        "loanId": Field("loanId", "loan", LOAN),
    },
)

ROWS = (
    ROW.shows(
        "list-loan-accounts-for-a-client",
        "GET clients/{clientId}/loans",
        ListLoansOfClient,
        Listed(LOAN_DETAILED),
        listing=Paging(),
        title="the loan accounts of a client",
    ),
    ROW.shows(
        "get-all-loan-accounts-for-a-client",
        "GET clients/{clientId}/loans/{loanAccountId}",
        GetLoanOfClient,
        LOAN_DETAILED,
        title="a loan account of a client",
    ),
    ROW.shows(
        "get-loan-repayments",
        "GET loans/{loanId}/repayments",
        ListInstalments,
        Listed(INSTALMENT),
        listing=Paging(detailed=False),
    ),
)
