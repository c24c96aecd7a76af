"""What holds for every progressive loan, whatever happens to it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from amana.finance.dates import PeriodUnit
from amana.finance.money import ZERO, Currency
from amana.finance.progressive.model import InterestModel
from amana.finance.progressive.periods import Period
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.progressive.walk import Walk
from amana.finance.terms import DaysInMonth, DaysInYear, InterestMethod, InterestPeriod

START = date(2024, 1, 31)
HALF_A_CENT = Decimal("0.005")


@st.composite
def terms(draw, method=None):
    thirty = draw(st.booleans())
    return ProgressiveTerms(
        currency=Currency("USD", 2),
        annual_rate=draw(st.decimals(Decimal(0), Decimal(60), places=2)),
        repay_every=draw(st.integers(1, 3)),
        repay_unit=PeriodUnit.MONTHS,
        interest_method=method or draw(st.sampled_from(InterestMethod)),
        interest_period=draw(st.sampled_from(InterestPeriod)),
        partial_period_interest=draw(st.booleans()),
        days_in_month=DaysInMonth.D30 if thirty else DaysInMonth.ACTUAL,
        days_in_year=DaysInYear.D360 if thirty else DaysInYear.ACTUAL,
        grace_on_principal=draw(st.sampled_from([0, 0, 0, 1])),
    )


amounts = st.decimals(Decimal("5.00"), Decimal("50000.00"), places=2)


def periods_of(agreed, count):
    ends = [START, *(agreed.due_date(START, number + 1) for number in range(count))]
    return list(pairwise(ends))


def planned(agreed, count, amount, walk=Walk):
    model = InterestModel(walk(agreed, periods_of(agreed, count)))
    model.disburse(START, amount)
    return model


@given(terms(), st.integers(2, 30), amounts)
def test_a_plan_repays_exactly_what_was_disbursed(agreed, count, amount):
    rows = planned(agreed, count, amount).periods()
    assert sum(row.principal for row in rows) == amount
    assert rows[-1].balance == ZERO
    assert all(row.instalment == row.principal + row.interest for row in rows)
    assert all(row.principal >= ZERO <= row.interest for row in rows)


@given(terms(), st.integers(1, 30), amounts)
def test_interest_of_a_period_is_rounded_once_over_its_days(agreed, count, amount):
    for row in planned(agreed, count, amount).periods():
        exact = sum((one.interest for one in row.sub_periods), ZERO)
        assert row.interest == agreed.rounded(exact)


actions = st.lists(
    st.tuples(
        st.sampled_from(
            ["pay", "pay", "pay", "early", "part", "tranche", "rate", "credit", "overdue", "pause"]
        ),
        st.integers(1, 40),
        st.decimals(Decimal("0.01"), Decimal("1.00"), places=2),
    ),
    max_size=8,
)


def pay(model, row, on, principal, interest):
    model.pay_principal(row.from_date, row.due_date, on, principal)
    model.pay_interest(row.from_date, row.due_date, on, interest)


def act(model, what, on, share):
    """One thing that happens on a day; amounts follow from what the loan asks for."""
    rows = model.periods()
    unpaid = [row for row in rows if not row.fully_paid]
    row = unpaid[0] if unpaid else rows[-1]
    dues = model.dues(row.from_date, row.due_date, on)
    left_principal = max(dues.principal - row.paid_principal, ZERO)
    left_interest = max(dues.interest - row.paid_interest, ZERO)
    if what == "pay":
        pay(model, row, on, left_principal, left_interest)
    elif what == "part":
        pay(model, row, on, (left_principal * share).quantize(HALF_A_CENT * 2), ZERO)
    elif what == "early" and unpaid:
        last = unpaid[-1]
        asked = model.dues(last.from_date, last.due_date, on)
        pay(model, last, on, max(asked.principal - last.paid_principal, ZERO), ZERO)
    elif what == "tranche":
        model.disburse(on, (1000 * share).quantize(HALF_A_CENT * 2))
    elif what == "rate":
        model.change_rate(on, 50 * share)
    elif what == "credit":
        model.credit_principal(on, min(row.paid_principal, 10 * share).quantize(HALF_A_CENT * 2))
    elif what == "overdue":
        model.bear_interest_on_overdue(on)
    elif what == "pause":
        model.pause(on, on + timedelta(days=5))


def lived(agreed, count, amount, happened, walk=Walk):
    """A loan after things happened to it, one after the other until it matures."""
    model = planned(agreed, count, amount, walk)
    on = START
    for what, days, share in happened:
        on = min(on + timedelta(days=days), model.matures_on)
        act(model, what, on, share)
    return model, on


class Thorough(Walk):
    """Works everything out anew whenever anything changes."""

    def touch(self, since: Period | None = None) -> None:
        super().touch()


@given(terms(), st.integers(2, 12), amounts, actions)
def test_working_out_what_changed_is_working_out_everything(agreed, count, amount, happened):
    quick, on = lived(agreed, count, amount, happened)
    thorough, _ = lived(agreed, count, amount, happened, Thorough)
    assert quick.periods() == thorough.periods()
    assert quick.outstanding(on) == thorough.outstanding(on)


@given(terms(), st.integers(2, 12), amounts, actions)
def test_questions_change_nothing_and_copies_are_independent(agreed, count, amount, happened):
    model, on = lived(agreed, count, amount, happened)
    before = model.periods()
    other = model.copy()
    for row in before:
        model.dues(row.from_date, row.due_date, on)
        model.period_interest(row.from_date, row.due_date, on)
    model.outstanding(on)
    model.balance(on)
    model.unpaid_interest(on)
    other.disburse(other.matures_on, Decimal(100))
    assert model.periods() == before


@given(terms(InterestMethod.DECLINING), st.integers(1, 12), amounts, st.integers(1, 400))
def test_interest_of_a_period_grows_day_by_day_to_what_is_due(agreed, count, amount, days):
    model = planned(agreed, count, amount)
    first = model.periods()[0]
    on = min(START + timedelta(days=days), first.due_date)
    until = model.period_interest(first.from_date, first.due_date, on)
    tomorrow = model.period_interest(
        first.from_date, first.due_date, min(on + timedelta(days=1), first.due_date)
    )
    assert ZERO <= until <= tomorrow
    whole = model.period_interest(first.from_date, first.due_date, first.due_date)
    assert tomorrow <= whole
