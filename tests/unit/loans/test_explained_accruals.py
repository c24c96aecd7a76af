"""Every accrual and every charge can be told, and worked out again from what is told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from tests.unit.loans.histories import contract, fee, recorded, repaid
from tests.unit.loans.test_whole_loans import START, later, stories

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.cumulative import ScheduleError
from amana.finance.dues import AllocationStrategy
from amana.finance.explaining.figures import Figure, Formula
from amana.finance.free_allocation import AllocationRule, Bucket, RuledPayment
from amana.finance.terms import (
    InterestPeriod,
    Progressive,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
)
from amana.loans.contract import LoanCharge
from amana.loans.earning import ChargeEarnedOn, earned, in_one_sum, missing
from amana.loans.events import Accrued, Approved, ChargeAdded, Disbursed, Recorded, Submitted
from amana.loans.explaining.accruals import AS_BOOKED, explained_accrual
from amana.loans.explaining.instalments import explained_instalments
from amana.loans.explaining.progressive import explained_progressively
from amana.loans.lifecycle import read
from amana.loans.model import derive, money_of

D = Decimal


def again(view):
    """The unrounded value of a figure as it is shown, from its formula and inputs alone."""
    made = Figure(
        formula=Formula(view.formula),
        inputs={one.name: one.value for one in view.inputs},
        exact=view.exact,
        amount=view.amount,
        rounding=view.rounding,
        digits=view.digits,
        multiples_of=view.multiples_of,
        precision=view.precision,
        steps=view.steps,
    )
    return made.exact_again(), made.recomputed()


def parts_add_up(amount, parts):
    assert sum((part.amount for part in parts), D(0)) == amount
    for part in parts:
        if part.figure is not None:
            assert again(part.figure) == (part.figure.exact, part.figure.amount)
            assert part.figure.amount == part.amount


def booked(events, bodies, today):
    """The events with accruals booked after them on ``today``."""
    number = events[-1].seq
    return [
        *events,
        *(
            replace(events[-1], id=seq, seq=seq, value_date=on, business_date=today, body=body)
            for seq, (body, on) in enumerate(bodies, number + 1)
        ),
    ]


def with_accruals(events, days, today):
    """Income booked on each of ``days``, the rest of all there is at the end."""
    for day in days:
        events = booked(events, earned(derive(events, today), day), today)
    last = derive(events, today)
    rest = in_one_sum(missing(last, today, ChargeEarnedOn.DUE_DATE, whole=True))
    return booked(events, [(one, today) for one in rest], today)


def told_again(events):
    """How many accruals were told; each amount with what it was made of."""
    count = 0
    for one in events:
        if not isinstance(one.body, Accrued):
            continue
        count += 1
        amounts = explained_accrual(events, one, one.body)
        sign = -1 if one.body.adjusts else 1
        for side, of in (("interest", "interest"), ("fees", "fees"), ("penalties", "penalties")):
            told = sum((part.amount for part in amounts if part.earned.component == of), D(0))
            assert told == sign * sum((getattr(part, side) for part in one.body.parts), D(0))
        for part in amounts:
            assert part.earned.rule != AS_BOOKED
            assert part.amount == part.earned.amount - part.booked_before
            parts_add_up(part.earned.amount, part.earned.parts)
    return count


@settings(max_examples=50)
@given(stories(), st.lists(st.integers(1, 400), max_size=3))
def test_what_a_classical_loan_earned_is_told_to_the_digit(story, days):
    _, events, today = story
    try:
        events = with_accruals(events, sorted(min(later(one), today) for one in days), today)
    except ScheduleError:  # such a history is refused
        reject()
    told_again(events)


def progressive(**more):
    made = contract(
        strategy=AllocationStrategy.FREE,
        principal=D(1000),
        number_of_repayments=6,
        interest_rate=D("2.5"),
        interest_period=InterestPeriod.DAILY,
        schedule_type=ScheduleType.PROGRESSIVE,
        progressive=Progressive(),
        expected_disbursement_on=START,
        **more,
    )
    rules = (AllocationRule(payment=RuledPayment.DEFAULT, order=tuple(Bucket)),)
    return replace(made, allocation_rules=rules)


FOLLOWING = {"recalculation": Recalculation(rest=RestFrequency(unit=RestUnit.DAILY))}


def paid_out(made, *bodies) -> list[Recorded]:
    first = [
        (Submitted(contract=made), START),
        (Approved(principal=made.terms.principal, expected_disbursement_on=START), START),
        (Disbursed(amount=made.terms.principal), START),
    ]
    return [replace(one, business_date=one.value_date) for one in recorded([*first, *bodies])]


@settings(max_examples=25)
@given(
    st.sampled_from([{}, FOLLOWING]),
    st.lists(st.tuples(st.integers(1, 170), st.integers(1, 400)), max_size=4),
    st.lists(st.integers(1, 200), min_size=1, max_size=4),
)
def test_what_a_progressive_loan_earned_is_told_to_the_digit(more, payments, days):
    made = progressive(**more)
    money = [(repaid(D(amount)), later(day)) for day, amount in sorted(payments)]
    extra = (ChargeAdded(charge=fee(1, D("12.50"), later(40))), START)
    events = paid_out(made, extra, *money)
    today = later(200)
    events = with_accruals(events, sorted(later(one) for one in days), today)
    assert told_again(events)


def test_a_running_month_is_told_by_its_days():
    made = contract(principal=D(1000), number_of_repayments=2, expected_disbursement_on=date(2015, 1, 1))
    start, today = date(2015, 1, 1), date(2015, 1, 11)
    events = [replace(one, value_date=start) for one in paid_out(made)]
    events = booked(events, earned(derive(events, today), today), today)
    [amount] = explained_accrual(events, events[-1], events[-1].body)
    [part] = amount.earned.parts
    assert (amount.booked_before, amount.amount) == (0, D("6.45"))  # 20.00 x 10 / 31
    assert {one.name: one.value for one in part.figure.inputs} == {
        "amount": "20.00",
        "days": "10",
        "of_days": "31",
    }


CHARGES = (
    LoanCharge(
        id=1,
        charge=1,
        name="Insurance",
        time=ChargeTime.DISBURSEMENT,
        basis=ChargeBasis.PERCENT_OF_AMOUNT,
        amount=D("1.25"),
    ),
    LoanCharge(
        id=2,
        charge=2,
        name="Service",
        time=ChargeTime.INSTALMENT,
        basis=ChargeBasis.PERCENT_OF_INTEREST,
        amount=D("3.3"),
        minimum=D("0.20"),
    ),
    LoanCharge(
        id=3,
        charge=3,
        name="Visit",
        time=ChargeTime.SPECIFIED_DUE_DATE,
        basis=ChargeBasis.FLAT,
        amount=D(7),
        due_on=START + timedelta(days=40),
    ),
)


@pytest.mark.parametrize("kind", ["classical", "progressive", "following", "planned"])
def test_every_charge_is_told_from_what_it_is_taken_of(kind):
    usual = {"principal": D(1000), "expected_disbursement_on": START, "number_of_repayments": 4}
    made = (
        contract(**usual)
        if kind == "classical"
        else progressive(**(FOLLOWING if kind == "following" else {}))
    )
    made = replace(made, charges=CHARGES)
    today = later(60)
    events = paid_out(made, (repaid(D(30)), later(20)))
    events = events[:1] if kind == "planned" else events
    story, state = read(events), derive(events, today)
    if kind == "classical":
        told = explained_instalments(
            story.standing, story.disbursements, money_of(story, today), charges=state.charges
        )
    else:
        told = explained_progressively(story, today)
    assert [one.amount for one in told.charges] == [one.total("amount") for one in state.charges]
    for one in told.charges:
        assert sum(part.amount for part in one.parts) == one.amount
        for part in one.parts:
            assert all(each.figure is not None for each in part.parts)
            parts_add_up(part.amount, part.parts)
    [insurance] = told.charges[0].parts
    assert (insurance.instalment, insurance.amount) == (0, D("12.50"))
    [figure] = [one.figure for one in insurance.parts]
    assert {one.name: one.value for one in figure.inputs} == {
        "amount": "1000",
        "basis": "percent_of_amount",
        "per_cent": "1.25",
    }
