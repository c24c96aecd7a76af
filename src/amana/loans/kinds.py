"""The words of the slice: states, kinds of loan, of transaction, of accounting."""

from enum import StrEnum


class LoanStatus(StrEnum):
    """Where a loan stands in its life."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    CLOSED = "closed"
    """Everything owed was paid, waived, or small enough to be let go."""
    WRITTEN_OFF = "written_off"
    RESCHEDULED = "rescheduled"
    OVERPAID = "overpaid"


class LoanEnding(StrEnum):
    """How a loan came to its end before its time."""

    FORECLOSED = "foreclosed"


OPEN_STATUSES = frozenset({LoanStatus.SUBMITTED, LoanStatus.APPROVED, LoanStatus.ACTIVE, LoanStatus.OVERPAID})
"""States in which the loan still binds borrower and institution to each other."""


DAYS_CLOSED_FOR = OPEN_STATUSES - {LoanStatus.OVERPAID}
"""States in which close of business has something to do: who paid too much owes nothing that could age."""


class LoanType(StrEnum):
    """Who borrows."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    JOINT_LIABILITY = "joint_liability"
    """A client, as member of a group that is jointly liable."""


class Accounting(StrEnum):
    """When income reaches the ledger."""

    NONE = "none"
    CASH = "cash"
    ACCRUAL_PERIODIC = "accrual"
    ACCRUAL_UPFRONT = "accrual_upfront"

    @property
    def is_accrual(self) -> bool:
        """Whether income is booked before it is paid."""
        return self in (Accounting.ACCRUAL_PERIODIC, Accounting.ACCRUAL_UPFRONT)


class OverApplied(StrEnum):
    """How it is said how much more than applied for may be lent."""

    PERCENTAGE = "percentage"
    FLAT = "flat"


class ChargeOffBehaviour(StrEnum):
    """What charging a loan off does to its schedule."""

    REGULAR = "regular"
    """Nothing."""
    ZERO_INTEREST = "zero_interest"
    """No interest from that day on."""
    ACCELERATE_MATURITY = "accelerate_maturity"
    """Everything falls due on that day."""


class RefundWithInterest(StrEnum):
    """Refunds that give back the interest of what they refund."""

    MERCHANT_ISSUED_REFUND = "merchant_issued_refund"
    PAYOUT_REFUND = "payout_refund"


class TransactionKind(StrEnum):
    """What a transaction of a loan is."""

    DISBURSEMENT = "disbursement"
    REPAYMENT = "repayment"
    REPAYMENT_AT_DISBURSEMENT = "repayment_at_disbursement"
    CHARGE_PAYMENT = "charge_payment"
    INTEREST_WAIVER = "interest_waiver"
    CHARGE_WAIVER = "charge_waiver"
    WRITE_OFF = "write_off"
    RESCHEDULED = "marked_for_rescheduling"
    RECOVERY = "recovery"
    OVERPAYMENT_REFUND = "overpayment_refund"
    ACCRUAL = "accrual"
    ACCRUAL_ADJUSTMENT = "accrual_adjustment"
    """Takes back what was accrued beyond what is earned."""
    ACCRUAL_ACTIVITY = "accrual_activity"
    """Sums up the income of an instalment on its due date; it moves nothing."""
    DOWN_PAYMENT = "down_payment"
    GOODWILL_CREDIT = "goodwill_credit"
    MERCHANT_REFUND = "merchant_refund"
    """A merchant took goods back and returned what the loan had paid for them."""
    PAYOUT_REFUND = "payout_refund"
    INTEREST_PAYMENT_WAIVER = "interest_payment_waiver"
    """What is owed is forgiven at the expense of interest income, whatever component it falls on."""
    INTEREST_REFUND = "interest_refund"
    CHARGE_ADJUSTMENT = "charge_adjustment"
    """A charge is taken back; what it brought reduces what is owed."""
    CHARGE_REFUND = "charge_refund"
    CASH_REFUND = "cash_refund"
    """What was paid is given back to the borrower while the loan runs: it is owed again."""
    CHARGEBACK = "chargeback"
    """A payment was claimed back: what it had paid is owed again."""
    CHARGE_OFF = "charge_off"


CREDITS = frozenset(
    {
        TransactionKind.DOWN_PAYMENT,
        TransactionKind.GOODWILL_CREDIT,
        TransactionKind.MERCHANT_REFUND,
        TransactionKind.PAYOUT_REFUND,
        TransactionKind.INTEREST_PAYMENT_WAIVER,
        TransactionKind.INTEREST_REFUND,
        TransactionKind.CHARGE_ADJUSTMENT,
        TransactionKind.CHARGE_REFUND,
    }
)
"""Kinds that reduce what is owed in the way a repayment does, and differ from it in the journal."""


class Standing(StrEnum):
    """Whether the institution still counts on a loan; its transactions are booked accordingly."""

    REGULAR = "regular"
    CHARGED_OFF = "charged_off"
    CHARGED_OFF_FRAUD = "charged_off_fraud"
    """Charged off while it was marked as fraud."""


INCOME_KEPT = frozenset(
    {TransactionKind.ACCRUAL, TransactionKind.ACCRUAL_ADJUSTMENT, TransactionKind.ACCRUAL_ACTIVITY}
)
"""Kinds that the books keep by themselves: no money moves."""

MONEY_RECEIVED = frozenset(
    {
        TransactionKind.REPAYMENT,
        TransactionKind.REPAYMENT_AT_DISBURSEMENT,
        TransactionKind.CHARGE_PAYMENT,
        TransactionKind.DOWN_PAYMENT,
        TransactionKind.RECOVERY,
    }
)
"""Kinds that count as repaid when collections are added up."""


CHARGE_OFF_REASONS = "ChargeOffReasons"
WRITE_OFF_REASONS = "WriteOffReasons"
"""The codes whose values say why a loan was charged or written off."""


class GuarantorKind(StrEnum):
    """Who answers for the borrower."""

    CUSTOMER = "customer"
    STAFF = "staff"
    EXTERNAL = "external"
