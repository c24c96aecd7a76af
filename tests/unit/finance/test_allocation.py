"""Which components of which instalments a payment settles, per strategy."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.allocation import PAYMENT_ORDER, OpenRow, split
from amana.finance.components import Component, Components
from amana.finance.dues import AllocationStrategy

S = AllocationStrategy

D = Decimal


def due(number, month, principal, interest, fees=0, penalties=0):
    parts = Components(D(principal), D(interest), D(fees), D(penalties))
    return OpenRow(number, date(2015, month, 1), parts)


def loan():
    return [due(1, 2, 100, 10, 5, 3), due(2, 3, 100, 8, 5), due(3, 4, 100, 6, 5)]


def parts(rows):
    return [(row.number, *(int(row.taken.get(one, 0)) for one in Component)) for row in rows if row.taken]


@pytest.mark.parametrize(
    ("strategy", "on", "amount", "expected"),
    [
        (S.MIFOS_STANDARD, date(2015, 2, 1), 50, [(1, 32, 10, 5, 3)]),
        (S.CREOCORE, date(2015, 2, 1), 50, [(1, 32, 10, 5, 3)]),
        (S.MIFOS_STANDARD, date(2015, 3, 15), 120, [(1, 100, 10, 5, 3), (2, 0, 0, 2, 0)]),
        (S.RBI_INDIA, date(2015, 2, 1), 50, [(1, 32, 10, 5, 3)]),
        # late: charges and interest of everything due first, then principal
        (S.RBI_INDIA, date(2015, 3, 15), 50, [(1, 19, 10, 5, 3), (2, 0, 8, 5, 0)]),
        (S.RBI_INDIA, date(2015, 2, 15), 50, [(1, 32, 10, 5, 3)]),
        # late and more than is due: principal of the instalments to come, in turn
        (S.RBI_INDIA, date(2015, 2, 15), 160, [(1, 100, 10, 5, 3), (2, 42, 0, 0, 0)]),
        (S.PRINCIPAL_INTEREST_PENALTIES_FEES, date(2015, 2, 1), 112, [(1, 100, 10, 0, 2)]),
        (S.INTEREST_PRINCIPAL_PENALTIES_FEES, date(2015, 2, 1), 50, [(1, 40, 10, 0, 0)]),
        (S.HEAVENSFAMILY, date(2015, 2, 1), 112, [(1, 100, 10, 2, 0)]),
        # early: interest of an instalment is forgiven once its principal is complete
        (S.HEAVENSFAMILY, date(2015, 1, 15), 110, [(1, 100, 0, 5, 3), (2, 2, 0, 0, 0)]),
    ],
)
def test_a_payment_goes_where_the_strategy_says(strategy, on, amount, expected):
    rows = loan()
    assert split(rows, D(amount), on, strategy) == 0
    assert parts(rows) == expected


def test_heavensfamily_forgives_the_interest_of_an_instalment_prepaid():
    rows = loan()
    split(rows, D(108), date(2015, 1, 15), S.HEAVENSFAMILY)
    assert rows[0].waived == 10
    assert not rows[0].is_open


amounts = st.integers(0, 50_000).map(lambda cents: D(cents) / 100)


@given(
    st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=1, max_size=8),
    amounts,
    st.dates(date(2015, 1, 1), date(2016, 1, 1)),
    st.sampled_from(list(PAYMENT_ORDER)),
)
def test_nothing_is_lost_and_nothing_turns_negative(rows, amount, on, strategy):
    owed = [OpenRow(n, date(2015, n + 1, 1), Components(*row)) for n, row in enumerate(rows, 1)]
    left = split(owed, amount, on, strategy)
    assert left + sum(sum(row.taken.values()) for row in owed) == amount
    for row, was in zip(owed, rows, strict=True):
        assert min(row.open.values()) >= 0
        assert sum(row.open.values()) + sum(row.taken.values()) + row.waived == sum(was)
    if left and strategy is not S.EARLY_REPAYMENT:  # that one leaves coming interest alone
        assert not any(row.is_open for row in owed)
