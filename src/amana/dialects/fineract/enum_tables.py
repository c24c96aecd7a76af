"""Enumerations that only today's Fineract has, word for word as its wire spells them."""

from amana.dialects.families.mifos.enum_tables import LOAN_TRANSACTION_FLAGS as FLAGS_OF_THE_FAMILY
from amana.dialects.families.mifos.enums import EnumTable

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
TERM_VARIATION = EnumTable(
    "loanTermVariationType",
    "loanTermType",
    ("instalment_amount", 1, "emiAmount", "emiAmount"),
    ("interest_rate", 2, "interestRate", "interestRate"),
    ("principal_amount", 3, "principalAmount", "principalAmount"),
    ("due_date", 4, "dueDate", "dueDate"),
    ("insert_instalment", 5, "insertInstallment", "insertInstallment"),
    ("delete_instalment", 6, "deleteInstallment", "deleteInstallment"),
    ("grace_on_interest", 7, "graceOnInterest", "graceOnInterest"),
    ("grace_on_principal", 8, "graceOnPrincipal", "graceOnPrincipal"),
    ("extend_term", 9, "extendRepaymentPeriod", "extendRepaymentPeriod"),
    (
        "interest_rate_from_instalment",
        10,
        "interestRateFromInstallment",
        "interestRateForInstallment",
    ),
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
