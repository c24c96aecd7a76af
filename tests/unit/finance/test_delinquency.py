"""Days past due, less grace and pauses; payments that were claimed back."""

from datetime import date

import pytest

from amana.finance.components import NOTHING, Components
from amana.finance.delinquency import (
    AgeRange,
    ClaimedBack,
    Pause,
    effective,
    instalment_past_due,
    loan_past_due,
    range_of,
)
from amana.finance.dues import OpenInstalment
from amana.finance.money import ZERO

OCTOBER = [date(2023, 10, day) for day in range(1, 32)]


def row(number, due, principal, paid=0):
    return OpenInstalment(
        number,
        date(2023, 9, 1) if number == 1 else OCTOBER[0],
        due,
        Components(principal=principal + ZERO),
        Components(principal=paid + ZERO),
        NOTHING,
        NOTHING,
    )


ROWS = [row(1, OCTOBER[0], 250), row(2, OCTOBER[15], 250)]
PAUSED = (Pause(OCTOBER[5], OCTOBER[29]),)


@pytest.mark.parametrize(
    ("day", "pauses", "past_due", "delinquent", "amount"),
    [
        (OCTOBER[0], (), 0, 0, 0),  # due today is not past due
        (OCTOBER[1], (), 1, 0, 250),
        (OCTOBER[4], (), 4, 1, 250),
        (OCTOBER[15], PAUSED, 15, 2, 250),
        (OCTOBER[29], PAUSED, 29, 2, 500),
        (OCTOBER[30], PAUSED, 30, 3, 500),
    ],
)
def test_grace_and_pauses_do_not_age_a_loan(day, pauses, past_due, delinquent, amount):
    found = loan_past_due(ROWS, (), pauses, day, grace_days=3)
    assert (found.days, found.delinquent_days, found.amount.total) == (past_due, delinquent, amount)
    assert found.delinquent_since(3) == (OCTOBER[3] if amount else None)


def test_a_pause_counts_only_for_what_was_past_due_in_it():
    second = instalment_past_due(ROWS[1], (), PAUSED, OCTOBER[30])
    assert (second.days, second.delinquent_days) == (15, 1)


def test_what_was_claimed_back_is_past_due_before_its_instalment_is():
    paid = row(2, OCTOBER[15], 250, paid=100)
    found = instalment_past_due(paid, [ClaimedBack(OCTOBER[4], 150 + ZERO)], (), OCTOBER[9])
    assert (found.since, found.amount.total) == (OCTOBER[4], 50)
    assert instalment_past_due(paid, [ClaimedBack(OCTOBER[4], 100 + ZERO)], (), OCTOBER[9]).since is None


def test_a_pause_that_is_resumed_ends_that_day():
    assert effective(PAUSED, [OCTOBER[24]]) == (Pause(OCTOBER[5], OCTOBER[24]),)


def test_ranges_hold_their_days():
    young, old = AgeRange(1, "young", 1, 3), AgeRange(2, "old", 4)
    assert [range_of((young, old), days) for days in (0, 1, 3, 4, 400)] == [None, young, young, old, old]
    assert not young.overlaps(old)
    assert old.overlaps(AgeRange(3, "between", 3, 5))
