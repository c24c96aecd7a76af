"""The interest that a refund gives back: what would not have come up, had the money refunded never been paid out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.loans.events import Disbursed, Recorded
from amana.loans.lifecycle import read
from amana.loans.model import as_of, counting_of
from amana.loans.progressive.fold import ProgressiveFold


def refunded_interest(events: Sequence[Recorded], on: date, amount: Decimal) -> Decimal:
    """Interest by ``on`` less that of the same loan paid out in ``amount`` less, the earliest disbursement first."""
    return _interest(events, on, ZERO) - _interest(events, on, amount)


def _interest(events: Sequence[Recorded], on: date, less: Decimal) -> Decimal:
    story = read(as_of(events, on))
    found = []
    for one in counting_of(story):
        body = one.body
        if not isinstance(body, Disbursed) or not less:
            found.append(one)
            continue
        part = min(less, body.amount)
        less -= part
        del story.money[one.id]
        if part < body.amount:
            smaller = replace(one, body=replace(body, amount=body.amount - part))
            story.money[one.id] = smaller
            found.append(smaller)
    if not any(isinstance(one.body, Disbursed) for one in found):
        return ZERO
    return ProgressiveFold(story, found, on).interest_due_by(on)
