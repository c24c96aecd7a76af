"""What the transactions of a loan come to by kind, and what interest is unpaid today."""

from collections.abc import Iterable
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.context import Reading
from amana.loans import model, parts
from amana.loans import statements as sql
from amana.loans.earning import interest_run
from amana.loans.kinds import LoanStatus
from amana.loans.kinds import TransactionKind as K
from amana.loans.rows import event_of
from amana.loans.transaction_views import TransactionView
from amana.loans.views import LoanView, MovedTotals

OWED_AGAIN = frozenset({K.CHARGEBACK, K.OVERPAYMENT_REFUND})
"""Kinds whose components were paid and are owed again."""


def moved_of(reading: Reading, view: LoanView) -> MovedTotals:
    """The sums as of the business date."""
    listed = parts.transactions_of(reading, view)
    due, running = unpaid_interest(reading, view)
    again = [one for one in listed if one.kind in OWED_AGAIN and not one.reversed]
    return MovedTotals(
        repaid=_sum(listed, K.REPAYMENT, K.DOWN_PAYMENT),
        repaid_reversed=_sum(listed, K.REPAYMENT, reversed_=True),
        merchant_refunds=_sum(listed, K.MERCHANT_REFUND),
        merchant_refunds_reversed=_sum(listed, K.MERCHANT_REFUND, reversed_=True),
        payout_refunds=_sum(listed, K.PAYOUT_REFUND),
        payout_refunds_reversed=_sum(listed, K.PAYOUT_REFUND, reversed_=True),
        goodwill_credits=_sum(listed, K.GOODWILL_CREDIT),
        goodwill_credits_reversed=_sum(listed, K.GOODWILL_CREDIT, reversed_=True),
        charge_adjustments=_sum(listed, K.CHARGE_ADJUSTMENT),
        charge_adjustments_reversed=_sum(listed, K.CHARGE_ADJUSTMENT, reversed_=True),
        overpayment_refunds=_sum(listed, K.OVERPAYMENT_REFUND),
        overpayment_refunds_reversed=_sum(listed, K.OVERPAYMENT_REFUND, reversed_=True),
        chargebacks=_sum(listed, K.CHARGEBACK),
        interest_payment_waivers=_sum(listed, K.INTEREST_PAYMENT_WAIVER),
        interest_refunds=_sum(listed, K.INTEREST_REFUND),
        recovered=_sum(listed, K.RECOVERY),
        fees_owed_again=sum((one.components.fees for one in again), ZERO),
        penalties_owed_again=sum((one.components.penalties for one in again), ZERO),
        interest_due_unpaid=due,
        interest_running_unpaid=running,
    )


def _sum(listed: Iterable[TransactionView], *kinds: K, reversed_: bool = False) -> Decimal:
    return sum((one.amount for one in listed if one.kind in kinds and one.reversed is reversed_), ZERO)


def unpaid_interest(reading: Reading, view: LoanView) -> tuple[Decimal, Decimal]:
    """Interest owed of the instalments due by the business date; and what has run by then beyond it and is unpaid."""
    if view.status is not LoanStatus.ACTIVE:
        return ZERO, ZERO
    today = reading.business_date
    rows = [one for one in parts.instalments_of(reading, view.id) if not one.down_payment]
    due = sum((one.outstanding.interest for one in rows if one.due_date <= today), ZERO)
    running = next((one for one in rows if one.from_date <= today < one.due_date), None)
    if running is None:
        return due, ZERO
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=view.id)]
    state = model.derive(events, today)
    if state.interest_model is not None and state.contract.terms.recalculation is not None:
        return due, max(state.interest_model.outstanding(today).interest - due, ZERO)
    return due, max(
        interest_run(state, running, running.due.interest, today)
        - running.paid.interest
        - running.waived.interest,
        ZERO,
    )
