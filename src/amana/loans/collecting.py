"""What those who collect look at: what is overdue and due next, what was paid last, what may still be paid out."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.context import Reading
from amana.loans import parts
from amana.loans.kinds import LoanStatus, TransactionKind
from amana.loans.views import CollectionView, LoanView, TransactionView

PAYMENTS = frozenset(
    {
        TransactionKind.REPAYMENT,
        TransactionKind.DOWN_PAYMENT,
        TransactionKind.GOODWILL_CREDIT,
        TransactionKind.MERCHANT_REFUND,
        TransactionKind.PAYOUT_REFUND,
        TransactionKind.RECOVERY,
    }
)
"""Kinds that count as paid by or for the borrower."""
REPAYMENTS = frozenset({TransactionKind.REPAYMENT, TransactionKind.DOWN_PAYMENT})
LENDING = frozenset({LoanStatus.SUBMITTED, LoanStatus.APPROVED, LoanStatus.ACTIVE, LoanStatus.OVERPAID})


def collection_of(reading: Reading, view: LoanView) -> CollectionView:
    """As of the business date."""
    today = reading.business_date
    rows = parts.instalments_of(reading, view.id)
    late = view.summary if view.status is LoanStatus.ACTIVE else None
    since = late.overdue_since if late is not None else None
    days = (today - since).days if since is not None else 0
    grace = view.contract.grace_on_arrears_ageing
    beyond = days - grace if days > grace else 0
    due = next((one for one in rows if one.completed_on is None), None)
    paid = [one for one in parts.transactions_of(reading, view) if not one.reversed]
    available, most = _available(reading, view)
    return CollectionView(
        past_due_days=days,
        past_due_on=since,
        delinquent_days=beyond,
        delinquent_on=since + timedelta(days=grace) if since is not None and beyond else None,
        delinquent_amount=late.overdue if late is not None and beyond else ZERO,
        next_due_on=due.due_date if due is not None else None,
        next_due_amount=due.outstanding.total if due is not None else ZERO,
        last_payment=_last(paid, PAYMENTS),
        last_repayment=_last(paid, REPAYMENTS),
        available=available,
        available_with_over_applied=most,
    )


def _last(paid: Iterable[TransactionView], kinds: frozenset[TransactionKind]) -> TransactionView | None:
    """The latest by its day, of one day the one booked last."""
    return max((one for one in paid if one.kind in kinds), key=lambda one: (one.on, one.id), default=None)


def _available(reading: Reading, view: LoanView) -> tuple[Decimal, Decimal]:
    """What may still be paid out: of what was approved, and with what may be lent beyond the application."""
    if view.status not in LENDING:
        return ZERO, ZERO
    schedule = view.schedule or parts.schedule_of(reading, view)
    made = [one for one in schedule.disbursements if not one.planned]
    given = sum((one.amount for one in made), ZERO)
    planned = view.contract.terms.tranches[len(made) :]
    given += sum((one.amount for one in planned), ZERO)
    agreed = view.approved_principal if view.approved_principal is not None else view.proposed_principal
    most = view.contract.most_lent(view.proposed_principal, agreed)
    return max(agreed - given, ZERO), max(most - given, ZERO)
