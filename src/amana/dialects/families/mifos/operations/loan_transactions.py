"""Transactions of loans."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, RESOURCE
from amana.dialects.families.mifos.fields.loan_money import (
    NEW_CLOSING,
    NEW_TRANSACTION,
    NEW_WAIVER,
    SENT,
    TRANSACTION,
    TRANSACTION_ASKED,
    TRANSACTION_CHANGED,
    TRANSACTION_DEFAULTS,
)
from amana.dialects.families.mifos.fields.loans import CLOSED, NOTE, changed
from amana.loans.adjust import AdjustTransaction
from amana.loans.asking import GetLoanTransaction, GetTransactionDefaults
from amana.loans.close import CloseLoan
from amana.loans.close_as_rescheduled import CloseLoanAsRescheduled
from amana.loans.recover import RecoverLoan
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.repay import RepayLoan
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.undo_write_off import UndoWriteOff
from amana.loans.waive_interest import WaiveInterest
from amana.loans.write_off import WriteOffLoan

ROW = Rows(
    "loan.transaction",
    places={
        "loanId": Field("loanId", "loan", ID),
        "transactionId": Field("transactionId", "transaction", ID),
    },
)
MADE = LOAN_RESOURCE.showing(TRANSACTION_CHANGED, *SENT)

ROWS: tuple[Row, ...] = (
    ROW.shows(
        "loans_repaymenttemplate_etc",
        "GET loans/{loanId}/transactions/template",
        GetTransactionDefaults,
        TRANSACTION_DEFAULTS,
        filters=TRANSACTION_ASKED,
    ),
    ROW.shows(
        "loans_transaction_retrieve",
        "GET loans/{loanId}/transactions/{transactionId}",
        GetLoanTransaction,
        TRANSACTION,
    ),
    ROW.does(
        "loans_transaction_repayment",
        "POST loans/{loanId}/transactions?command=repayment",
        RepayLoan,
        NEW_TRANSACTION,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_waiveinterest",
        "POST loans/{loanId}/transactions?command=waiveInterest",
        WaiveInterest,
        NEW_WAIVER,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_write-off_loan",
        "POST loans/{loanId}/transactions?command=writeoff",
        WriteOffLoan,
        NEW_CLOSING,
        answers=LOAN_RESOURCE.showing(CLOSED, "note"),
    ),
    ROW.does(
        "loans_transaction_adjust",
        "POST loans/{loanId}/transactions/{transactionId}",
        AdjustTransaction,
        NEW_TRANSACTION,
        answers=RESOURCE,
    ),
    # Beyond the document: what clients of that time and since send.
    ROW.does(
        "loans_transaction_recovery",
        "POST loans/{loanId}/transactions?command=recoverypayment",
        RecoverLoan,
        NEW_TRANSACTION,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_undo_writeoff",
        "POST loans/{loanId}/transactions?command=undowriteoff",
        UndoWriteOff,
        NOTE,
        answers=LOAN_RESOURCE.showing(changed()),
        # clients repeat the transaction they undo
        tolerates=("transactionDate", "transactionAmount"),
    ),
    ROW.does(
        "loans_transaction_credit_balance_refund",
        "POST loans/{loanId}/transactions?command=creditBalanceRefund",
        RefundOverpayment,
        NEW_TRANSACTION,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_close",
        "POST loans/{loanId}/transactions?command=close",
        CloseLoan,
        NEW_CLOSING,
        answers=LOAN_RESOURCE.showing(CLOSED, "note"),
    ),
    ROW.does(
        "loans_transaction_close_rescheduled",
        "POST loans/{loanId}/transactions?command=close-rescheduled",
        CloseLoanAsRescheduled,
        NEW_CLOSING,
        answers=LOAN_RESOURCE.showing(CLOSED, "note"),
    ),
    ROW.does(
        "loans_transaction_undo",
        "POST loans/{loanId}/transactions/{transactionId}?command=undo",
        UndoTransaction,
        NOTE,
        answers=LOAN_RESOURCE,
        # clients repeat the transaction they undo
        tolerates=("transactionDate", "transactionAmount"),
    ),
)
