"""What holds for every loan, whatever happened to it."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from tests.unit.loans.histories import (
    START,
    TODAY,
    D,
    contract,
    disbursed,
    fee,
    histories,
    recorded,
    repaid,
)

from amana.finance.components import Component, Components
from amana.loans.book import Book
from amana.loans.events import (
    UNDECIDED,
    Disbursed,
    Event,
    Repaid,
    TransactionReversed,
    WrittenOff,
)
from amana.loans.kinds import LoanStatus, TransactionKind
from amana.loans.model import as_of, derive, known_at
from amana.loans.state import LoanState
from amana.loans.stored_events import from_stored, to_stored

History = list[tuple[Event, date]]


def state_of(bodies: History) -> LoanState:
    return derive(recorded(bodies), TODAY)


def figures(state: LoanState) -> object:
    """What the borrower sees, without ids and numbers of events."""
    rows = [(one.number, one.due, one.paid, one.waived) for one in state.instalments]
    money = Counter(
        (one.kind, one.on, one.amount, one.components) for one in state.transactions if not one.is_reversed
    )
    return rows, money, state.status, state.overpaid


@given(histories())
def test_every_payment_is_split_without_a_rest(bodies: History) -> None:
    for one in state_of(bodies).transactions:
        if one.kind is TransactionKind.REPAYMENT and not one.is_reversed:
            assert one.components.total + one.decided.overpayment == one.amount
            assert all(one.components.of(part) >= 0 for part in Component)


@given(histories())
def test_no_instalment_is_settled_beyond_what_is_due(bodies: History) -> None:
    state = state_of(bodies)
    for row in state.instalments:
        assert all(row.outstanding.of(part) >= 0 for part in Component)
        assert (row.completed_on is None) == bool(row.outstanding)
    due = sum((row.due.principal for row in state.instalments), Decimal(0))
    assert due == state.principal.charged


@given(histories())
def test_charges_are_paid_as_much_as_the_instalments_say(bodies: History) -> None:
    state = state_of(bodies)
    paid = Components()
    for row in state.instalments:
        paid += row.paid
    by_charge = {penalty: Decimal(0) for penalty in (False, True)}
    for one in state.charges:
        by_charge[one.charge.penalty] += one.total("paid")
    assert (by_charge[False], by_charge[True]) == (paid.fees, paid.penalties)


@given(histories())
def test_the_status_follows_from_the_balance(bodies: History) -> None:
    state = state_of(bodies)
    if state.outstanding:
        assert state.status is LoanStatus.ACTIVE
    elif state.overpaid:
        assert state.status is LoanStatus.OVERPAID
    else:
        assert state.status is LoanStatus.CLOSED


@given(histories())
def test_a_reversal_restores_what_was_before(bodies: History) -> None:
    before = state_of(bodies)
    event = len(bodies) + 1
    after = [
        *bodies,
        (repaid(D("123.45")), START + timedelta(days=40)),
        (TransactionReversed(event=event), TODAY),
    ]
    assert figures(state_of(after)) == figures(before)


@given(histories())
def test_the_order_of_booking_does_not_matter_between_days(bodies: History) -> None:
    """Two payments of different days come out the same, whichever was booked first."""
    early, late = (
        (repaid(D("77.10")), START + timedelta(days=31)),
        (repaid(D("200.20")), START + timedelta(days=62)),
    )
    assert figures(state_of([*bodies, early, late])) == figures(state_of([*bodies, late, early]))


@given(histories())
def test_a_current_payment_decided_from_what_is_open_is_what_a_derivation_gives(bodies: History) -> None:
    events = recorded(bodies)
    state = derive(events, TODAY)
    first = next(
        (row.number for row in state.instalments if row.completed_on is None), len(state.instalments) + 1
    )
    open_rows = (
        [row for row in state.instalments if row.number >= first - 1]
        if first <= len(state.instalments)
        else []
    )
    book = Book(open_rows, [one for one in state.charges if one.outstanding], state.contract.strategy)
    decided = book.pay(D("250.00"), TODAY)
    after = derive(recorded([*bodies, (repaid(D("250.00")), TODAY)]), TODAY)
    [made] = [one for one in after.transactions if one.id == len(bodies) + 1]
    assert made.decided == decided
    numbers = {row.plan.number for row in book.rows}
    assert [row for row in after.instalments if row.number in numbers] == [row.frozen() for row in book.rows]


@given(histories())
def test_a_day_in_the_past_knows_nothing_of_later_days(bodies: History) -> None:
    day = START + timedelta(days=100)
    events = recorded(bodies)
    kept = [one for one in events if one.value_date <= day or isinstance(one.body, TransactionReversed)]
    assert derive(as_of(events, day), day).transactions == derive(kept, day).transactions
    assert known_at(events, 3) == events[:3]


@given(histories())
@settings(max_examples=50)
def test_events_survive_being_stored(bodies: History) -> None:
    for body, _ in bodies:
        assert from_stored(body.kind, body.version, to_stored(body)) == body


def test_a_write_off_takes_everything_and_ends_the_loan() -> None:
    bodies = [*disbursed(contract()), (repaid(D(300)), date(2015, 2, 1))]
    state = state_of([*bodies, (WrittenOff(amount=D(0), decided=UNDECIDED), date(2015, 3, 1))])
    assert state.status is LoanStatus.WRITTEN_OFF
    assert state.outstanding == 0
    assert state.principal.written_off == D(1000) - state.principal.paid


def test_a_smaller_disbursement_makes_a_smaller_loan() -> None:
    made = contract()
    bodies = [*disbursed(made)[:2], (Disbursed(amount=D(500)), START)]
    state = state_of(bodies)
    assert state.principal.charged == 500
    assert sum(row.due.principal for row in state.instalments) == 500


def test_a_charge_behind_the_last_instalment_has_a_row_of_its_own() -> None:
    made = replace(contract(), charges=(fee(1, D(10), date(2015, 7, 1)),))
    state = state_of(disbursed(made))
    assert [(row.extra, row.due.fees) for row in state.instalments[-2:]] == [(False, D(0)), (True, D(10))]
    assert state.matures_on == date(2015, 5, 1)


def test_a_payment_of_the_day_before_is_not_late() -> None:
    state = state_of([*disbursed(contract()), (Repaid(amount=D(100), decided=UNDECIDED), date(2015, 1, 31))])
    assert (state.instalments[0].in_advance, state.instalments[0].late) == (100, 0)
