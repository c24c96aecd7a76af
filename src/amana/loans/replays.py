"""Transactions that come out differently because of something booked later: derived, and kept with that event."""

from collections.abc import Mapping
from datetime import date

from msgspec import structs

from amana.loans.activities import ENDED
from amana.loans.kinds import TransactionKind
from amana.loans.state import LoanState, TransactionState


def with_replays(one: TransactionState, replays: Mapping[int, int]) -> TransactionState:
    """A transaction with how often it came out differently."""
    return structs.replace(one, replays=replays[one.id]) if one.id in replays else one


def changed_between(before: LoanState, after: LoanState) -> list[int]:
    """Transactions that count otherwise than they did, and those of the same day that follow one of them.

    What is reversed, or had not been booked, is not among them; income earned neither, and of an
    ended loan a sum of income only when it is another one.
    """
    known = {one.id: one for one in before.transactions if not one.is_reversed}
    found: dict[int, date] = {}
    for one in after.transactions:
        then = known.get(one.id)
        if then is None or one.is_reversed or one.kind is TransactionKind.ACCRUAL:
            continue
        same = then.components == one.components and then.decided.overpayment == one.decided.overpayment
        sums_up_the_end = one.kind is TransactionKind.ACCRUAL_ACTIVITY and after.status in ENDED
        follows = one.on in found.values() and not sums_up_the_end
        if not same or follows:
            found[one.id] = one.on
    return [*found, *_opened_again(before, after)]


def _opened_again(before: LoanState, after: LoanState) -> list[int]:
    """Where a loan that had ended goes on: the first of the activities posted anew stands for the one that had summed
    up its end, when it is another day's or another sum.
    """
    if before.status not in ENDED or after.status in ENDED:
        return []
    now = {one.id for one in after.transactions if not one.is_reversed}
    fallen = [one for one in _activities(before) if one.id not in now]
    there = {one.id for one in before.transactions}
    new = [one for one in _activities(after) if one.id not in there]
    if not fallen or not new:
        return []
    same = (fallen[-1].on, fallen[-1].components) == (new[0].on, new[0].components)
    return [] if same else [new[0].id]


def _activities(state: LoanState) -> list[TransactionState]:
    """The standing ones, in order of their days."""
    return [
        one
        for one in state.transactions
        if one.kind is TransactionKind.ACCRUAL_ACTIVITY and not one.is_reversed
    ]
