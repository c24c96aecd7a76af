"""Credits, chargebacks, charge-offs: what today's Fineract does to a loan besides Mifos X's transactions."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE
from amana.dialects.families.mifos.fields.loans import CLOSED
from amana.dialects.fineract.fields.loan_credits import (
    CHARGE_ADJUSTED,
    CHARGE_ADJUSTMENT,
    CHARGE_OFF_UNDONE,
    CHARGED_OFF,
    FRAUD,
    MADE,
    NEW_CHARGE_OFF,
    NEW_CHARGE_REFUND,
    NEW_CHARGEBACK,
    NEW_INTEREST_REFUND,
    NEW_LOAN_CREDIT,
    NEW_REFUND,
    NEW_WRITE_OFF,
)
from amana.loans.adjust_charge import AdjustLoanCharge
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.charge_off import ChargeLoanOff
from amana.loans.credit import (
    Credit,
    CreditGoodwill,
    PayDown,
    Refund,
    RefundFromMerchant,
    RefundPayout,
    WaivePaymentOfInterest,
)
from amana.loans.mark_fraud import MarkLoanAsFraud
from amana.loans.pay_back import PayBack
from amana.loans.refund_charge import RefundLoanCharge
from amana.loans.refund_interest import RefundInterest
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.repay import RepayLoan
from amana.loans.undo_charge_off import UndoChargeOff
from amana.loans.write_off import WriteOffLoan

ROW = Rows(
    "loan.transaction",
    places={
        "loanId": Field("loanId", "loan", ID),
        "transactionId": Field("transactionId", "transaction", ID),
        "chargeId": Field("chargeId", "loan_charge", ID),
    },
)
TRANSACTIONS = "loans/{loanId}/transactions"

PAYMENTS: dict[str, type[Credit] | type[RepayLoan] | type[RefundOverpayment] | type[PayBack]] = {
    "repayment": RepayLoan,
    "goodwillCredit": CreditGoodwill,
    "merchantIssuedRefund": RefundFromMerchant,
    "payoutRefund": RefundPayout,
    "interestPaymentWaiver": WaivePaymentOfInterest,
    "downPayment": PayDown,
    "creditBalanceRefund": RefundOverpayment,
    "refundByCash": PayBack,
}

ROWS: tuple[Row, ...] = (
    *(
        ROW.does(
            f"loans_transaction_{command}",
            f"POST {TRANSACTIONS}?command={command}",
            verb,
            NEW_REFUND if issubclass(verb, Refund) else NEW_LOAN_CREDIT,
            answers=MADE,
        )
        for command, verb in PAYMENTS.items()
    ),
    ROW.does(
        "loans_transaction_chargeback",
        f"POST {TRANSACTIONS}/{{transactionId}}?command=chargeback",
        ChargePaymentBack,
        NEW_CHARGEBACK,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_chargeRefund",
        f"POST {TRANSACTIONS}?command=chargeRefund",
        RefundLoanCharge,
        NEW_CHARGE_REFUND,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_interest_refund",
        f"POST {TRANSACTIONS}/{{transactionId}}?command=interest-refund",
        RefundInterest,
        NEW_INTEREST_REFUND,
        answers=MADE,
    ),
    ROW.does(
        "loans_transaction_charge_off",
        f"POST {TRANSACTIONS}?command=charge-off",
        ChargeLoanOff,
        NEW_CHARGE_OFF,
        answers=CHARGED_OFF,
    ),
    ROW.does(
        "loans_transaction_undo_charge_off",
        f"POST {TRANSACTIONS}?command=undo-charge-off",
        UndoChargeOff,
        CHARGE_OFF_UNDONE,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "loans_transaction_write_off",
        f"POST {TRANSACTIONS}?command=writeoff",
        WriteOffLoan,
        NEW_WRITE_OFF,
        answers=LOAN_RESOURCE.showing(CLOSED, "note"),
    ),
    ROW.does(
        "loans_mark_as_fraud",
        "PUT loans/{loanId}?command=markAsFraud",
        MarkLoanAsFraud,
        FRAUD,
        answers=LOAN_RESOURCE.showing(FRAUD),
    ),
    ROW.does(
        "loans_charges_adjustment",
        "POST loans/{loanId}/charges/{chargeId}?command=adjustment",
        AdjustLoanCharge,
        CHARGE_ADJUSTMENT,
        answers=CHARGE_ADJUSTED,
    ),
)
