"""Approving another amount after the approval."""

from dataclasses import dataclass
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import ApprovedAmountChanged
from amana.loans.refusals import AmountBelow, AmountExceeds
from amana.loans.state import LoanState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class ChangeApprovedAmount:
    """Approve ``amount`` (in the loan's currency) instead of what was approved."""

    loan: int
    amount: Decimal


def require_approvable(state: LoanState, amount: Decimal) -> None:
    """Refuse more than may be lent where so much was applied for, and less than was paid out or promised."""
    rules.positive("amount", amount, state.contract.currency)
    most = state.contract.most_lent(state.proposed_principal, state.proposed_principal)
    if amount > most:
        raise AmountExceeds(what="approved amount", amount=amount, limit_of="amount applied for", limit=most)
    least = state.paid_out + state.expected
    if amount < least:
        what = "amount paid out or planned"
        raise AmountBelow(what="approved amount", amount=amount, limit_of=what, limit=least)


def change(loans: LoanStore, work: Work, loan: FullLoan, amount: Decimal, permission: str) -> Outcome:
    """Approve ``amount``."""
    require(loan.status, Verb.CHANGE_AMOUNT)
    require_approvable(loan.state, amount)
    work.actor.require_amount(permission, amount)
    loans.append(loan, (ApprovedAmountChanged(principal=amount), work.business_date))
    before = loan.state.approved_principal or ZERO
    taken = loan.state.paid_out + loan.state.expected
    return rules.outcome(
        loan.header, amount=amount, before=before, available=amount - taken, available_before=before - taken
    )


@handles(ChangeApprovedAmount, permission="UPDATEAPPROVEDAMOUNT_LOAN")
def handle(command: ChangeApprovedAmount, work: Work, loans: LoanStore) -> Outcome:
    """What may still be paid out changes; what was paid out does not."""
    return change(loans, work, loans.load(command.loan), command.amount, "UPDATEAPPROVEDAMOUNT_LOAN")
