"""What those who collect look at: what is overdue and due next, what was paid last, what may still be paid out."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import insert

from amana.finance.delinquency import NOTHING_PAST_DUE, ClaimedBack, PastDue, Pause, loan_past_due
from amana.finance.money import ZERO
from amana.kernel.context import Reading
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.loans import parts
from amana.loans.delinquency.classify import open_rows
from amana.loans.delinquency.pauses import actions_of, pauses
from amana.loans.delinquency.queries import Tag, tags_of
from amana.loans.kinds import CREDITS, LoanStatus, TransactionKind
from amana.loans.state import InstalmentState
from amana.loans.transaction_views import TransactionView
from amana.loans.views import CollectionView, LoanView, PauseView, RangeShare
from amana.storage.session import WriteSession

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
LOWERING = CREDITS | {TransactionKind.REPAYMENT}
"""Kinds that reduce what is owed."""
PAID_OUT = frozenset({LoanStatus.ACTIVE, LoanStatus.OVERPAID, LoanStatus.CLOSED})
LENDING = frozenset({LoanStatus.SUBMITTED, LoanStatus.APPROVED, LoanStatus.ACTIVE, LoanStatus.OVERPAID})


def collection_of(reading: Reading, view: LoanView) -> CollectionView:
    """As of the business date; how the loan is classified as of its last classification."""
    rows = parts.instalments_of(reading, view.id)
    listed = parts.transactions_of(reading, view)
    stopped = pauses(actions_of(reading, view.id))
    late = _past_due(reading, view, rows, listed, stopped)
    tags = tags_of(reading, view.id, standing=True) if view.status is LoanStatus.ACTIVE else []
    paid = [one for one in listed if not one.reversed]
    next_due_on, next_due_amount = _next_due(reading, view, rows, paid)
    available, most = _available(reading, view)
    return CollectionView(
        past_due_days=late.days,
        past_due_on=late.since,
        delinquent_days=late.delinquent_days,
        delinquent_on=late.delinquent_since(view.contract.grace_on_arrears_ageing),
        delinquent_amount=late.amount.total,
        next_due_on=next_due_on,
        next_due_amount=next_due_amount,
        last_payment=_last(paid, PAYMENTS),
        last_repayment=_last(paid, REPAYMENTS),
        available=available,
        available_with_over_applied=most,
        range=next((one.range for one in tags if one.instalment is None), None),
        instalment_ranges=_by_range(tags, rows),
        pauses=[PauseView(one.first, one.last, one.running_on(reading.business_date)) for one in stopped],
    )


def _past_due(
    reading: Reading,
    view: LoanView,
    rows: Sequence[InstalmentState],
    listed: Sequence[TransactionView],
    stopped: Sequence[Pause],
) -> PastDue:
    if view.status is not LoanStatus.ACTIVE:
        return NOTHING_PAST_DUE
    claimed = [
        ClaimedBack(one.on, one.amount)
        for one in listed
        if one.kind is TransactionKind.CHARGEBACK and not one.reversed
    ]
    grace = view.contract.grace_on_arrears_ageing
    return loan_past_due(open_rows(rows), claimed, stopped, reading.business_date, grace)


def _by_range(tags: Sequence[Tag], rows: Sequence[InstalmentState]) -> list[RangeShare]:
    """What is outstanding of the instalments in each range, the youngest range first."""
    owed = {row.number: row.outstanding.total for row in rows}
    sums: dict[int, RangeShare] = {}
    for one in tags:
        if one.instalment is not None:
            before = sums.get(one.range.id)
            amount = owed.get(one.instalment, ZERO) + (before.amount if before is not None else ZERO)
            sums[one.range.id] = RangeShare(one.range, amount)
    return sorted(sums.values(), key=lambda share: share.range.from_days)


def _next_due(
    reading: Reading, view: LoanView, rows: Sequence[InstalmentState], paid: Sequence[TransactionView]
) -> tuple[date | None, Decimal]:
    """Due date and amount of the next payment: of the first instalment still open, not before the last payment; of a
    loan that owes nothing none, today. As the setting may say, of those that are due today or later.
    """
    if view.status not in PAID_OUT:
        return None, ZERO
    today = reading.business_date
    still_open = [one for one in rows if one.completed_on is None]
    found = reading.moment.settings.get(NEXT_DUE)
    if found is not None and found.enabled and found.value == NextDue.NOT_YET_DUE:
        first = next((one for one in still_open if one.due_date >= today), None)
        return (first.due_date, first.outstanding.total) if first is not None else (None, ZERO)
    if not still_open:
        return today, ZERO
    earliest = still_open[0].due_date
    last = _last(paid, LOWERING)
    on = max(earliest, last.on) if last is not None else earliest
    asked = next((one for one in still_open if one.due_date >= on), still_open[-1])
    return on, asked.outstanding.total


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


NEXT_DUE = "next-payment-due-date"
"""Setting: which instalment is the next one due."""


class NextDue(StrEnum):
    """What the setting may say."""

    EARLIEST_UNPAID = "earliest-unpaid-date"
    NOT_YET_DUE = "next-unpaid-due-date"


@seeds(20)
def seed_setting(session: WriteSession) -> None:
    """As Apache Fineract is delivered with it."""
    text = "The next payment of a loan: earliest-unpaid-date, or next-unpaid-due-date (due today or later)."
    values = {
        "name": NEXT_DUE,
        "description": text,
        "enabled": True,
        "value": Jsonb(str(NextDue.EARLIEST_UNPAID)),
    }
    session.run(insert(setting).values(values).on_conflict_do_nothing())
