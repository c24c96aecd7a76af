"""Loans: those of a client, their instalments; a new one, and the transactions of its life."""

from dataclasses import dataclass

from amana.dialects.base.codecs import TEXT
from amana.dialects.base.fields import NOTHING, Field, Fields
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Answer, Does, Rows
from amana.dialects.mambu.answers import Listed
from amana.dialects.mambu.codec import Today
from amana.dialects.mambu.fields.loan_orders import (
    ACCOUNT,
    DATED,
    MADE,
    NEW,
    NEW_LOAN,
    PAID,
    REMARK,
    with_papers,
)
from amana.dialects.mambu.fields.loans import INSTALMENT, LOAN_DETAILED
from amana.dialects.mambu.fields.loans_search import SEARCH
from amana.dialects.mambu.listing import Paging
from amana.dialects.mambu.oddities import by_type
from amana.kernel.references import Unknown
from amana.loans.approve import ApproveLoan
from amana.loans.borrowing import (
    GetLoanFile,
    GetLoanOfClient,
    ListInstalments,
    ListLoanFiles,
    ListLoansOfClient,
)
from amana.loans.disburse import DisburseLoan
from amana.loans.reject import RejectLoan
from amana.loans.repay import RepayLoan
from amana.loans.submit import SubmitLoan
from amana.loans.undo_approval import UndoLoanApproval
from amana.loans.withdraw import WithdrawLoan
from amana.loans.write_off import WriteOffLoan

LOAN = Referred("loan", Unknown.NOT_FOUND)
ROW = Rows(
    "loan",
    places={
        "clientId": Field("clientId", "client", Referred("client", Unknown.NOT_FOUND)),
        "loanAccountId": Field("loanAccountId", "loan", LOAN),
        "loanId": Field("loanId", "loan", LOAN),
    },
)
TRANSACTIONS = "POST loans/{loanId}/transactions"


@dataclass(frozen=True)
class Order:
    """A type of transaction: its command, what it takes by query, what JSON carries besides, what it answers."""

    command: type
    asked: Fields
    answers: Answer = ACCOUNT
    papers: bool = False

    @property
    def given(self) -> dict[str, Today]:
        """The day, unless the caller names another."""
        return {"on": Today()} if "date" in self.asked.by_wire else {}

    def by_query(self, name: str) -> Does:
        """``?type=APPROVAL``, its fields beside it."""
        return ROW.does(
            f"post-loan-transaction:{name}",
            f"{TRANSACTIONS}?type={name}",
            self.command,
            NOTHING,
            from_query=self.asked,
            given=self.given,
            answers=self.answers,
        )

    def by_json(self) -> Does:
        """``{"type": "APPROVAL"}``, its fields in the body."""
        fields = with_papers(self.asked) if self.papers else self.asked
        return ROW.does(
            "post-loan-transaction",
            f"{TRANSACTIONS} [application/json]",
            self.command,
            fields,
            given=self.given,
            answers=self.answers,
            tolerates=("type",),
        )


ORDERS = {
    "APPROVAL": Order(ApproveLoan, DATED),
    "UNDO_APPROVAL": Order(UndoLoanApproval, REMARK),
    "REJECT": Order(RejectLoan, DATED),
    "WITHDRAW": Order(WithdrawLoan, DATED),
    "DISBURSEMENT": Order(DisburseLoan, DATED, papers=True),
    "REPAYMENT": Order(RepayLoan, PAID, MADE, papers=True),
    "WRITE_OFF": Order(WriteOffLoan, DATED, MADE),
}
"""A disbursement is told by the account it makes active; only money received and given up by its transaction."""
ORDER = (
    with_papers(PAID).optional(name="LoanTransactionRequest").plus(Field("type", "type", TEXT, required=True))
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
    ROW.shows("post-loans-search", "POST loans/search", ListLoanFiles, Listed(LOAN_DETAILED), listing=SEARCH),
    ROW.shows(
        "get-loan-repayments",
        "GET loans/{loanId}/repayments",
        ListInstalments,
        Listed(INSTALMENT),
        listing=Paging(detailed=False),
    ),
    ROW.shows("get-loan", "GET loans/{loanId}", GetLoanFile, LOAN_DETAILED, title="a loan account"),
    ROW.does(
        "create-loan",
        "POST loans",
        SubmitLoan,
        NEW_LOAN,
        given={"submitted_on": Today()},
        answers=NEW,
        title="open a loan account",
    ),
    *(order.by_query(name) for name, order in ORDERS.items()),
    ROW.odd(
        "post-loan-transaction",
        f"{TRANSACTIONS} [application/json]",
        by_type({name: order.by_json() for name, order in ORDERS.items()}),
        because="the type of the transaction is told by the body",
        fields=ORDER,
        writes=tuple(order.command for order in ORDERS.values()),
    ),
)
