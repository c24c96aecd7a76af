"""Enumerations that only today's Fineract has, word for word as its wire spells them."""

from amana.dialects.families.mifos.enum_tables import LOAN_TRANSACTION_FLAGS as FLAGS_OF_THE_FAMILY
from amana.dialects.families.mifos.enums import EnumTable
from amana.loans.kinds import TransactionKind as Kind

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

TRANSACTION_CONSTANTS: dict[str, Kind | None] = {
    "DISBURSEMENT": Kind.DISBURSEMENT,
    "REPAYMENT": Kind.REPAYMENT,
    "WAIVE_INTEREST": Kind.INTEREST_WAIVER,
    "REPAYMENT_AT_DISBURSEMENT": Kind.REPAYMENT_AT_DISBURSEMENT,
    "WRITEOFF": Kind.WRITE_OFF,
    "MARKED_FOR_RESCHEDULING": Kind.RESCHEDULED,
    "RECOVERY_REPAYMENT": Kind.RECOVERY,
    "WAIVE_CHARGES": Kind.CHARGE_WAIVER,
    "ACCRUAL": Kind.ACCRUAL,
    "CHARGE_PAYMENT": Kind.CHARGE_PAYMENT,
    "REFUND_FOR_ACTIVE_LOAN": Kind.CASH_REFUND,
    "CREDIT_BALANCE_REFUND": Kind.OVERPAYMENT_REFUND,
    "MERCHANT_ISSUED_REFUND": Kind.MERCHANT_REFUND,
    "PAYOUT_REFUND": Kind.PAYOUT_REFUND,
    "GOODWILL_CREDIT": Kind.GOODWILL_CREDIT,
    "CHARGE_REFUND": Kind.CHARGE_REFUND,
    "CHARGEBACK": Kind.CHARGEBACK,
    "CHARGE_ADJUSTMENT": Kind.CHARGE_ADJUSTMENT,
    "CHARGE_OFF": Kind.CHARGE_OFF,
    "DOWN_PAYMENT": Kind.DOWN_PAYMENT,
    "INTEREST_PAYMENT_WAIVER": Kind.INTEREST_PAYMENT_WAIVER,
    "ACCRUAL_ACTIVITY": Kind.ACCRUAL_ACTIVITY,
    "INTEREST_REFUND": Kind.INTEREST_REFUND,
    "ACCRUAL_ADJUSTMENT": Kind.ACCRUAL_ADJUSTMENT,
    # of these no loan here has any
    "INVALID": None,
    "CONTRA": None,
    "INITIATE_TRANSFER": None,
    "APPROVE_TRANSFER": None,
    "WITHDRAW_TRANSFER": None,
    "REJECT_TRANSFER": None,
    "REFUND": None,
    "INCOME_POSTING": None,
    "REAMORTIZE": None,
    "REAGE": None,
    "CAPITALIZED_INCOME": None,
    "CAPITALIZED_INCOME_AMORTIZATION": None,
    "CAPITALIZED_INCOME_ADJUSTMENT": None,
    "CAPITALIZED_INCOME_AMORTIZATION_ADJUSTMENT": None,
    "CONTRACT_TERMINATION": None,
    "BUY_DOWN_FEE": None,
    "BUY_DOWN_FEE_ADJUSTMENT": None,
    "BUY_DOWN_FEE_AMORTIZATION": None,
    "BUY_DOWN_FEE_AMORTIZATION_ADJUSTMENT": None,
}
"""Kinds of transactions as requests name them."""
