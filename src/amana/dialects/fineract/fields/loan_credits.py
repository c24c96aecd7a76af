"""What reduces a loan besides repayments, and what makes it owed again, as requests and answers."""

from dataclasses import replace

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields
from amana.dialects.families.mifos.answers import LOAN_RESOURCE
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.fields.loan_money import (
    NEW_CLOSING,
    NEW_TRANSACTION,
    NOTE,
    PARTS,
    PAYMENT,
    SENT,
    TRANSACTION_CHANGED,
)

EXTERNAL_ID = Field("externalId", "external_id", Text(100))

NEW_LOAN_CREDIT = NEW_TRANSACTION.plus(EXTERNAL_ID, name="NewLoanCredit")
NEW_REFUND = NEW_LOAN_CREDIT.plus(
    Field("interestRefundCalculation", "with_interest", BOOLEAN), name="NewLoanRefund"
)
NEW_CHARGEBACK = NEW_LOAN_CREDIT.without("transactionDate", name="NewChargeback")
NEW_CHARGE_REFUND = (
    NEW_CHARGEBACK.optional(name="NewChargeRefund")
    .plus(Field("loanChargeId", "loan_charge", ID))
    .requiring("loanChargeId")
)
NEW_INTEREST_REFUND = NEW_CHARGEBACK.plus(Field("transactionDate", "on", DAY), name="NewInterestRefund")
NEW_CHARGE_OFF = Fields(
    "NewChargeOff",
    Field("transactionDate", "on", DAY, required=True),
    Field("chargeOffReasonId", "reason", ID),
    EXTERNAL_ID,
    NOTE,
)
CHARGE_OFF_UNDONE = Fields("ChargeOffUndone", NOTE)
NEW_WRITE_OFF = NEW_CLOSING.plus(Field("writeoffReasonId", "reason", ID), name="NewLoanWriteOff")
FRAUD = Fields("LoanFraud", Field("fraud", "fraud", BOOLEAN, required=True))
CHARGE_ADJUSTMENT = Fields(
    "LoanChargeAdjustment",
    Field("amount", "amount", MONEY, required=True),
    *PAYMENT,
    EXTERNAL_ID,
    NOTE,
    parts=PARTS,
)

MADE = replace(
    LOAN_RESOURCE.showing(TRANSACTION_CHANGED, *SENT),
    more=Fields("TransactionMade", Field("resourceExternalId", "external_id", TEXT)),
)
"""The answer of a new transaction."""
CHARGED_OFF = LOAN_RESOURCE.showing(
    Fields("ChargedOff", Field("transactionDate", "on", DAY), Field("chargeOffReasonId", "reason", ID), NOTE),
    "note",
)
CHARGE_ADJUSTED = replace(
    LOAN_RESOURCE,
    more=Fields(
        "ChargeAdjusted",
        Field("subResourceId", "transaction", ID),
        Field("subResourceExternalId", "external_id", TEXT),
    ),
)
