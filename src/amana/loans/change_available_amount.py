"""Setting what may still be paid out."""

from dataclasses import dataclass
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans.change_approved_amount import change
from amana.loans.refusals import AmountBelow
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class ChangeAvailableAmount:
    """Let ``amount`` (in the loan's currency) be available for disbursement, beside tranches that are planned."""

    loan: int
    amount: Decimal


@handles(ChangeAvailableAmount, permission="UPDATEAVAILABLEAMOUNT_LOAN")
def handle(command: ChangeAvailableAmount, work: Work, loans: LoanStore) -> Outcome:
    """The approved amount becomes what was paid out and planned, and this."""
    loan = loans.load(command.loan)
    if command.amount < ZERO:
        raise AmountBelow(what="available amount", amount=command.amount, limit_of="least", limit=ZERO)
    approved = loan.state.paid_out + loan.state.expected + command.amount
    return change(loans, work, loan, approved, "UPDATEAVAILABLEAMOUNT_LOAN")
