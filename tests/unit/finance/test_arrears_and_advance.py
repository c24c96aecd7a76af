"""Interest that follows early money only, and interest on arrears that ends in duplum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.finance.loans import terms

from amana.finance.dues import AllocationStrategy
from amana.finance.duplum import room_in_duplum
from amana.finance.generate import generate_schedule, recalculated_schedule
from amana.finance.payments import Payment
from amana.finance.rest_generation import Money
from amana.finance.terms import EarlyPayment, Recalculation, RestFrequency, RestUnit

D = Decimal
START = date(2015, 1, 1)
DAILY = Recalculation(rest=RestFrequency(unit=RestUnit.DAILY))
ON_ADVANCE = replace(DAILY, on_arrears=False)
IN_DUPLUM = replace(DAILY, in_duplum=True)


def interest(rule, today, *paid, months=20, rate=10, principal=1200):
    """Interest by instalment of 1,200 at 10 % a month, after what was ``paid`` (day, amount)."""
    loan = terms(
        principal=D(principal),
        number_of_repayments=months,
        interest_rate=D(rate),
        recalculation=rule,
        partial_period_interest=True,
    )
    money = Money(
        payments=tuple(Payment(on, D(amount)) for on, amount in paid),
        today=today,
        strategy=AllocationStrategy.MIFOS_STANDARD,
    )
    return recalculated_schedule(loan, [(START, loan.principal)], money)


def test_unpaid_principal_bears_no_more_than_planned_where_only_advance_money_counts():
    late = interest(ON_ADVANCE, date(2016, 1, 1))
    planned = generate_schedule(terms(principal=D(1200), number_of_repayments=20, interest_rate=D(10)))
    assert [row.interest for row in late.instalments] == [row.interest for row in planned.instalments]
    assert interest(DAILY, date(2016, 1, 1)).interest > late.interest


@pytest.mark.parametrize(
    ("early", "rows"),
    [
        # three months at 1 %: 408.03 each; 600 on the first day leave 600 to bear interest
        (EarlyPayment.REDUCE_INSTALMENT_AMOUNT, [(600, "6.00"), ("298.51", "6.00"), ("301.49", "3.01")]),
        (EarlyPayment.REDUCE_NUMBER_OF_INSTALMENTS, [(600, "6.00"), ("402.03", "6.00"), ("197.97", "1.98")]),
        # 402.03 of the first instalment, 197.97 of the second
        (EarlyPayment.RESCHEDULE_NEXT_REPAYMENTS, [(600, "6.00"), ("204.06", "6.00"), ("395.94", "3.96")]),
    ],
)
def test_money_in_advance_lowers_interest_from_its_day(early, rows):
    rule = replace(ON_ADVANCE, early_payment=early)
    found = interest(rule, START, (START, 600), months=3, rate=1)
    assert [(row.principal, row.interest) for row in found.instalments] == [(D(a), D(b)) for a, b in rows]


def test_interest_on_arrears_ends_when_what_is_unpaid_has_come_to_the_principal():
    """120 a month on 1,200 that nobody pays: after ten months 1,200 are unpaid; then only what was planned is due."""
    found = [row.interest for row in interest(IN_DUPLUM, date(2016, 12, 1)).instalments]
    assert found[:10] == [D(120)] * 10
    # 20.95 of each of the ten before would have been repaid: 990.50 at 10 %
    assert found[10] == D("99.05")
    assert found[11] == D("94.86")
    assert [row.interest for row in interest(DAILY, date(2016, 12, 1)).instalments] == [D(120)] * 20


def test_a_payment_makes_room_again():
    paid = interest(IN_DUPLUM, date(2016, 12, 1), (date(2015, 12, 1), 300))
    unpaid = interest(IN_DUPLUM, date(2016, 12, 1))
    # 258.10 of it go to interest: 1,040.95 unpaid and 94.86 planned of 1,158.10 leave room for all that this bears
    assert [row.interest for row in paid.instalments][10:12] == [D("99.05"), D("115.81")]
    # now 1,156.76 are unpaid: no room beside what is planned
    assert paid.instalments[12].interest == D("92.35")
    assert paid.instalments[11].interest > unpaid.instalments[11].interest


@pytest.mark.parametrize(
    ("unit", "after"),
    [
        (RestUnit.SAME_AS_REPAYMENT, []),
        (RestUnit.DAILY, []),
        (RestUnit.WEEKLY, [D("1099.35")]),  # nine months at 120, and five days of 31
    ],
)
def test_after_the_last_due_date_interest_runs_where_the_rest_day_is_later(unit, after):
    """Three months from 1 January; the week's rest after 1 April is the 2nd. Sheets 4584, 4608, 4610."""
    rule = replace(DAILY, rest=RestFrequency(unit=unit))
    rows = interest(rule, date(2016, 1, 6), months=3).instalments
    assert [row.interest for row in rows[3:]] == after


@pytest.mark.parametrize(("unpaid", "room"), [(0, 1000), (999, 1), (1000, 0), (1300, 0)])
def test_room_in_duplum(unpaid, room):
    assert room_in_duplum(D(1000), D(unpaid)) == room


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 900), st.integers(2, 24), st.integers(1, 12))
def test_in_duplum_never_charges_more_than_without_and_never_less_than_planned(age, months, rate):
    today = date.fromordinal(START.toordinal() + age)
    rows = zip(
        *(interest(rule, today, months=months, rate=rate).instalments for rule in (IN_DUPLUM, DAILY)),
        strict=True,
    )
    unpaid = D(0)
    for capped, whole in rows:
        assert capped.interest <= whole.interest
        if capped.interest < whole.interest:
            assert unpaid + whole.interest > 1200
        if unpaid >= 1200:
            assert capped.interest < whole.interest or whole.due_date > today
        unpaid += capped.interest
