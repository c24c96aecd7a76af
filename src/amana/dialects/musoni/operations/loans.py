"""Loans, their products and their transactions."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.fields.loans import ASSOCIATIONS, NOTE
from amana.dialects.families.mifos.rows import relative
from amana.dialects.musoni.answers import CREATED
from amana.dialects.musoni.fields.loans import LOAN, LOAN_FILTERS, LOAN_LISTED, LOAN_LISTING, NEW_LOAN
from amana.loans.asking import GetLoan, ListLoans
from amana.loans.submit import SubmitLoan
from amana.loans.undo_rejection import UndoLoanRejection
from amana.loans.undo_withdrawal import UndoLoanWithdrawal

ROW = Rows("loan", places={"id": Field("id", "loan", ID)})
COMMANDS = {
    "reject": "loans_reject",
    "withdrawnByApplicant": "loans_withdraw",
    "approve": "loans_approve",
    "undoapprove": "loans_approve_undo",
    "disburse": "loans_disburse",
    "undodisbursal": "loans_disburse_undo",
}
"""The family's row behind each of this wire's commands; the document shows one body, the family has the others."""
TRANSACTIONS = {
    "repayment": "loans_transaction_repayment",
    "waiveinterest": "loans_transaction_waiveinterest",
    "writeoff": "loans_transaction_write-off_loan",
    "undowriteoff": "loans_transaction_undo_writeoff",
    "recoverypayment": "loans_transaction_recovery",
    "refundoverpayment": "loans_transaction_credit_balance_refund",
}

ROWS = (
    relative("loanproducts_create", "loanProducts.create", "POST loanproducts", CREATED),
    ROW.shows(
        "loans.list", "GET loans", ListLoans, Listed(LOAN_LISTED), filters=LOAN_FILTERS, listing=LOAN_LISTING
    ),
    ROW.shows("loans.get", "GET loans/{id}", GetLoan, LOAN, filters=ASSOCIATIONS),
    ROW.does("loans.create", "POST loans", SubmitLoan, NEW_LOAN, answers=CREATED),
    ROW.does(
        "loans.command:undoreject",
        "POST loans/{id}?command=undoreject",
        UndoLoanRejection,
        NOTE,
        answers=CREATED,
    ),
    ROW.does(
        "loans.command:undowithdraw",
        "POST loans/{id}?command=undowithdraw",
        UndoLoanWithdrawal,
        NOTE,
        answers=CREATED,
    ),
    *(
        relative(of, f"loans.command:{command}", f"POST loans/{{id}}?command={command}", CREATED)
        for command, of in COMMANDS.items()
    ),
    *(
        relative(
            of, f"loanTransactions.command:{command}", f"POST loans/{{id}}/transactions?command={command}"
        )
        for command, of in TRANSACTIONS.items()
    ),
)
