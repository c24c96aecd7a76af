"""The interest that a refund gives back: what would not have come up, had the money refunded never been paid out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.loans.events import Credited, Disbursed, Recorded
from amana.loans.kinds import TransactionKind
from amana.loans.lifecycle import Story, read
from amana.loans.model import as_of, counting_of
from amana.loans.progressive.fold import ProgressiveFold

REFUNDS = frozenset({TransactionKind.MERCHANT_REFUND, TransactionKind.PAYOUT_REFUND})


def refunded_interest(events: Sequence[Recorded], on: date, amount: Decimal) -> Decimal:
    """Interest by ``on``, less what was given back of it, less that of a loan which all refunds so far, ``amount``
    included, made smaller from the start: the earliest disbursement first.
    """
    story = read(as_of(events, on))
    before = [one.body for one in story.money.values() if isinstance(one.body, Credited)]
    refunded = sum((one.amount for one in before if one.credit in REFUNDS), amount)
    given_back = sum((one.amount for one in before if one.credit is TransactionKind.INTEREST_REFUND), ZERO)
    interest = _interest(story, counting_of(story), on)
    return interest - given_back - _interest(story, _never_refunded(story, refunded), on)


def _never_refunded(story: Story, less: Decimal) -> list[Recorded]:
    """What counts without refunds, ``less`` of it paid out; the story is changed accordingly."""
    found = []
    for one in counting_of(story):
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
    story.count_only(found)
    return found


def _interest(story: Story, counting: Sequence[Recorded], on: date) -> Decimal:
    if not story.disbursements:
        return ZERO
    return ProgressiveFold(story, counting, on).interest_due_by(on)
