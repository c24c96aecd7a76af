"""Booked income kept in step with the loan.

Where a cumulative schedule follows the money, what was booked beyond the interest and charges that an instalment has
now is reversed, and booked anew as it is earned now, as Mifos X does whenever it recalculates a loan. When nothing is
owed any more, the rest of the income is booked at once.
"""

from collections.abc import Iterator
from datetime import date

from amana.finance.components import NOTHING, Components
from amana.loans.activities import ENDED, ended_on
from amana.loans.earning import (
    ChargeEarnedOn,
    earned,
    in_one_sum,
    interest_until,
    missing,
    taken_back_on,
    told_apart,
)
from amana.loans.events import Event, TransactionReversed
from amana.loans.kinds import Accounting, LoanStatus, TransactionKind
from amana.loans.state import InstalmentState, LoanState, TransactionState
from amana.loans.upfront import accrued_upfront


def follows_the_money(state: LoanState) -> bool:
    """Whether a cumulative schedule changes with the payments."""
    return state.contract.terms.recalculation is not None and not state.contract.is_progressive


def beyond_the_schedule(state: LoanState) -> list[TransactionState]:
    """The accruals that no longer stand, given what the instalments are due now."""
    if not follows_the_money(state) or state.accrued_until is None or taken_back_on(state) is not None:
        return []
    accruals = _accruals(state)
    if state.contract.accounting is Accounting.ACCRUAL_PERIODIC:
        return list(_too_much(state.instalments, accruals))
    return _of_another_interest(state, accruals)


def booked_anew(
    state: LoanState, until: date, reversed_: list[TransactionState], charges: ChargeEarnedOn
) -> list[tuple[Event, date]]:
    """What is booked in their place: earned by ``until`` (periodic), or the whole income there is now (upfront).
    Where nothing was reversed the next accrual has the difference.
    """
    if not reversed_:
        return []
    if state.contract.accounting is Accounting.ACCRUAL_PERIODIC:
        return list(earned(state, until, charges))
    whole = [one for one in accrued_upfront(state) if not one.charges]
    return [(one, reversed_[0].on) for one in whole]


def reversals(found: list[TransactionState], today: date) -> list[tuple[Event, date]]:
    """The events that take accruals back."""
    return [(TransactionReversed(event=one.id, upkeep=True), today) for one in found]


def rest_at_the_end(state: LoanState, today: date) -> list[tuple[Event, date]]:
    """The income not booked when nothing is owed any more, in one sum: of a progressive loan on ``today`` or its last
    due date, of another on the day it ended. A loan charged off earns no more.
    """
    periodic = state.contract.accounting is Accounting.ACCRUAL_PERIODIC
    if not periodic or state.status not in ENDED or state.life.charged_off is not None:
        return []
    last = max((row.due_date for row in state.instalments), default=today)
    on = min(last, today) if state.contract.is_progressive else ended_on(state)
    found = missing(state, on or today, ChargeEarnedOn.DUE_DATE, whole=True)
    return [*told_apart(state, ((one, on or today) for one in in_one_sum(found)))]


def charged_off_anew(state: LoanState) -> list[tuple[Event, date]]:
    """Of a progressive loan that was charged off: what its interest until that day comes to, less what is booked."""
    if state.life.charged_off is None or not state.contract.is_progressive:
        return []
    return list(interest_until(state, state.life.charged_off.on))


def ahead_of_time(before: LoanState, state: LoanState) -> list[TransactionState]:
    """Of a cumulative loan that had ended and goes on: the accruals of its end that booked more than the instalment of
    their day is due.
    """
    periodic = state.contract.accounting is Accounting.ACCRUAL_PERIODIC
    reopened = before.status in ENDED and state.status not in ENDED
    if not periodic or not reopened or state.contract.is_progressive:
        return []
    on = ended_on(before)
    return [one for one in _too_much(state.instalments, _accruals(state)) if one.on == on]


def _accruals(state: LoanState) -> list[TransactionState]:
    return [one for one in state.transactions if one.kind is TransactionKind.ACCRUAL and not one.is_reversed]


def _too_much(
    rows: tuple[InstalmentState, ...], accruals: list[TransactionState]
) -> Iterator[TransactionState]:
    """Accruals that, with those before them, book more than the row of their day is due."""
    for row in rows:
        sums = NOTHING
        for one in accruals:
            begun = row.from_date < one.on or row is rows[0]
            if not begun or one.on > row.due_date:
                continue
            sums += one.components
            if _exceeds(sums, row.due):
                sums -= one.components
                yield one
    last = rows[-1].due_date if rows else date.max
    yield from (one for one in accruals if one.on > last)


def _exceeds(booked: Components, due: Components) -> bool:
    return booked.interest > due.interest or booked.fees > due.fees or booked.penalties > due.penalties


def _of_another_interest(state: LoanState, accruals: list[TransactionState]) -> list[TransactionState]:
    """The upfront accrual of the interest when that has changed; charges keep theirs."""
    found = [one for one in accruals if one.components.interest]
    booked = sum((one.components.interest for one in found), NOTHING.interest)
    if state.status is LoanStatus.WRITTEN_OFF or booked == state.interest.charged:
        return []
    return found
