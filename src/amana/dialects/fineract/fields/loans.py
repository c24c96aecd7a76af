"""Loans with today's names: the application, and what is shown of a loan."""

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT, Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested, beneath
from amana.dialects.families.mifos.codec import DAY, FROM_MONDAY, LOCALISED_COUNT, MONEY, RATE
from amana.dialects.families.mifos.enum_tables import CHARGE_TIME, LOAN_TRANSACTION
from amana.dialects.families.mifos.fields.due_days import with_weekday
from amana.dialects.families.mifos.fields.loan_charges import LOAN_CHARGE
from amana.dialects.families.mifos.fields.loan_money import TRANSACTION, TRANSACTION_OF_LOAN
from amana.dialects.families.mifos.fields.loans import (
    APPROVAL,
    LOAN,
    LOAN_CHANGES,
    LOAN_LISTED,
    NEEDED_TERMS,
    NEW_LOAN,
    OF_APPLICATION,
    SUMMARY,
    TIMELINE,
    Associations,
    by_user,
)
from amana.dialects.fineract.codecs import IS_THERE, Enabling
from amana.dialects.fineract.enum_tables import LOAN_SUB_STATUS, LOAN_TRANSACTION_FLAGS, TERM_VARIATION
from amana.dialects.fineract.fields.delinquency import OF_RANGE, PAUSE, RANGE
from amana.dialects.fineract.fields.loan_products import SCHEDULE, STRATEGY_CODE
from amana.dialects.fineract.fields.loan_schedule import SCHEDULE_TODAY
from amana.finance.charges import ChargeTime
from amana.finance.terms import Tranche, VariationKind
from amana.loans.asking import ALL_PARTS, LoanPart
from amana.loans.kinds import LoanEnding, TransactionKind
from amana.loans.transaction_views import RelationKind

RELATION_KIND = Word(RelationKind, {one: one.value.upper() for one in RelationKind})

# -- the application ---------------------------------------------------------------------------------

NOT_NEEDED = frozenset({"transactionProcessingStrategyId", "interestRatePerPeriod"})
"""The strategy comes by code or by number, or is the product's; so is the rate, where it is not a floating one."""
ASKED_TRANCHE = Fields(
    "AskedTranche",
    Field("expectedDisbursementDate", "expected_on", DAY, required=True),
    Field("principal", "amount", MONEY, required=True),
    builds=Tranche,
)
WEEKDAY_SHOWN = (
    Field("repaymentFrequencyNthDayType", "contract.terms.due_on.nth", COUNT),
    Field("repaymentFrequencyDayOfWeekType", "contract.terms.due_on.weekday", FROM_MONDAY),
)
_OF_SCHEDULE = {row.wire: row for row in SCHEDULE}
TERMS = beneath(
    "terms",
    (
        Field("transactionProcessingStrategyCode", "strategy", STRATEGY_CODE),
        Field("graceOnArrearsAgeing", "grace_on_arrears_ageing", LOCALISED_COUNT),
        Field("enableInstallmentLevelDelinquency", "instalment_delinquency", BOOLEAN),
        Field("maxOutstandingLoanBalance", "maximum_outstanding", MONEY, clears=True),
        Field("fixedPrincipalPercentagePerInstallment", "fixed_principal_percentage", RATE, clears=True),
        Field("recurringMoratoriumOnPrincipalPeriods", "recurring_moratorium_on_principal", LOCALISED_COUNT),
        Field("isEqualAmortization", "equal_amortisation", BOOLEAN),
        Field("interestRateDifferential", "rate_differential", RATE),
        Field("isFloatingInterestRate", "follows_rate", BOOLEAN),
        Field("disbursementData", "tranches", ListOf(Nested(ASKED_TRANCHE))),
        Field("disbursedAmountPercentageForDownPayment", "down_payment_percentage", RATE),
        Field("enableAutoRepaymentForDownPayment", "automatic_down_payment", BOOLEAN),
        _OF_SCHEDULE["loanScheduleProcessingType"],
        _OF_SCHEDULE["interestRecognitionOnDisbursementDate"],
        _OF_SCHEDULE["allowFullTermForTranche"],
        _OF_SCHEDULE["fixedLength"],
        _OF_SCHEDULE["repaymentStartDateType"],
    ),
)
OTHERS = (
    Field(
        "enableDownPayment",
        ".",
        Enabling(
            "terms.down_payment",
            **{"terms.down_payment_percentage": None, "terms.automatic_down_payment": False},
        ),
    ),
)
TOP_UP = (
    Field("isTopup", ".", Enabling("tops_up", closes=None)),
    Field("loanIdToClose", "closes", ID),
)
NEW_LOAN_TODAY = (
    with_weekday(NEW_LOAN)
    .plus(
        *TERMS,
        Field("allowPartialPeriodInterestCalculation", "terms.partial_period_interest", BOOLEAN),
        *OTHERS,
        *TOP_UP,
        name="NewLoanToday",
    )
    .requiring(*(name for name in NEEDED_TERMS if name not in NOT_NEEDED), "loanType", "submittedOnDate")
)
NOT_OF_SCHEDULE = (*OF_APPLICATION, *(row.wire for row in TOP_UP))
CALCULATION_TODAY = NEW_LOAN_TODAY.without(*NOT_OF_SCHEDULE, name="LoanCalculationToday").requiring(
    *(name for name in NEEDED_TERMS if name not in NOT_NEEDED)
)
_ADDED = tuple(row for row in NEW_LOAN_TODAY if row.wire not in NEW_LOAN.by_wire)
LOAN_CHANGES_TODAY = with_weekday(LOAN_CHANGES).plus(*_ADDED, name="LoanChangesToday")
APPROVAL_TODAY = APPROVAL.plus(
    Field("disbursementData", "tranches", ListOf(Nested(ASKED_TRANCHE))), name="LoanApprovalToday"
)

# -- responses ---------------------------------------------------------------------------------------


RELATION = Fields(
    "TransactionRelation",
    Field("fromLoanTransaction", "of", ID),
    Field("toLoanTransaction", "to", ID),
    Field("toLoanCharge", "charge", ID),
    Field("relationType", "kind", RELATION_KIND),
)
PORTIONS = (
    Field("principalPortion", "portions.principal", MONEY),
    Field("interestPortion", "portions.interest", MONEY),
    Field("feeChargesPortion", "portions.fees", MONEY),
    Field("penaltyChargesPortion", "portions.penalties", MONEY),
    Field("overpaymentPortion", "overpayment", MONEY),
    Field("unrecognizedIncomePortion", "unrecognised", MONEY),
    Field("manuallyReversed", "reversed", BOOLEAN),
    Field("reversedOnDate", "reversed_on", DAY),
)
PAID_BY = Fields(
    "LoanChargePaidBy",
    Field("chargeId", "charge", ID),
    Field("installmentNumber", "instalment", COUNT, silent=0),
    Field("amount", "amount", MONEY),
)
CHARGES_PAID = Field("loanChargePaidByList", "of_charges", ListOf(Nested(PAID_BY)), silent=[])
BALANCE = Field("outstandingLoanBalance", "balance", MONEY)
RELATIONS = Field("transactionRelations", "relations", ListOf(Nested(RELATION)))
TYPE = Field("type", "kind", LOAN_TRANSACTION.of(TransactionKind, flags=LOAN_TRANSACTION_FLAGS))
TRANSACTION_TODAY = TRANSACTION.plus(
    TYPE, *PORTIONS, BALANCE, RELATIONS, CHARGES_PAID, name="LoanTransactionToday"
)
TRANSACTION_OF_LOAN_TODAY = TRANSACTION_OF_LOAN.plus(
    TYPE, *PORTIONS, RELATIONS, CHARGES_PAID, name="LoanTransactionOfLoanToday"
)

TIMELINE_TODAY = Fields(
    "LoanTimelineToday",
    *beneath("timeline", (*TIMELINE, *by_user("chargedOff", "charged_off"))),
    Field("actualMaturityDate", "actual_maturity_on", DAY),
)
COLLECTION = Fields(
    "CollectionData",
    Field("availableDisbursementAmount", "available", MONEY),
    Field("availableDisbursementAmountWithOverApplied", "available_with_over_applied", MONEY),
    Field("pastDueDays", "past_due_days", COUNT),
    Field("pastDueDate", "past_due_on", DAY),
    Field("delinquentDays", "delinquent_days", COUNT),
    Field("delinquentDate", "delinquent_on", DAY),
    Field("delinquentAmount", "delinquent_amount", MONEY),
    Field("nextPaymentDueDate", "next_due_on", DAY),
    Field("nextPaymentAmount", "next_due_amount", MONEY),
    Field("lastPaymentDate", "last_payment.on", DAY),
    Field("lastPaymentAmount", "last_payment.amount", MONEY),
    Field("lastRepaymentDate", "last_repayment.on", DAY),
    Field("lastRepaymentAmount", "last_repayment.amount", MONEY),
    Field("delinquencyPausePeriods", "pauses", ListOf(Nested(PAUSE))),
    Field("installmentLevelDelinquency", "instalment_ranges", ListOf(Nested(OF_RANGE)), silent=[]),
)
CHARGE_TODAY = LOAN_CHARGE.plus(
    Field("loanId", "loan", ID),
    Field(
        "chargeTimeType",
        "time",
        CHARGE_TIME.recoded("chargeTimeType", instalment="Installment Fee").of(ChargeTime),
    ),
    name="LoanChargeToday",
)
TRANCHE_SHOWN = Fields(
    "DisbursementDetail",
    Field("id", "number", ID, about="counts the disbursements of the loan"),
    Field("expectedDisbursementDate", "expected_on", DAY),
    Field("actualDisbursementDate", "disbursed_on", DAY),
    Field("principal", "amount", MONEY),
)
_SHOWN = (
    Field("transactionProcessingStrategyCode", "contract.strategy", STRATEGY_CODE),
    Field("graceOnArrearsAgeing", "contract.grace_on_arrears_ageing", COUNT),
    Field("enableInstallmentLevelDelinquency", "contract.instalment_delinquency", BOOLEAN),
    Field("enableDownPayment", "contract.terms.down_payment_percentage", IS_THERE, null=False),
    Field("disbursedAmountPercentageForDownPayment", "contract.terms.down_payment_percentage", RATE),
    Field("enableAutoRepaymentForDownPayment", "contract.automatic_down_payment", BOOLEAN),
    Field("fixedPrincipalPercentagePerInstallment", "contract.terms.fixed_principal_percentage", RATE),
    Field(
        "recurringMoratoriumOnPrincipalPeriods",
        "contract.terms.recurring_moratorium_on_principal",
        COUNT,
        silent=0,
    ),
    *WEEKDAY_SHOWN,
    Field("isEqualAmortization", "contract.terms.equal_amortisation", BOOLEAN),
    Field("inArrears", "in_arrears", BOOLEAN),
    Field("isNPA", "non_performing", BOOLEAN),
    Field("daysInArrears", "days_in_arrears", COUNT),
    Field("fraud", "fraud", BOOLEAN),
    Field("subStatus", "ending", LOAN_SUB_STATUS.of(LoanEnding)),
    Field("chargedOff", "charged_off", BOOLEAN),
    Field("timeline", ".", Nested(TIMELINE_TODAY)),
)
RATE_FROM = Fields(
    "InterestRatePeriod",
    Field("fromDate", "starts_on", DAY),
    Field("effectiveInterestRate", "rate", RATE),
)
TERM_VARIATION_SHOWN = Fields(
    "LoanTermVariation",
    Field("termType", "kind", TERM_VARIATION.of(VariationKind)),
    Field("termVariationApplicableFrom", "applies_from", DAY),
    Field("decimalValue", "value", RATE),
    Field("dateValue", "new_date", DAY),
    Field("isSpecificToInstallment", "this_instalment_only", BOOLEAN),
)
_TERMS_SHOWN = (
    Field("loanTermVariations", "contract.terms.variations", ListOf(Nested(TERM_VARIATION_SHOWN)), silent=()),
    Field("emiAmountVariations", "instalments_agreed", ListOf(Nested(TERM_VARIATION_SHOWN)), silent=[]),
    Field("isLoanProductLinkedToFloatingRate", "contract.floating", IS_THERE, null=False),
    Field("isFloatingInterestRate", "contract.floating.follows", BOOLEAN, null=False),
    Field("interestRateDifferential", "contract.floating.differential", RATE),
    Field("interestRatesPeriods", "contract.floating.rates", ListOf(Nested(RATE_FROM))),
    Field("maxOutstandingLoanBalance", "contract.maximum_outstanding", MONEY),
    Field("enableDownPayment", "contract.terms.down_payment_percentage", IS_THERE, null=False),
    Field("disbursedAmountPercentageForDownPayment", "contract.terms.down_payment_percentage", RATE),
    Field("enableAutoRepaymentForDownPayment", "contract.automatic_down_payment", BOOLEAN),
    Field("loanScheduleType", "contract.terms.schedule_type", _OF_SCHEDULE["loanScheduleType"].codec),
    Field(
        "loanScheduleProcessingType",
        "contract.terms.progressive.processing",
        _OF_SCHEDULE["loanScheduleProcessingType"].codec,
    ),
    Field("fixedLength", "contract.terms.progressive.fixed_length", COUNT),
    Field("repaymentStartDateType", "contract.repayment_start", _OF_SCHEDULE["repaymentStartDateType"].codec),
    Field("multiDisburseLoan", "contract.terms.multi_disburse", BOOLEAN),
    Field("allowFullTermForTranche", "contract.terms.progressive.full_term_tranches", BOOLEAN),
    Field("disbursementDetails", "tranches", ListOf(Nested(TRANCHE_SHOWN)), silent=[]),
    Field("actualNoTerm", "open_instalments", COUNT),
    Field("lastClosedBusinessDate", "last_closed_on", DAY),
    Field("delinquent", "collection", Nested(COLLECTION)),
    Field("delinquencyRange", "collection.range", Nested(RANGE)),
    Field("charges", "charges_by_day", ListOf(Nested(CHARGE_TODAY))),
    Field("approvedPrincipal", "approved_principal", MONEY),
    Field("isTopup", "contract.closes", IS_THERE, null=False),
    Field("closureLoanId", "contract.closes", ID),
    Field("topupAmount", "topped_up", MONEY),
    Field("proposedPrincipal", "proposed_principal", MONEY),
)
SUMMARY_TODAY = Fields(
    "LoanSummaryToday",
    *beneath("summary", SUMMARY),
    Field("principalAdjustments", "summary.charged_back", MONEY),
    Field("inArrears", "in_arrears", BOOLEAN),
    Field("chargeOffReasonId", "charge_off_reason.id", ID),
    Field("chargeOffReason", "charge_off_reason.name", TEXT),
    *beneath(
        "moved",
        (
            Field("feeAdjustments", "fees_owed_again", MONEY),
            Field("penaltyAdjustments", "penalties_owed_again", MONEY),
            Field("totalRecovered", "recovered", MONEY),
            Field("totalRepaymentTransaction", "repaid", MONEY),
            Field("totalRepaymentTransactionReversed", "repaid_reversed", MONEY),
            Field("totalMerchantRefund", "merchant_refunds", MONEY),
            Field("totalMerchantRefundReversed", "merchant_refunds_reversed", MONEY),
            Field("totalPayoutRefund", "payout_refunds", MONEY),
            Field("totalPayoutRefundReversed", "payout_refunds_reversed", MONEY),
            Field("totalGoodwillCredit", "goodwill_credits", MONEY),
            Field("totalGoodwillCreditReversed", "goodwill_credits_reversed", MONEY),
            Field("totalChargeAdjustment", "charge_adjustments", MONEY),
            Field("totalChargeAdjustmentReversed", "charge_adjustments_reversed", MONEY),
            Field("totalCreditBalanceRefund", "overpayment_refunds", MONEY),
            Field("totalCreditBalanceRefundReversed", "overpayment_refunds_reversed", MONEY),
            Field("totalChargeback", "chargebacks", MONEY),
            Field("totalInterestPaymentWaiver", "interest_payment_waivers", MONEY),
            Field("totalInterestRefund", "interest_refunds", MONEY),
            Field("totalUnpaidPayableDueInterest", "interest_due_unpaid", MONEY),
            Field("totalUnpaidPayableNotDueInterest", "interest_running_unpaid", MONEY),
        ),
    ),
)
LOAN_TODAY = LOAN.plus(
    *_SHOWN,
    *_TERMS_SHOWN,
    Field("graceOnPrincipalPayment", "contract.terms.grace_on_principal", COUNT),
    Field("graceOnInterestPayment", "contract.terms.grace_on_interest_payment", COUNT),
    Field("inArrearsTolerance", "contract.arrears_tolerance", MONEY),
    Field("summary", "with_summary", Nested(SUMMARY_TODAY)),
    Field("repaymentSchedule", "schedule", SCHEDULE_TODAY),
    Field("transactions", "listed_transactions", ListOf(Nested(TRANSACTION_OF_LOAN_TODAY))),
    name="LoanToday",
)
LOAN_LISTED_TODAY = LOAN_LISTED.plus(*_SHOWN, name="LoanListedToday")
ASSOCIATIONS_TODAY = Fields(
    "LoanAssociationsToday",
    Field(
        "associations",
        "parts",
        Associations(ALL_PARTS | {LoanPart.COLLECTION, LoanPart.MOVED}, frozenset({LoanPart.MOVED})),
    ),
)
