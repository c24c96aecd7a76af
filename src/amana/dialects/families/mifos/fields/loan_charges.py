"""Charges of loans on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, FIGURE, LOCALISED_POSITIVE, MONEY
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import CHARGE_BASIS, CHARGE_TIME
from amana.dialects.families.mifos.fields.charges import CHARGE
from amana.dialects.families.mifos.fields.loan_money import NOTE, PARTS, PAYMENT
from amana.finance.charges import ChargeBasis, ChargeTime

LOAN_CHARGE = Fields(
    "LoanCharge",
    Field("id", "id", ID),
    Field("chargeId", "charge", ID),
    Field("name", "name", TEXT),
    Field("chargeTimeType", "time", CHARGE_TIME.of(ChargeTime)),
    Field("dueDate", "due_on", DAY),
    Field("chargeCalculationType", "basis", CHARGE_BASIS.of(ChargeBasis)),
    Field("percentage", "percentage", FIGURE),
    Field("amountPercentageAppliedTo", "percentage_of", MONEY),
    Field("currency", "currency", CURRENCY),
    Field("amount", "amount", MONEY),
    Field("amountPaid", "paid", MONEY),
    Field("amountWaived", "waived", MONEY),
    Field("amountWrittenOff", "written_off", MONEY),
    Field("amountOutstanding", "outstanding", MONEY),
    Field("amountOrPercentage", "asked", FIGURE),
    Field("penalty", "penalty", BOOLEAN),
)
NEW_LOAN_CHARGE = Fields(
    "NewLoanCharge",
    Field("chargeId", "charge", ID, required=True),
    Field("amount", "amount", MONEY, required=True),
    Field("dueDate", "due_on", DAY),
)
LOAN_CHARGE_CHANGES = Fields(
    "LoanChargeChanges", Field("amount", "amount", MONEY), Field("dueDate", "due_on", DAY)
)
LOAN_CHARGE_TEMPLATE = Fields(
    "LoanChargeTemplate",
    Field("amountPaid", "paid", MONEY),
    Field("amountWaived", "waived", MONEY),
    Field("amountWrittenOff", "written_off", MONEY),
    Field("chargeOptions", "charges", ListOf(Nested(CHARGE))),
    Field("penalty", "penalty", BOOLEAN),
)
LOAN_CHARGE_WAIVER = Fields(
    "LoanChargeWaiver",
    Field("installmentNumber", "instalment", LOCALISED_POSITIVE, about="of an instalment fee"),
    NOTE,
)
LOAN_CHARGE_PAYMENT = Fields(
    "LoanChargePayment",
    Field("transactionDate", "on", DAY, required=True),
    Field("amount", "amount", MONEY),
    Field("installmentNumber", "instalment", LOCALISED_POSITIVE, about="of an instalment fee"),
    NOTE,
    *PAYMENT,
    parts=PARTS,
)
