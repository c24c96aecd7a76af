"""Equal amortisation: the interest that a declining balance bears, in equal parts, as the principal.

The figures were worked out by hand: 1,200 at 1 % a month over six instalments bears 42.35 (equal instalments of
207.06) or 42 (equal principal).
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.finance.loans import terms

from amana.finance.explaining.recording import Recorder
from amana.finance.explaining.rows import told
from amana.finance.generate import generate_schedule
from amana.finance.terms import Amortisation, InterestPeriod

D = Decimal
EQUAL_PRINCIPAL = {"amortisation": Amortisation.EQUAL_PRINCIPAL}


def small(**changes):
    usual = {"principal": D(1200), "number_of_repayments": 6, "interest_rate": D(1)}
    return terms(**(usual | {"equal_amortisation": True} | changes))


def figures(loan):
    return [(str(row.principal), str(row.interest)) for row in generate_schedule(loan).instalments]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, [("200.00", "7.06")] * 5 + [("200.00", "7.05")]),
        (EQUAL_PRINCIPAL, [("200.00", "7.00")] * 6),
        (
            {"grace_on_interest_payment": 1, **EQUAL_PRINCIPAL},
            [("200.00", "0"), ("200.00", "14.00")] + [("200.00", "7.00")] * 4,
        ),
    ],
)
def test_both_parts_of_an_instalment_are_equal(changes, rows):
    assert figures(small(**changes)) == rows


loans = st.fixed_dictionaries(
    {
        "principal": st.decimals(100, 100_000, places=2),
        "number_of_repayments": st.integers(1, 60),
        "interest_rate": st.decimals(0, 5, places=2),
        "amortisation": st.sampled_from(Amortisation),
        "interest_period": st.sampled_from(InterestPeriod),
    }
)


@given(loans)
def test_it_costs_what_the_declining_balance_does_and_is_even(changes):
    declining = generate_schedule(terms(**changes))
    even = generate_schedule(terms(**changes, equal_amortisation=True))
    assert (even.principal, even.interest) == (declining.principal, declining.interest)
    rows = even.instalments
    assert len({row.interest for row in rows[:-1]}) <= 1
    if changes["amortisation"] is Amortisation.EQUAL_INSTALMENTS:
        assert len({row.principal for row in rows[:-1]}) <= 1
    assert rows[-1].balance == 0


@given(loans)
def test_each_row_is_told(changes):
    loan = terms(**changes, equal_amortisation=True)
    recorder = Recorder()
    schedule = generate_schedule(loan, walks=recorder.walks)
    assert schedule == generate_schedule(loan)
    for row, instalment in zip(told(loan, (), schedule, recorder.walk), schedule.instalments, strict=True):
        assert row.interest.term.amount == schedule.interest
        share = row.interest.share.amount if row.interest.share else D(0)
        assert share + row.interest.remainder == instalment.interest
