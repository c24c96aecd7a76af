"""The interest that a refund gives back: what would not have come up, had the money refunded never been paid out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.loans.events import Accrued, ActivityPosted, Credited, Disbursed, Recorded
from amana.loans.kinds import TransactionKind
from amana.loans.lifecycle import Story, read
from amana.loans.progressive.fold import ProgressiveFold

REFUNDS = frozenset({TransactionKind.MERCHANT_REFUND, TransactionKind.PAYOUT_REFUND})


def refunded_interest(events: Sequence[Recorded], on: date, amount: Decimal) -> Decimal:
    """What a refund of ``amount`` gives back, after ``events``: those that count by ``on``."""
    story = read(events)
    return _given_back(story, story.counting(), on, amount)


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
    return max(_given_back(story, before, one.value_date, body.amount), ZERO)


def _changed(story: Story, refund: Recorded) -> bool:
    """Whether anything dated before a refund was booked or reversed after it."""
    booked = (one for one in story.money.values() if one.seq > refund.seq)
    reversed_ = (
        story.reversed_money[key]
        for key, seq in story.reversed_by.items()
        if story.reversed_money[key].seq < refund.seq < seq
    )
    return any(
        one.value_date < refund.value_date and not isinstance(one.body, Accrued | ActivityPosted)
        for one in (*booked, *reversed_)
    )


def _given_back(story: Story, counting: Sequence[Recorded], on: date, amount: Decimal) -> Decimal:
    """Interest by ``on``, less what was given back of it, less that of a loan which all refunds so far, ``amount``
    included, made smaller from the start: the earliest disbursement first.
    """
    before = [one.body for one in counting if isinstance(one.body, Credited)]
    refunded = sum((one.amount for one in before if one.credit in REFUNDS), amount)
    given_back = sum((one.amount for one in before if one.credit is TransactionKind.INTEREST_REFUND), ZERO)
    return _interest(story, counting, on) - given_back - _interest(story, _never(counting, refunded), on)


def _never(counting: Sequence[Recorded], less: Decimal) -> list[Recorded]:
    """What counts without refunds, ``less`` of it paid out."""
    found = []
    for one in counting:
        body = one.body
        smaller = one
        if isinstance(body, Disbursed):
            part = min(less, body.amount)
            less -= part
            smaller = replace(one, body=replace(body, amount=body.amount - part))
            gone = part == body.amount
        else:
            gone = isinstance(body, Credited) and body.credit in {*REFUNDS, TransactionKind.INTEREST_REFUND}
        if not gone:
            found.append(smaller)
    return found


def _interest(story: Story, counting: Sequence[Recorded], on: date) -> Decimal:
    """Interest of the whole time until ``on``, had only these transactions been."""
    told = replace(story)
    told.count_only(counting)
    if not told.disbursements:
        return ZERO
    return ProgressiveFold(told, counting, on).interest_due_by(on)
