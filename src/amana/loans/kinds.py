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


OPEN_STATUSES = frozenset({LoanStatus.SUBMITTED, LoanStatus.APPROVED, LoanStatus.ACTIVE, LoanStatus.OVERPAID})
"""States in which the loan still binds borrower and institution to each other."""


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


MONEY_RECEIVED = frozenset(
    {
        TransactionKind.REPAYMENT,
        TransactionKind.REPAYMENT_AT_DISBURSEMENT,
        TransactionKind.CHARGE_PAYMENT,
        TransactionKind.RECOVERY,
    }
)
"""Kinds that count as repaid when collections are added up."""


class GuarantorKind(StrEnum):
    """Who answers for the borrower."""

    CUSTOMER = "customer"
    STAFF = "staff"
    EXTERNAL = "external"
