"""Which components of which instalments a payment settles, per strategy."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.finance.allocation import (
    allocate,
    allocate_component,
    allocate_everything,
    settle,
    take_back,
)
from amana.finance.components import Component, Components
from amana.finance.dues import AllocationStrategy, OpenInstalment

S = AllocationStrategy

D = Decimal


def due(number, month, principal, interest, fees=0, penalties=0):
    return OpenInstalment(
        number,
        date(2015, month - 1, 1),
        date(2015, month, 1),
        Components(D(principal), D(interest), D(fees), D(penalties)),
    )


LOAN = (due(1, 2, 100, 10, 5, 3), due(2, 3, 100, 8, 5), due(3, 4, 100, 6, 5))


def parts(allocation):
    return [
        (p.number, *(int(getattr(p.components, c)) for c in ("principal", "interest", "fees", "penalties")))
        for p in allocation.portions
    ]


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
    assert parts(allocate(LOAN, D(amount), on, strategy)) == expected


def test_early_and_late_are_judged_by_each_instalments_due_date():
    allocation = allocate(LOAN, D(240), date(2015, 2, 15), S.MIFOS_STANDARD)
    assert [(p.late, p.in_advance) for p in allocation.portions] == [
        (True, False),
        (False, True),
        (False, True),
    ]


def test_heavensfamily_forgives_the_interest_of_an_instalment_prepaid():
    allocation = allocate(LOAN, D(108), date(2015, 1, 15), S.HEAVENSFAMILY)
    assert allocation.portions[0].interest_waived == 10
    after = settle(LOAN, allocation)
    assert not after[0].outstanding


def test_a_waiver_takes_interest_only_and_says_what_found_no_room():
    waiver = allocate_component(LOAN, Component.INTEREST, D(30), date(2015, 3, 1))
    assert parts(waiver) == [(1, 0, 10, 0, 0), (2, 0, 8, 0, 0), (3, 0, 6, 0, 0)]
    assert waiver.overpayment == 6


def test_a_write_off_leaves_nothing():
    written = settle(LOAN, allocate_everything(LOAN, date(2015, 3, 1)), "written_off")
    assert not any(row.outstanding for row in written)


def test_a_refund_undoes_from_the_last_instalment_paid():
    paid = settle(LOAN, allocate(LOAN, D(150), date(2015, 2, 1), S.MIFOS_STANDARD))
    assert parts(take_back(paid, D(40), date(2015, 2, 2), S.MIFOS_STANDARD)) == [
        (2, 19, 8, 5, 0),
        (1, 8, 0, 0, 0),
    ]


amounts = st.integers(0, 50_000).map(lambda cents: D(cents) / 100)


@given(
    st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=1, max_size=8),
    amounts,
    st.dates(date(2015, 1, 1), date(2016, 1, 1)),
    st.sampled_from(S),
)
def test_nothing_is_lost_and_nothing_turns_negative(rows, amount, on, strategy):
    loan = tuple(
        OpenInstalment(n, date(2015, n, 1), date(2015, n + 1, 1), Components(*row))
        for n, row in enumerate(rows, 1)
    )
    allocation = allocate(loan, amount, on, strategy)
    assert allocation.total == amount
    after = settle(loan, allocation)
    for row in after:
        left = row.outstanding
        assert min(left.principal, left.interest, left.fees, left.penalties) >= 0
    if allocation.overpayment and strategy is not S.EARLY_REPAYMENT:  # that one leaves coming interest alone
        assert not any(row.outstanding for row in after)
