"""Loan products with today's names: what Mifos X has, free allocation, recalculation, tranches, down payments."""

from enum import StrEnum

from amana.dialects.base.codecs import BOOLEAN, ID, Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested, beneath
from amana.dialects.families.mifos.codec import LOCALISED_COUNT, LOCALISED_POSITIVE, MONEY, RATE
from amana.dialects.families.mifos.enum_tables import TRANSACTION_STRATEGY
from amana.dialects.families.mifos.fields.charges import CHARGE
from amana.dialects.families.mifos.fields.loan_products import (
    LOAN_PRODUCT,
    LOAN_PRODUCT_TEMPLATE,
    LOAN_PRODUCT_WITH_OPTIONS,
    NEW_LOAN_PRODUCT,
)
from amana.dialects.families.mifos.fields.offered_terms import (
    ASKED_RECALCULATION,
    LINK,
    RECALCULATION_SHOWN,
    recalculation_of,
)
from amana.dialects.families.mifos.switches import LOCKS, Off, Overrides
from amana.dialects.fineract.codecs import (
    IS_THERE,
    CodeWord,
    Enabling,
    ForKind,
    Inverted,
    Ordered,
    WordOption,
)
from amana.dialects.fineract.enum_tables import REPAYMENT_START
from amana.dialects.fineract.fields.floating_rates import FLOATING_RATE_LISTED
from amana.finance.components import Component
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, FutureInstalment, RuledPayment
from amana.finance.terms import (
    LeapYearRule,
    Processing,
    RepaymentStart,
    ScheduleType,
)
from amana.loans.kinds import ChargeOffBehaviour, OverApplied, RefundWithInterest
from amana.loans.products.asked import AskedAccounts, ExpenseOfReason
from amana.loans.products.floating import AskedFloating
from amana.loans.products.locks import Lock

STRATEGY_CODE = CodeWord(TRANSACTION_STRATEGY, AllocationStrategy)

# -- free allocation ---------------------------------------------------------------------------------

_SINGULAR: dict[StrEnum, str] = {
    Component.PRINCIPAL: "PRINCIPAL",
    Component.INTEREST: "INTEREST",
    Component.FEES: "FEE",
    Component.PENALTIES: "PENALTY",
}
BUCKET = Word(Bucket, {one: f"{one.time.upper()}_{_SINGULAR[one.component]}" for one in Bucket})
FUTURE = Word(
    FutureInstalment,
    {
        FutureInstalment.NEXT: "NEXT_INSTALLMENT",
        FutureInstalment.LAST: "LAST_INSTALLMENT",
        FutureInstalment.NEXT_LAST: "NEXT_LAST_INSTALLMENT",
        FutureInstalment.REAMORTISE: "REAMORTIZATION",
    },
)
RULED: dict[StrEnum, str] = {
    **{one: one.value.upper() for one in RuledPayment},
    RuledPayment.CASH_REFUND: "REFUND_FOR_ACTIVE_LOAN",
}
PAYMENT_ALLOCATION = Nested(
    Fields(
        "PaymentAllocation",
        Field(
            "transactionType",
            "payment",
            Word(RuledPayment, RULED),
            required=True,
        ),
        Field("paymentAllocationOrder", "order", Ordered("paymentAllocationRule", BUCKET), required=True),
        Field("futureInstallmentAllocationRule", "future", FUTURE),
        builds=AllocationRule,
    )
)
CREDIT_ALLOCATION = ForKind(
    "CHARGEBACK", "creditAllocationOrder", Ordered("creditAllocationRule", Word(Component, _SINGULAR))
)
ALLOCATION = (
    Field("paymentAllocation", "allocation_rules", ListOf(PAYMENT_ALLOCATION), silent=()),
    Field("creditAllocation", "chargeback_order", CREDIT_ALLOCATION, silent=()),
)

# -- schedules ---------------------------------------------------------------------------------------

SCHEDULE = (
    Field(
        "loanScheduleType",
        "schedule_type",
        WordOption(
            ScheduleType,
            {
                ScheduleType.CUMULATIVE: (1, "CUMULATIVE", "Cumulative"),
                ScheduleType.PROGRESSIVE: (2, "PROGRESSIVE", "Progressive"),
            },
        ),
    ),
    Field(
        "loanScheduleProcessingType",
        "processing",
        WordOption(
            Processing,
            {
                Processing.HORIZONTAL: (1, "HORIZONTAL", "Horizontal"),
                Processing.VERTICAL: (2, "VERTICAL", "Vertical"),
            },
        ),
    ),
    Field(
        "daysInYearCustomStrategy",
        "leap_year_rule",
        WordOption(
            LeapYearRule,
            {
                LeapYearRule.FULL_LEAP_YEAR: (1, "FULL_LEAP_YEAR", "Full Leap Year"),
                LeapYearRule.FEB_29_PERIOD_ONLY: (2, "FEB_29_PERIOD_ONLY", "Feb 29 Period Only"),
            },
        ),
    ),
    Field("interestRecognitionOnDisbursementDate", "interest_from_disbursement_day", BOOLEAN),
    Field("allowFullTermForTranche", "full_term_tranches", BOOLEAN),
    Field("fixedLength", "fixed_length", LOCALISED_POSITIVE, clears=True),
    Field("repaymentStartDateType", "repayment_start", REPAYMENT_START.of(RepaymentStart)),
)
DOWN_PAYMENT = (
    Field(
        "enableDownPayment",
        ".",
        Enabling("down_payment", down_payment_percentage=None, automatic_down_payment=False),
    ),
    Field("disbursedAmountPercentageForDownPayment", "down_payment_percentage", RATE, clears=True),
    Field("enableAutoRepaymentForDownPayment", "automatic_down_payment", BOOLEAN),
)
TRANCHES = (
    Field("maxTrancheCount", "maximum_tranches", LOCALISED_POSITIVE, clears=True),
    Field("outstandingLoanBalance", "maximum_outstanding", MONEY, clears=True),
    Field("disallowExpectedDisbursements", "planned_tranches", Inverted()),
    Field(
        "allowApprovedDisbursedAmountsOverApplied",
        ".",
        Enabling("over_applying", over_applied_by=None, over_applied=None),
    ),
    Field("overAppliedCalculationType", "over_applied_by", Word(OverApplied), clears=True),
    Field("overAppliedNumber", "over_applied", MONEY, clears=True),
)
MULTI_DISBURSE = Field(
    "multiDisburseLoan",
    ".",
    Enabling("multi_disburse", maximum_tranches=None, maximum_outstanding=None),
    about="off, limits of tranches that are sent along mean nothing",
)
ARREARS = (
    Field("graceOnArrearsAgeing", "grace_on_arrears_ageing", LOCALISED_COUNT, silent=0),
    Field("overdueDaysForNPA", "npa_after_days", LOCALISED_COUNT, clears=True),
    Field("accountMovesOutOfNPAOnlyOnArrearsCompletion", "npa_until_paid", BOOLEAN),
    Field("delinquencyBucketId", "delinquency_bucket", ID, clears=True),
    Field("enableInstallmentLevelDelinquency", "instalment_delinquency", BOOLEAN),
    Field("enableAccrualActivityPosting", "accrual_activity", BOOLEAN),
    Field("dueDaysForRepaymentEvent", "due_notice_days", LOCALISED_COUNT, clears=True),
    Field("overDueDaysForRepaymentEvent", "overdue_notice_days", LOCALISED_COUNT, clears=True),
)

# -- ledger accounts ---------------------------------------------------------------------------------

MORE_ACCOUNT_IDS = (
    ("goodwillCreditAccountId", "goodwill_credit"),
    ("incomeFromGoodwillCreditInterestAccountId", "income_from_goodwill_credit_interest"),
    ("incomeFromGoodwillCreditFeesAccountId", "income_from_goodwill_credit_fees"),
    ("incomeFromGoodwillCreditPenaltyAccountId", "income_from_goodwill_credit_penalties"),
    ("chargeOffExpenseAccountId", "charge_off_expense"),
    ("chargeOffFraudExpenseAccountId", "charge_off_fraud_expense"),
    ("incomeFromChargeOffInterestAccountId", "income_from_charge_off_interest"),
    ("incomeFromChargeOffFeesAccountId", "income_from_charge_off_fees"),
    ("incomeFromChargeOffPenaltyAccountId", "income_from_charge_off_penalties"),
)


def _of_reason(name: str, reason: str) -> ListOf:
    return ListOf(
        Nested(
            Fields(
                name,
                Field(reason, "reason", ID, required=True),
                Field("expenseAccountId", "account", ID, required=True),
                builds=ExpenseOfReason,
            )
        )
    )


MORE_ACCOUNTS = beneath(
    "accounts",
    (
        *(Field(wire, ours, ID) for wire, ours in MORE_ACCOUNT_IDS),
        Field(
            "chargeOffReasonToExpenseAccountMappings",
            "charge_off_expenses",
            _of_reason("ExpenseOfChargeOffReason", "chargeOffReasonCodeValueId"),
        ),
        Field(
            "writeOffReasonsToExpenseMappings",
            "write_off_expenses",
            _of_reason("ExpenseOfWriteOffReason", "writeOffReasonCodeValueId"),
        ),
    ),
)


# -- requests ----------------------------------------------------------------------------------------

CHARGE_OFF_BEHAVIOUR = WordOption(
    ChargeOffBehaviour,
    {
        ChargeOffBehaviour.REGULAR: (1, "REGULAR", "Regular"),
        ChargeOffBehaviour.ZERO_INTEREST: (2, "ZERO_INTEREST", "Zero interest after charge-off"),
        ChargeOffBehaviour.ACCELERATE_MATURITY: (3, "ACCELERATE_MATURITY", "Accelerate maturity"),
    },
)
REFUND_WITH_INTEREST = Word(RefundWithInterest, {one: one.value.upper() for one in RefundWithInterest})
NOT_THERE = tuple(
    Field(wire, ".", Off())
    for wire in (
        "useBorrowerCycle",
        "principalVariationsForBorrowerCycle",
        "numberOfRepaymentVariationsForBorrowerCycle",
        "interestRateVariationsForBorrowerCycle",
        "holdGuaranteeFunds",
        "enableIncomeCapitalization",
        "enableBuyDownFee",
        "merchantBuyDownFee",
        "isCompoundingToBePostedAsTransaction",
        "allowCompoundingOnEod",
    )
)
OVERRIDES = Overrides({**LOCKS, "transactionProcessingStrategyCode": Lock.STRATEGY})
ADDED = (
    Field("transactionProcessingStrategyCode", "strategy", STRATEGY_CODE),
    Field("allowPartialPeriodInterestCalculation", "partial_period_interest", BOOLEAN),
    *ALLOCATION,
    *SCHEDULE,
    *DOWN_PAYMENT,
    *TRANCHES,
    *ARREARS,
    Field("minimumDaysBetweenDisbursalAndFirstRepayment", "minimum_days_to_first_repayment", LOCALISED_COUNT),
    Field("fixedPrincipalPercentagePerInstallment", "fixed_principal_percentage", RATE, clears=True),
    Field("isEqualAmortization", "equal_amortisation", BOOLEAN),
    Field("allowVariableInstallments", "variable_instalments", BOOLEAN),
    Field("canDefineInstallmentAmount", "instalment_may_be_agreed", BOOLEAN),
    Field("canUseForTopup", "may_top_up", BOOLEAN),
    Field("syncExpectedWithDisbursementDate", "disbursed_as_expected", BOOLEAN),
    Field("disallowInterestCalculationOnPastDue", "past_due_interest", Inverted()),
    Field("chargeOffBehaviour", "charge_off_behaviour", CHARGE_OFF_BEHAVIOUR),
    Field("supportedInterestRefundTypes", "interest_refunds", ListOf(REFUND_WITH_INTEREST), silent=()),
    Field("allowAttributeOverrides", "locked", OVERRIDES),
)

NEW_LOAN_PRODUCT_TODAY = Fields(
    "NewLoanProductToday",
    *NEW_LOAN_PRODUCT,
    *ADDED,
    *MORE_ACCOUNTS,
    *ASKED_RECALCULATION,
    Field("isLinkedToFloatingInterestRates", "floating.linked", BOOLEAN),
    *LINK,
    *NOT_THERE,
    MULTI_DISBURSE,
    parts={"accounts": AskedAccounts, "recalculation": recalculation_of, "floating": AskedFloating},
).requiring(
    "name",
    "currencyCode",
    "digitsAfterDecimal",
    "principal",
    "numberOfRepayments",
    "repaymentEvery",
    "repaymentFrequencyType",
    "amortizationType",
    "interestType",
    "interestCalculationPeriodType",
    "accountingRule",
)
LOAN_PRODUCT_CHANGES_TODAY = NEW_LOAN_PRODUCT_TODAY.optional(name="LoanProductChangesToday")

# -- responses ---------------------------------------------------------------------------------------

_TELLING = [row for row in ADDED if row.ours != "."]
SHOWN = (
    Field("charges", "charges", ListOf(Nested(CHARGE))),
    *beneath("product", _TELLING),
    Field("multiDisburseLoan", "product.multi_disburse", BOOLEAN),
    Field("enableDownPayment", "product.down_payment_percentage", IS_THERE, null=False),
    Field("allowApprovedDisbursedAmountsOverApplied", "product.over_applied_by", IS_THERE, null=False),
    Field("isInterestRecalculationEnabled", "product.recalculation", IS_THERE, null=False),
    Field("interestRecalculationData", "product.recalculation", Nested(RECALCULATION_SHOWN)),
    Field("isLinkedToFloatingInterestRates", "product.floating", IS_THERE, null=False),
    *beneath("product", LINK),
    Field("interestRatePerPeriod", "product.own_rate", RATE),
    Field("annualInterestRate", "product.own_annual_rate", RATE),
)
LOAN_PRODUCT_TODAY = LOAN_PRODUCT.plus(*SHOWN, name="LoanProductToday")
RATES = Field("floatingRateOptions", "options.floating_rates", ListOf(Nested(FLOATING_RATE_LISTED)))
LOAN_PRODUCT_TODAY_WITH_OPTIONS = LOAN_PRODUCT_WITH_OPTIONS.plus(
    *SHOWN, RATES, name="LoanProductTodayWithOptions"
)
LOAN_PRODUCT_TEMPLATE_TODAY = LOAN_PRODUCT_TEMPLATE.plus(RATES, name="LoanProductTemplateToday")
