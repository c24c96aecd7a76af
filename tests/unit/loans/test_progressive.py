"""Progressive loans as lists of events: what the order of things does to the instalments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.unit.loans.histories import contract, recorded

from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, DueTime, FutureInstalment, RuledPayment
from amana.finance.terms import (
    DaysInMonth,
    DaysInYear,
    InterestPeriod,
    Progressive,
    RateUnit,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
    Variation,
    VariationKind,
)
from amana.loans.events import UNDECIDED, Approved, Disbursed, Repaid, Rescheduled, Submitted
from amana.loans.model import derive

D = Decimal
START, LATER = date(2024, 1, 1), date(2024, 2, 15)


def test_a_tranche_over_its_own_full_term_leaves_the_rest_of_the_first_where_it_was():
    """The first instalment is late when the second tranche comes: the interest on it joins the first tranche's last
    instalment, and the second tranche's last one stays as planned.
    """
    agreed = contract(
        principal=D(200),
        number_of_repayments=6,
        interest_rate=D("9.4822"),
        interest_rate_unit=RateUnit.YEAR,
        interest_period=InterestPeriod.DAILY,
        days_in_year=DaysInYear.D360,
        days_in_month=DaysInMonth.D30,
        repay_unit=PeriodUnit.MONTHS,
        expected_disbursement_on=START,
        schedule_type=ScheduleType.PROGRESSIVE,
        progressive=Progressive(full_term_tranches=True),
        recalculation=Recalculation(rest=RestFrequency(unit=RestUnit.DAILY)),
        multi_disburse=True,
    )
    events = recorded(
        [
            (Submitted(contract=agreed), START),
            (Approved(principal=D(200), expected_disbursement_on=START), START),
            (Disbursed(amount=D(100)), START),
            (Disbursed(amount=D(100)), LATER),
        ]
    )
    rows = derive(events, LATER).instalments
    totals = [row.due.principal + row.due.interest for row in rows]
    assert totals == [D("17.13"), *[D("34.20")] * 4, D("34.26"), D("17.05")]


def test_a_down_payment_stands_where_it_falls_due_among_instalments_that_are_moved_behind_it():
    agreed = contract(
        principal=D(750),
        number_of_repayments=3,
        interest_rate=D(0),
        repay_every=15,
        repay_unit=PeriodUnit.DAYS,
        expected_disbursement_on=START,
        schedule_type=ScheduleType.PROGRESSIVE,
        down_payment_percentage=D(25),
        multi_disburse=True,
    )
    later, moved = date(2024, 2, 20), (date(2024, 1, 16), date(2024, 1, 31))
    change = Variation(VariationKind.DUE_DATE, applies_from=moved[0], new_date=moved[1])
    events = recorded(
        [
            (Submitted(contract=agreed), START),
            (Approved(principal=D(750), expected_disbursement_on=START), START),
            (Disbursed(amount=D(500)), START),
            (Rescheduled(variations=(change,)), START),
            (Disbursed(amount=D(250)), later),
        ]
    )
    rows = derive(events, later).instalments
    assert [(row.number, row.due_date.isoformat(), row.due.principal) for row in rows] == [
        (1, "2024-01-01", D(125)),
        (2, "2024-01-31", D(125)),
        (3, "2024-02-15", D(125)),
        (4, "2024-02-20", D("62.5")),
        (5, "2024-03-01", D("312.5")),
    ]


def test_a_tranche_after_the_last_due_date_is_due_at_once_in_a_row_of_its_own():
    agreed = contract(
        principal=D(600),
        number_of_repayments=1,
        interest_rate=D(12),
        interest_rate_unit=RateUnit.YEAR,
        expected_disbursement_on=START,
        schedule_type=ScheduleType.PROGRESSIVE,
        multi_disburse=True,
    )
    late = date(2024, 4, 4)
    events = recorded(
        [
            (Submitted(contract=agreed), START),
            (Approved(principal=D(600), expected_disbursement_on=START), START),
            (Disbursed(amount=D(500)), START),
            (Disbursed(amount=D(100)), late),
        ]
    )
    rows = [
        (row.due_date, row.due.principal, row.due.interest, row.balance)
        for row in derive(events, late).instalments
    ]
    assert rows == [(date(2024, 2, 1), 500, 5, 0), (late, 100, 0, 0)]


def test_equal_shares_that_are_rounded_up_are_never_more_than_the_payment():
    order = tuple(Bucket(f"{time}_{part}") for time in DueTime for part in Component)
    rule = AllocationRule(payment=RuledPayment.DEFAULT, order=order, future=FutureInstalment.REAMORTISE)
    agreed = replace(
        contract(
            AllocationStrategy.FREE,
            principal=D(70),
            number_of_repayments=7,
            interest_rate=D(0),
            expected_disbursement_on=START,
            schedule_type=ScheduleType.PROGRESSIVE,
        ),
        allocation_rules=(rule,),
    )
    events = recorded(
        [
            (Submitted(contract=agreed), START),
            (Approved(principal=D(70), expected_disbursement_on=START), START),
            (Disbursed(amount=D(70)), START),
            (Repaid(amount=D("0.04"), decided=UNDECIDED), START),
        ]
    )
    state = derive(events, START)
    assert [row.paid.principal for row in state.instalments] == [*[D("0.01")] * 4, 0, 0, 0]
    assert state.overpaid == 0
