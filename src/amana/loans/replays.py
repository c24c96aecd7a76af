"""Transactions that come out differently because of something booked later: derived, and kept with that event."""

from collections.abc import Mapping
from datetime import date

from msgspec import structs

from amana.loans.kinds import TransactionKind
from amana.loans.state import LoanState, TransactionState


def with_replays(one: TransactionState, replays: Mapping[int, int]) -> TransactionState:
    """A transaction with how often it came out differently."""
    return structs.replace(one, replays=replays[one.id]) if one.id in replays else one


def changed_between(before: LoanState, after: LoanState) -> list[int]:
    """Transactions that count otherwise than they did, and those of the same day that follow one of them.

    What is reversed, or had not been booked, is not among them; income earned neither.
    """
    known = {one.id: one for one in before.transactions if not one.is_reversed}
    found: dict[int, date] = {}
    for one in after.transactions:
        then = known.get(one.id)
        if then is None or one.is_reversed or one.kind is TransactionKind.ACCRUAL:
            continue
        same = then.components == one.components and then.decided.overpayment == one.decided.overpayment
        if not same or one.on in found.values():
            found[one.id] = one.on
    return list(found)
