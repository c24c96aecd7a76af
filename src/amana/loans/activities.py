"""Accrual activity: on each due date, the income of the instalment in one sum; when the loan ends, the rest.

The sums follow the loan: an instalment that comes to another interest afterwards has another sum.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

from msgspec import structs

from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.loans.events import ActivityPosted, Event, Recorded, TransactionReversed
from amana.loans.kinds import LoanStatus, TransactionKind
from amana.loans.state import InstalmentState, LoanState, TransactionState

ENDED = frozenset({LoanStatus.CLOSED, LoanStatus.OVERPAID})
"""Nothing is owed any more: what is not earned yet is earned at once."""
_EARNING = ENDED | {LoanStatus.ACTIVE}


def summed_up(
    transactions: Sequence[TransactionState], rows: Sequence[InstalmentState], final: AbstractSet[int]
) -> tuple[TransactionState, ...]:
    """The transactions with the sums that the activities among them stand for; ``final`` are those of the end."""
    by_due = {row.due_date: row for row in reversed(rows) if not row.down_payment}
    standing = [one for one in transactions if _stands(one)]
    if not standing:
        return tuple(transactions)
    sums: dict[int, Components] = {}
    posted = NOTHING
    for one in standing:
        if one.id not in final:
            row = by_due.get(one.on)
            sums[one.id] = income_of(row) if row is not None else NOTHING
            posted += sums[one.id]
    for one in standing:
        if one.id in final:
            sums[one.id] = _accrued(rows) - posted
            posted += sums[one.id]
    return tuple(with_parts(one, sums[one.id]) if one.id in sums else one for one in transactions)


def with_parts(one: TransactionState, parts: Components) -> TransactionState:
    """The transaction with other parts."""
    return structs.replace(one, amount=parts.total, components=parts)


def income_of(row: InstalmentState) -> Components:
    """What an instalment brings in income."""
    return Components(ZERO, row.due.interest, row.due.fees, row.due.penalties)


def _accrued(rows: Sequence[InstalmentState]) -> Components:
    total = NOTHING
    for row in rows:
        total += row.accrued
    return total


def _stands(one: TransactionState) -> bool:
    return one.kind is TransactionKind.ACCRUAL_ACTIVITY and not one.is_reversed


def due_by(state: LoanState, day: date) -> list[tuple[Event, date]]:
    """The activities of the instalments due by ``day`` that have none yet."""
    if not state.contract.accrual_activity or state.status not in _EARNING:
        return []
    there = {one.on for one in state.transactions if _stands(one)}
    return [
        (ActivityPosted(), row.due_date)
        for row in state.instalments
        if row.due_date <= day and row.due_date not in there and not row.down_payment and income_of(row).total
    ]


def in_step(state: LoanState, final: AbstractSet[int], today: date) -> list[tuple[Event, date]]:
    """What brings the activities in step with the end of a loan, or with its end having been undone."""
    if not state.contract.accrual_activity:
        return []
    if state.status in ENDED:
        return list(_at_the_end(state, final, today))
    return list(_reopened(state, final, today))


def _at_the_end(state: LoanState, final: AbstractSet[int], today: date) -> Iterator[tuple[Event, date]]:
    on = ended_on(state)
    if on is None:
        return
    standing = [one for one in state.transactions if _stands(one)]
    yield from ((TransactionReversed(event=one.id, upkeep=True), today) for one in standing if one.on > on)
    extra = {row.due_date for row in state.instalments if row.extra}
    missing = [one for one in due_by(state, on - timedelta(days=1)) if one[1] not in extra]
    yield from missing
    kept = sum((one.components for one in standing if one.on <= on), NOTHING)
    days = {day for _, day in missing}
    kept = sum((income_of(row) for row in state.instalments if row.due_date in days), kept)
    if not any(one.id in final for one in standing) and (state.accrued - kept).total:
        yield ActivityPosted(final=True), on


def _reopened(state: LoanState, final: AbstractSet[int], today: date) -> Iterator[tuple[Event, date]]:
    ends = [one for one in state.transactions if _stands(one) and one.id in final]
    if not ends:
        return
    yield from ((TransactionReversed(event=one.id, upkeep=True), today) for one in ends)
    standing = [one for one in state.transactions if one not in ends]
    yield from due_by(replace(state, transactions=tuple(standing)), today - timedelta(days=1))


def final_among(events: Iterable[Recorded]) -> AbstractSet[int]:
    """The activities that sum up what was left when a loan ended."""
    return {one.id for one in events if isinstance(one.body, ActivityPosted) and one.body.final}


def ended_on(state: LoanState) -> date | None:
    """The day on which nothing was owed any more."""
    if state.life.closed is not None:
        return state.life.closed.on
    if state.status is not LoanStatus.OVERPAID:
        return None
    days = [one.on for one in state.transactions if not one.is_reversed and one.decided.overpayment > ZERO]
    return max(days, default=state.last_money_on)
