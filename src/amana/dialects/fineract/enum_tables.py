"""Enumerations that only today's Fineract has, word for word as its wire spells them."""

from amana.dialects.families.mifos.enum_tables import LOAN_TRANSACTION_FLAGS as FLAGS_OF_THE_FAMILY
from amana.dialects.families.mifos.enums import EnumTable

COMPOUNDING = EnumTable(
    "interestRecalculationCompoundingMethod",
    "interestRecalculationCompoundingMethod",
    ("none", 0, "none", "None"),
    ("interest", 1, "interest", "Interest"),
    ("fee", 2, "fee", "Fee"),
    ("interest_and_fee", 3, "interest.and.fee", "Fee and Interest"),
)
EARLY_PAYMENT = EnumTable(
    "loanRescheduleStrategyMethod",
    "loanRescheduleStrategyMethod",
    ("reschedule_next_repayments", 1, "reschedule.next.repayments", "Reschedule next repayments"),
    ("reduce_number_of_instalments", 2, "reduce.number.of.installments", "Reduce number of installments"),
    ("reduce_instalment_amount", 3, "reduce.emi.amount", "Reduce EMI amount"),
    ("adjust_last_unpaid", 4, "adjust.last.unpaid.period", "Adjust last, unpaid period"),
)
PRE_CLOSURE = EnumTable(
    "loanPreClosureInterestCalculationStrategy",
    "loanPreClosureInterestCalculationStrategy",
    ("till_preclosure_date", 1, "tillPreClosureDate", "Till Pre-Closure Date"),
    ("till_rest_date", 2, "tillRestFrequencyDate", "Till Rest Frequency Date"),
)
REST_UNIT = EnumTable(
    "recalculationFrequencyType",
    "interestRecalculationFrequencyType",
    ("same_as_repayment", 1, "same.as.repayment.period", "Same as repayment period"),
    ("daily", 2, "daily", "Daily"),
    ("weekly", 3, "weekly", "Weekly"),
    ("monthly", 4, "monthly", "Monthly"),
)
REPAYMENT_START = EnumTable(
    "repaymentStartDateType",
    "repaymentStartDateType",
    ("disbursement", 1, "disbursementDate", "Disbursement Date"),
    ("submission", 2, "submittedOnDate", "Submitted On Date"),
)

RESCHEDULE_STATUS = EnumTable(
    "loanStatusType",
    "loanStatusType",
    ("pending", 100, "submitted.and.pending.approval", "Submitted and pending approval"),
    ("approved", 200, "approved", "Approved"),
    ("rejected", 300, "rejected", "Rejected"),
)
LOAN_SUB_STATUS = EnumTable(
    "loanSubStatus",
    "loanSubStatus.loanSubStatusType",
    ("foreclosed", 100, "foreclosed", "Foreclosed"),
)

LOAN_TRANSACTION_FLAGS: dict[str, tuple[str, ...]] = {
    **FLAGS_OF_THE_FAMILY,
    "merchantIssuedRefund": ("merchant_refund",),
    "payoutRefund": ("payout_refund",),
    "goodwillCredit": ("goodwill_credit",),
    "interestPaymentWaiver": ("interest_payment_waiver",),
    "chargeRefund": ("charge_refund",),
    "accrual": ("accrual",),
    "chargePayment": ("charge_payment",),
    "refund": ("refund",),
    "creditBalanceRefund": ("overpayment_refund",),
    "chargeAdjustment": ("charge_adjustment",),
    "chargeback": ("chargeback",),
    "chargeoff": ("charge_off",),
    "downPayment": ("down_payment",),
    "accrualActivity": ("accrual_activity",),
    "interestRefund": ("interest_refund",),
    "accrualAdjustment": ("accrual_adjustment",),
}
