"""Loans, their products and their transactions."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.fields.loan_money import NEW_TRANSACTION
from amana.dialects.families.mifos.fields.loans import NOTE
from amana.dialects.families.mifos.operations.loan_transactions import MADE
from amana.dialects.families.mifos.operations.loans import calculation
from amana.dialects.families.mifos.rows import relative
from amana.dialects.musoni.answers import CREATED, UPDATED
from amana.dialects.musoni.fields.loan_products import NEW_PRODUCT, STATUS_CHANGED, UNUSED
from amana.dialects.musoni.fields.loans import (
    ALWAYS_SHOWN,
    ASSOCIATIONS,
    CALCULATION,
    FUND_SOURCE,
    LOAN,
    LOAN_FILTERS,
    LOAN_LISTED,
    LOAN_LISTING,
    NEW_LOAN,
    NOT_OF_SCHEDULE,
)
from amana.loans.asking import GetLoan, ListLoans
from amana.loans.change_fund import ChangeLoanFund
from amana.loans.prepay import PrepayLoan
from amana.loans.products.close import ActivateLoanProduct, CloseLoanProduct
from amana.loans.products.create import CreateLoanProduct
from amana.loans.submit import SubmitLoan
from amana.loans.undo_rejection import UndoLoanRejection
from amana.loans.undo_withdrawal import UndoLoanWithdrawal

PRODUCT = Rows("loanproduct", places={"id": Field("id", "product", ID)})
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
    PRODUCT.does(
        "loanProducts.create",
        "POST loanproducts",
        CreateLoanProduct,
        NEW_PRODUCT,
        answers=CREATED,
        tolerates=UNUSED,
    ),
    PRODUCT.does(
        "loanProducts.activate",
        "POST loanproducts/{id}?command=activate",
        ActivateLoanProduct,
        answers=UPDATED.showing(STATUS_CHANGED),
    ),
    PRODUCT.does(
        "loanProducts.close",
        "POST loanproducts/{id}?command=close",
        CloseLoanProduct,
        answers=UPDATED.showing(STATUS_CHANGED),
    ),
    ROW.shows(
        "loans.list", "GET loans", ListLoans, Listed(LOAN_LISTED), filters=LOAN_FILTERS, listing=LOAN_LISTING
    ),
    ROW.shows(
        "loans.get",
        "GET loans/{id}",
        GetLoan,
        LOAN,
        filters=ASSOCIATIONS,
        given={"parts": ALWAYS_SHOWN},
    ),
    ROW.does("loans.create", "POST loans", SubmitLoan, NEW_LOAN, answers=CREATED),
    calculation(CALCULATION, NOT_OF_SCHEDULE, "loans.create:calculateLoanSchedule"),
    ROW.does(
        "loans.updateFundSource",
        "POST loans/{id}?command=updateFundSource",
        ChangeLoanFund,
        FUND_SOURCE,
        answers=UPDATED.showing(FUND_SOURCE),
    ),
    ROW.does(
        "loanTransactions.command:prepayLoan",
        "POST loans/{id}/transactions?command=prepayLoan",
        PrepayLoan,
        NEW_TRANSACTION,
        answers=MADE,
    ),
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
