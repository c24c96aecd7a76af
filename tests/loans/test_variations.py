"""Schedules whose rows are changed one by one before the approval."""

from datetime import date

import pytest

from amana.finance.terms import Variation, VariationKind
from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.loans.vary_schedule import VarySchedule
from tests.loans.world import D, Lender

FEBRUARY, MARCH = date(2015, 2, 1), date(2015, 3, 1)
MOVED = Variation(VariationKind.DUE_DATE, FEBRUARY, new_date=date(2015, 2, 10), this_instalment_only=True)
SMALLER = Variation(VariationKind.INSTALMENT_AMOUNT, MARCH, D(500), this_instalment_only=True)


def test_a_row_is_moved_and_another_made_smaller(lender: Lender) -> None:
    loan = lender.submit(lender.product(variable_instalments=True))
    lender.do(VarySchedule(loan=loan, variations=(MOVED, SMALLER)))
    rows = lender.instalments(loan)
    assert [row["due_date"] for row in rows[:3]] == [date(2015, 2, 10), MARCH, date(2015, 4, 1)]
    assert rows[1]["principal_due"] + rows[1]["interest_due"] == 500
    assert sum(row["principal_due"] for row in rows) == 10000
    lender.do(VarySchedule(loan=loan, variations=()))
    assert lender.instalments(loan)[0]["due_date"] == FEBRUARY
    lender.ready(loan)
    with pytest.raises(NotAllowedInState):
        lender.do(VarySchedule(loan=loan, variations=(MOVED,)))


def test_the_product_says_what_may_be_changed(lender: Lender) -> None:
    with pytest.raises(InvalidInput):
        lender.do(VarySchedule(loan=lender.submit(lender.product()), variations=(MOVED,)))
    product = lender.product(variable_instalments=True, minimum_gap_days=20, maximum_gap_days=35)
    loan = lender.submit(product)
    with pytest.raises(InvalidInput):
        lender.do(VarySchedule(loan=loan, variations=(MOVED,)))  # 40 days, then 19
    with pytest.raises(InvalidInput):
        rate = Variation(VariationKind.INTEREST_RATE, FEBRUARY, D(24))
        lender.do(VarySchedule(loan=loan, variations=(rate,)))
    near = Variation(VariationKind.DUE_DATE, FEBRUARY, new_date=date(2015, 2, 3), this_instalment_only=True)
    lender.do(VarySchedule(loan=loan, variations=(near,)))
    assert lender.instalments(loan)[0]["due_date"] == date(2015, 2, 3)
