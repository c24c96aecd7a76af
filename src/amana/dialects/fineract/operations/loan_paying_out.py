"""Paying a loan out, changing how much of it, and paying it off."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE
from amana.dialects.families.mifos.fields.loan_money import PAPERS, TRANSACTION_COMMANDS
from amana.dialects.families.mifos.fields.loans import CLOSED, DISBURSED, NOTE
from amana.dialects.fineract.fields.loan_paying_out import (
    AGREED,
    AMOUNT_CHANGED,
    ASKED_TRANCHES,
    CHANGED_TRANCHE,
    DISBURSAL_TODAY,
    FORECLOSURE,
    LAST_UNDONE,
    NEW_AMOUNT,
    PAYOFF,
    PAYOFF_ASKED,
    TRANSACTION_DEFAULTS_TODAY,
)
from amana.loans.asking import GetTransactionDefaults
from amana.loans.change_approved_amount import ChangeApprovedAmount
from amana.loans.change_available_amount import ChangeAvailableAmount
from amana.loans.change_tranche import ChangeTranche
from amana.loans.change_tranches import ChangeTranches
from amana.loans.disburse import DisburseLoan
from amana.loans.foreclose import ForecloseLoan
from amana.loans.kinds import TransactionKind
from amana.loans.payoff import GetPayoff
from amana.loans.undo_last_disbursal import UndoLastDisbursal
from amana.loans.undo_transaction import UndoTransaction

ROW = Rows(
    "loan",
    places={
        "loanId": Field("loanId", "loan", ID),
        "transactionId": Field("transactionId", "transaction", ID),
        "disbursementId": Field("disbursementId", "number", ID),
    },
)
PAID_OUT = LOAN_RESOURCE.showing(DISBURSED, *(wire for wire, _ in PAPERS))
CHANGED = LOAN_RESOURCE.showing(AMOUNT_CHANGED)
TEMPLATE = "GET loans/{loanId}/transactions/template"

ROWS: tuple[Row, ...] = (
    ROW.does(
        "loans_disburse_today",
        "POST loans/{loanId}?command=disburse",
        DisburseLoan,
        DISBURSAL_TODAY,
        answers=PAID_OUT,
    ),
    ROW.does(
        "loans_disburse_without_down_payment",
        "POST loans/{loanId}?command=disburseWithoutAutoDownPayment",
        DisburseLoan,
        DISBURSAL_TODAY,
        given={"down_payment": False},
        answers=PAID_OUT,
    ),
    ROW.does(
        "loans_undo_last_disbursal",
        "POST loans/{loanId}?command=undolastdisbursal",
        UndoLastDisbursal,
        NOTE,
        answers=LOAN_RESOURCE.showing(LAST_UNDONE),
    ),
    ROW.does(
        "loans_approved_amount",
        "PUT loans/{loanId}/approved-amount",
        ChangeApprovedAmount,
        NEW_AMOUNT,
        answers=CHANGED,
    ),
    ROW.does(
        "loans_available_disbursement_amount",
        "PUT loans/{loanId}/available-disbursement-amount",
        ChangeAvailableAmount,
        NEW_AMOUNT,
        answers=CHANGED,
    ),
    ROW.does(
        "loans_edit_disbursements",
        "PUT loans/{loanId}/disbursements/editDisbursements",
        ChangeTranches,
        ASKED_TRANCHES,
        tolerates=AGREED,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "loans_edit_disbursement",
        "PUT loans/{loanId}/disbursements/{disbursementId}",
        ChangeTranche,
        CHANGED_TRANCHE,
        tolerates=AGREED,
        answers=LOAN_RESOURCE.showing(CHANGED_TRANCHE),
    ),
    ROW.shows(
        "loans_prepay_template", f"{TEMPLATE}?command=prepayLoan", GetPayoff, PAYOFF, filters=PAYOFF_ASKED
    ),
    ROW.shows(
        "loans_foreclosure_template",
        f"{TEMPLATE}?command=foreclosure",
        GetPayoff,
        PAYOFF,
        filters=PAYOFF_ASKED,
        given={"foreclosure": True},
    ),
    *(
        ROW.shows(
            f"loans_template_{command}",
            f"{TEMPLATE}?command={command}",
            GetTransactionDefaults,
            TRANSACTION_DEFAULTS_TODAY,
            given={"kind": kind},
        )
        for command, kind in TRANSACTION_COMMANDS.items()
    ),
    ROW.does(
        "loans_foreclose",
        "POST loans/{loanId}/transactions?command=foreclosure",
        ForecloseLoan,
        FORECLOSURE,
        answers=LOAN_RESOURCE.showing(CLOSED, "note"),
    ),
    ROW.does(
        "loans_undo_waiver",
        "PUT loans/{loanId}/transactions/{transactionId}",
        UndoTransaction,
        NOTE,
        given={"only": TransactionKind.CHARGE_WAIVER},
        answers=LOAN_RESOURCE,
    ),
)
