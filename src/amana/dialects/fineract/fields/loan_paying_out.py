"""How much of a loan is paid out and when, and what pays it off, as requests and answers."""

from amana.dialects.base.codecs import ID, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import LOAN_TRANSACTION
from amana.dialects.families.mifos.fields.loan_money import NOTE, TRANSACTION_DEFAULTS
from amana.dialects.families.mifos.fields.loans import DISBURSAL
from amana.loans.change_tranches import AskedTranche
from amana.loans.kinds import TransactionKind

DISBURSAL_TODAY = DISBURSAL.plus(
    Field("externalId", "external_id", Text(100)),
    Field("fixedEmiAmount", "instalment", MONEY),
    Field("adjustRepaymentDate", "next_due_on", DAY),
    name="LoanDisbursalToday",
)
AMOUNT_CHANGED = Fields(
    "LoanAmountChanged",
    Field("newApprovedAmount", "amount", MONEY),
    Field("oldApprovedAmount", "before", MONEY),
    Field("newAvailableDisbursementAmount", "available", MONEY),
    Field("oldAvailableDisbursementAmount", "available_before", MONEY),
)
NEW_AMOUNT = Fields("NewLoanAmount", Field("amount", "amount", MONEY, required=True))
ASKED_TRANCHE = Fields(
    "AskedTranche",
    Field("id", "number", ID, about="a tranche that is planned already"),
    Field("expectedDisbursementDate", "expected_on", DAY, required=True),
    Field("principal", "amount", MONEY, required=True),
    builds=AskedTranche,
)
ASKED_TRANCHES = Fields(
    "AskedTranches", Field("disbursementData", "tranches", ListOf(Nested(ASKED_TRANCHE)), required=True)
)
CHANGED_TRANCHE = Fields(
    "ChangedTranche",
    Field("updatedExpectedDisbursementDate", "expected_on", DAY, required=True),
    Field("updatedPrincipal", "amount", MONEY, required=True),
)
AGREED = ("approvedLoanAmount", "expectedDisbursementDate")
"""What the reference application repeats of the loan when its tranches are changed."""
LAST_UNDONE = Fields("LastDisbursalUndone", Field("disbursedAmount", "paid_out", MONEY))
FORECLOSURE = Fields("LoanForeclosure", Field("transactionDate", "on", DAY, required=True), NOTE)
PAYOFF_ASKED = Fields("LoanPayoffAsked", Field("transactionDate", "on", DAY))
PORTIONS = (
    Field("principalPortion", "components.principal", MONEY),
    Field("interestPortion", "components.interest", MONEY),
    Field("feeChargesPortion", "components.fees", MONEY),
    Field("penaltyChargesPortion", "components.penalties", MONEY),
)
TRANSACTION_DEFAULTS_TODAY = TRANSACTION_DEFAULTS.plus(*PORTIONS, name="LoanTransactionTemplateToday")
PAYOFF = Fields(
    "LoanPayoff",
    Field("type", "kind", LOAN_TRANSACTION.of(TransactionKind)),
    Field("date", "on", DAY),
    Field("currency", "currency", CURRENCY),
    Field("amount", "amount", MONEY),
    *PORTIONS,
)
