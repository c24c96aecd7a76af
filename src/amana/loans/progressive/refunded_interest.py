"""The interest that a refund gives back: what would not have come up, had the money refunded never been paid out."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.loans.events import UNDECIDED, Accrued, ActivityPosted, Credited, Disbursed, Recorded, Repaid
from amana.loans.kinds import RefundWithInterest, TransactionKind
from amana.loans.lifecycle import Story, read
from amana.loans.progressive.fold import ProgressiveFold

_KINDS = {
    RefundWithInterest.MERCHANT_ISSUED_REFUND: TransactionKind.MERCHANT_REFUND,
    RefundWithInterest.PAYOUT_REFUND: TransactionKind.PAYOUT_REFUND,
}
REFUNDS = frozenset(_KINDS.values())


def refunded_interest(events: Sequence[Recorded], on: date, refund: Credited) -> Decimal:
    """What a refund gives back, after ``events``: those that count by ``on``."""
    story = read(events)
    return _given_back(story, story.counting(), on, refund)


def given_back_anew(story: Story, counting: Sequence[Recorded]) -> Sequence[Recorded]:
    """The transactions, with what refunds gave back worked out anew where something before them was booked or reversed
    after them.
    """
    refunds: dict[int, tuple[Recorded, Credited]] = {}
    found: list[Recorded] = []
    for one in counting:
        body = one.body
        if isinstance(body, Credited) and body.credit in REFUNDS:
            refunds[one.id] = (one, body)
        elif isinstance(body, Credited) and body.credit is TransactionKind.INTEREST_REFUND:
            amount = _now(story, found, refunds.get(body.related or 0), body.amount)
            found.append(replace(one, body=replace(body, amount=amount)))
            continue
        found.append(one)
    return found


def _now(
    story: Story, found: Sequence[Recorded], refund: tuple[Recorded, Credited] | None, booked: Decimal
) -> Decimal:
    if refund is None or not _changed(story, refund[0]):
        return booked
    one, body = refund
    before = [each for each in found if (each.value_date, each.seq) < (one.value_date, one.seq)]
    return max(_given_back(story, before, one.value_date, body), ZERO)


def _changed(story: Story, refund: Recorded) -> bool:
    """Whether anything that counts from before a refund was booked, agreed on or reversed after it."""
    booked = (one for one in story.money.values() if one.seq > refund.seq)
    reversed_ = (
        story.reversed_money[key]
        for key, seq in story.reversed_by.items()
        if story.reversed_money[key].seq < refund.seq < seq
    )
    moved = any(
        one.value_date < refund.value_date and not isinstance(one.body, Accrued | ActivityPosted)
        for one in (*booked, *reversed_)
    )
    return moved or any(
        one.seq > refund.seq and one.variation.applies_from <= refund.value_date for one in story.varied
    )


def _given_back(story: Story, counting: Sequence[Recorded], on: date, refund: Credited) -> Decimal:
    """Interest by ``on``, less what was given back of it, less that of the loan without everything refunded so far,
    this ``refund`` included: of the earliest disbursement first.
    """
    kinds = {refund.credit, *(_KINDS[one] for one in story.contract.interest_refunds)}
    before = [one.body for one in counting if isinstance(one.body, Credited)]
    refunded = sum((one.amount for one in before if one.credit in kinds), refund.amount)
    given_back = sum((one.amount for one in before if one.credit is TransactionKind.INTEREST_REFUND), ZERO)
    without = _without(story, counting, kinds, refunded)
    return _interest(story, counting, on) - given_back - _interest(story, without, on)


def _without(
    story: Story, counting: Sequence[Recorded], kinds: Set[TransactionKind], amount: Decimal
) -> list[Recorded]:
    """What counts without these ``kinds`` of refunds, ``amount`` being repaid on the day it was paid out; where
    interest does not follow the money, never paid out.
    """
    follows = story.contract.terms.recalculation is not None
    found = []
    for one in counting:
        body = one.body
        if isinstance(body, Credited) and body.credit in {*kinds, TransactionKind.INTEREST_REFUND}:
            continue
        part = min(amount, body.amount) if isinstance(body, Disbursed) else ZERO
        amount -= part
        if not part or not isinstance(body, Disbursed):
            found.append(one)
        elif follows:
            found += [one, replace(one, id=-one.id, body=Repaid(amount=part, decided=UNDECIDED))]
        elif part < body.amount:
            found.append(replace(one, body=replace(body, amount=body.amount - part)))
    return found


def _interest(story: Story, counting: Sequence[Recorded], on: date) -> Decimal:
    """Interest of the whole time until ``on``, had only these transactions been."""
    told = replace(story)
    told.count_only(counting)
    if not told.disbursements:
        return ZERO
    return ProgressiveFold(told, counting, on).interest_due_by(on)
