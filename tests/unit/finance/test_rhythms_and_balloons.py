"""Principal and interest due with every n-th instalment only, balloons, agreed parts, a first date moved off.

The figures were worked out by hand: 1,200 at 1 % a month, six instalments unless said otherwise.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.finance.loans import terms

from amana.finance.calendars import Meeting, NthWeekday, RepaymentCalendar
from amana.finance.cumulative import ScheduleError
from amana.finance.dates import PeriodUnit, month_length, nth_weekday
from amana.finance.explaining.recording import Recorder
from amana.finance.explaining.rows import told
from amana.finance.generate import generate_schedule
from amana.finance.terms import (
    Amortisation,
    Balloon,
    InterestMethod,
    InterestPeriod,
    Variation,
    VariationKind,
)

D = Decimal
EQUAL_PRINCIPAL = {"amortisation": Amortisation.EQUAL_PRINCIPAL}
FLAT = {"interest_method": InterestMethod.FLAT}


def small(**changes):
    return terms(**({"principal": D(1200), "number_of_repayments": 6, "interest_rate": D(1)} | changes))


def figures(loan):
    return [(str(row.principal), str(row.interest)) for row in generate_schedule(loan).instalments]


def rhythm(principal, interest):
    return {"repay_principal_every": principal, "repay_interest_every": interest}


NOTHING = ("0", "0")


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        # the annuity of two payments at 1 %: 609.01; interest is paid in between
        (
            rhythm(3, 1),
            [("0", "12.00")] * 2 + [("597.01", "12.00")] + [("0", "6.03")] * 2 + [("602.99", "6.03")],
        ),
        # at 3 %, the interest of a quarter: 627.13
        (rhythm(3, 3), [NOTHING, NOTHING, ("591.13", "36.00"), NOTHING, NOTHING, ("608.87", "18.27")]),
        # principal as if nothing were said of interest, whose sum waits for the third
        (
            rhythm(1, 3),
            [
                ("195.06", "0"),
                ("197.01", "0"),
                ("198.98", "30.13"),
                ("200.97", "0"),
                ("202.98", "0"),
                ("205.00", "12.22"),
            ],
        ),
        # a bullet: everything at the end
        (rhythm(6, 6), [NOTHING] * 5 + [("1200.00", "72.00")]),
        # interest only, principal at the end
        (rhythm(6, 1), [("0", "12.00")] * 5 + [("1200.00", "12.00")]),
        (
            rhythm(3, 1) | EQUAL_PRINCIPAL,
            [("0", "12.00")] * 2 + [("600.00", "12.00")] + [("0", "6.00")] * 2 + [("600.00", "6.00")],
        ),
        # the last takes part whatever its number: 2, 4 and 5
        (
            rhythm(2, 2) | EQUAL_PRINCIPAL | {"number_of_repayments": 5},
            [NOTHING, ("400.00", "24.00"), NOTHING, ("400.00", "16.00"), ("400.00", "4.00")],
        ),
        (rhythm(3, 3) | FLAT, [NOTHING, NOTHING, ("600.00", "36.00")] * 2),
        (rhythm(1, 3) | FLAT, [("200.00", "0"), ("200.00", "0"), ("200.00", "36.00")] * 2),
        (
            rhythm(1, 3) | FLAT | EQUAL_PRINCIPAL,
            [("200.00", "0"), ("200.00", "0"), ("200.00", "36.00")] * 2,
        ),
        (
            rhythm(3, 1) | {"grace_on_principal": 3},
            [("0", "12.00")] * 5 + [("1200.00", "12.00")],
        ),
        # interest of the grace is paid on top, as after any grace; the annuity is that of the two quarters
        (
            rhythm(3, 3) | {"grace_on_interest_payment": 3},
            [NOTHING, NOTHING, ("591.13", "0"), NOTHING, NOTHING, ("608.87", "54.27")],
        ),
    ],
)
def test_every_nth_instalment(changes, rows):
    assert figures(small(**changes)) == rows


@pytest.mark.parametrize(
    ("balloons", "changes", "rows"),
    [
        # 600 in three months is worth 582.35 today: the annuity repays 617.65
        ([(3, 600)], {}, [("198.01", "12.00"), ("199.99", "10.02"), ("802.00", "8.02")]),
        ([(1, 300), (3, 300)], {}, [("496.02", "12.00"), ("200.98", "7.04"), ("503.00", "5.03")]),
        ([(3, 600)], EQUAL_PRINCIPAL, [("200.00", "12.00"), ("200.00", "10.00"), ("800.00", "8.00")]),
        ([(2, 600)], FLAT, [("200.00", "12.00"), ("800.00", "12.00"), ("200.00", "12.00")]),
        # a bullet, interest paid every month
        ([(3, 1200)], EQUAL_PRINCIPAL, [("0.00", "12.00"), ("0.00", "12.00"), ("1200.00", "12.00")]),
    ],
)
def test_balloons_come_on_top_of_the_regular_part(balloons, changes, rows):
    agreed = tuple(Balloon(number, D(amount)) for number, amount in balloons)
    assert figures(small(number_of_repayments=3, balloons=agreed, **changes)) == rows


@pytest.mark.parametrize(
    ("changes", "principal"),
    [
        ({"fixed_principal": D(500)}, ["500", "500", "200.00"]),
        ({"fixed_principal": D(300)}, ["300", "300", "600.00"]),
        ({"fixed_principal_percentage": D(30)}, ["360.00", "360.00", "480.00"]),
        ({"fixed_principal": D(500), "balloons": (Balloon(1, D(100)),)}, ["600", "500", "100.00"]),
        ({"fixed_principal": D(500)} | FLAT, ["500", "500", "200.00"]),
    ],
)
def test_an_agreed_part_is_repaid_until_nothing_is_left(changes, principal):
    loan = small(number_of_repayments=3, **(EQUAL_PRINCIPAL | changes))
    assert [row.principal for row in generate_schedule(loan).instalments] == [D(one) for one in principal]


@pytest.mark.parametrize(
    ("changes", "dues"),
    [
        ({}, [(2015, 2, 28), (2015, 3, 31), (2015, 4, 30)]),
        ({"first_repayment_offset": 1}, [(2015, 3, 31), (2015, 4, 30), (2015, 5, 31)]),
        ({"first_repayment_offset": 2}, [(2015, 4, 30), (2015, 5, 31), (2015, 6, 30)]),
        (
            {"first_repayment_offset": 2, "first_repayment_on": date(2015, 2, 15)},
            [(2015, 2, 15), (2015, 3, 15), (2015, 4, 15)],
        ),
        (
            {
                "first_repayment_offset": 1,
                "calendar": RepaymentCalendar(
                    meeting=Meeting("FREQ=MONTHLY;BYMONTHDAY=10", date(2015, 1, 10))
                ),
            },
            [(2015, 3, 10), (2015, 4, 10), (2015, 5, 10)],
        ),
        # the second Tuesday, and the last Saturday
        ({"due_on": NthWeekday(2, 1)}, [(2015, 2, 10), (2015, 3, 10), (2015, 4, 14)]),
        ({"due_on": NthWeekday(-1, 5)}, [(2015, 2, 28), (2015, 3, 28), (2015, 4, 25)]),
        (
            {"due_on": NthWeekday(1, 0), "first_repayment_on": date(2015, 2, 15)},
            [(2015, 2, 15), (2015, 3, 2), (2015, 4, 6)],
        ),
        (
            {"first_repayment_offset": 1, "counted_from": date(2015, 1, 20)},
            [(2015, 3, 20), (2015, 4, 20), (2015, 5, 20)],
        ),
    ],
)
def test_the_first_due_date_is_as_many_periods_later(changes, dues):
    loan = small(number_of_repayments=3, expected_disbursement_on=date(2015, 1, 31), **changes)
    assert [row.due_date for row in generate_schedule(loan).instalments] == [date(*due) for due in dues]


def test_time_before_a_moved_first_period_bears_interest_where_the_institution_says_so():
    daily = {"first_repayment_offset": 1, "interest_period": InterestPeriod.DAILY, "number_of_repayments": 1}
    free = generate_schedule(small(**daily)).instalments[0]
    borne = generate_schedule(small(**daily, interest_from_disbursement=True)).instalments[0]
    assert (free.from_date, free.due_date) == (date(2015, 1, 1), date(2015, 3, 1))
    assert free.interest == D("11.05")  # 28 days
    assert borne.interest == D("23.28")  # 59 days


def test_a_longer_term_goes_on_in_the_same_rhythm():
    longer = Variation(VariationKind.EXTEND_TERM, date(2015, 5, 1), D(3))
    loan = small(**rhythm(3, 1), **EQUAL_PRINCIPAL, variations=(longer,))
    principal = [row.principal for row in generate_schedule(loan).instalments]
    assert principal == [0, 0, 600, 0, 0, 300, 0, 0, 300]


@st.composite
def loans(draw):
    count = draw(st.integers(1, 14))
    balloons = draw(
        st.dictionaries(st.integers(1, count), st.integers(1, 400_00).map(lambda c: D(c) / 100), max_size=2)
    )
    return terms(
        principal=D(draw(st.integers(1000_00, 90_000_00))) / 100,
        number_of_repayments=count,
        repay_unit=draw(st.sampled_from([PeriodUnit.WEEKS, PeriodUnit.MONTHS])),
        interest_rate=draw(st.integers(0, 40).map(lambda tenths: D(tenths) / 10)),
        interest_method=draw(st.sampled_from(InterestMethod)),
        amortisation=draw(st.sampled_from(Amortisation)),
        interest_period=draw(st.sampled_from(InterestPeriod)),
        repay_principal_every=draw(st.integers(1, count)),
        repay_interest_every=draw(st.integers(1, count)),
        first_repayment_offset=draw(st.integers(0, 2)),
        grace_on_principal=draw(st.integers(0, min(2, count - 1))),
        grace_on_interest_payment=draw(st.integers(0, min(2, count - 1))),
        balloons=tuple(Balloon(number, amount) for number, amount in sorted(balloons.items())),
    )


@settings(max_examples=400, deadline=None)
@given(loans())
def test_principal_is_whole_interest_is_that_of_the_balance_and_each_is_due_in_its_rhythm(loan):
    recorder = Recorder()
    try:
        schedule = generate_schedule(loan, walks=recorder.walks)
    except ScheduleError:  # weeks of interest on a large balance may outgrow an instalment
        return
    assert schedule == generate_schedule(loan)
    assert schedule.principal == loan.principal
    last = len(schedule.instalments)
    stories = told(loan, (), schedule, recorder.walk)
    balloons = {one.number for one in loan.balloons}
    for row, story in zip(schedule.instalments, stories, strict=True):
        assert row.principal >= 0
        assert row.interest >= 0
        if row.number < last and row.number % loan.repay_principal_every and row.number not in balloons:
            assert row.principal == 0
        if row.number < last and row.number % loan.repay_interest_every:
            assert row.interest == 0
        principal = story.principal
        if principal.regular is not None:
            assert principal.regular + principal.balloon + principal.remainder == row.principal
    if loan.interest_method is InterestMethod.DECLINING:
        earned = sum((piece.figure.amount for one in stories for piece in one.interest.pieces), D(0))
        assert earned == sum(row.interest for row in schedule.instalments)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 30), st.integers(1, 5))
def test_instalments_with_principal_are_equal_but_for_what_rounding_leaves(every, cycles, tenths, times):
    """Principal every n-th, interest every m-th instalment, n a multiple of m: an annuity over the n-th ones."""
    loan = terms(
        number_of_repayments=every * times * cycles,
        repay_principal_every=every * times,
        repay_interest_every=every,
        interest_rate=D(tenths) / 10,
    )
    paying = [row for row in generate_schedule(loan).instalments if row.principal]
    assert len(paying) == cycles
    assert len({row.total for row in paying[:-1]}) <= 1
    assert abs(paying[-1].total - paying[0].total) < D("0.01") * cycles * every * times


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize(
    "month", [date(2015, 2, 28), date(2016, 2, 1), date(2015, 5, 17), date(2015, 12, 31)]
)
def test_the_nth_weekday_of_a_month(month, weekday):
    days = [
        day
        for day in (
            date(month.year, month.month, number)
            for number in range(1, month_length(month.year, month.month) + 1)
        )
        if day.weekday() == weekday
    ]
    assert [nth_weekday(month, nth, weekday) for nth in (1, 2, 3, 4, -1)] == [*days[:4], days[-1]]
