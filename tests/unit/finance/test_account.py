"""Whole loans with random terms, charges and movements: what always holds, whatever happened."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.finance.loans import terms

from amana.finance.account import LoanFacts, payoff, run_account
from amana.finance.allocation import PAYMENT_ORDER
from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.movements import Movement, MovementKind
from amana.finance.terms import (
    Amortisation,
    Compounding,
    EarlyPayment,
    InterestMethod,
    InterestPeriod,
    PreClosure,
    Recalculation,
    RestFrequency,
    RestUnit,
    Tranche,
)

D = Decimal
START = date(2015, 1, 31)


def later(days):
    return START + timedelta(days=days)


def money(least, most):
    return st.integers(least * 100, most * 100).map(lambda cents: D(cents) / 100)


rests = st.builds(
    RestFrequency,
    unit=st.sampled_from(RestUnit),
    interval=st.integers(1, 2),
    day_of_month=st.sampled_from([None, 1, 28]),
)
recalculations = st.none() | st.builds(
    Recalculation,
    compounding=st.sampled_from(Compounding),
    early_payment=st.sampled_from(EarlyPayment),
    pre_closure=st.sampled_from(PreClosure),
    rest=rests,
    compounding_frequency=rests,
)


@st.composite
def loans(draw):
    principal = draw(money(10, 20000))
    recalculation = draw(recalculations)
    first = (principal / 2).quantize(D("0.01"))
    multi = draw(st.booleans())
    tranches = (Tranche(START, first), Tranche(later(draw(st.integers(1, 150))), principal - first))
    count = draw(st.integers(1, 15))
    return terms(
        principal=principal,
        number_of_repayments=count,
        repay_every=draw(st.integers(1, 2)),
        repay_unit=draw(st.sampled_from([PeriodUnit.DAYS, PeriodUnit.WEEKS, PeriodUnit.MONTHS])),
        interest_rate=draw(money(0, 5)),
        interest_method=InterestMethod.DECLINING if recalculation else draw(st.sampled_from(InterestMethod)),
        amortisation=draw(st.sampled_from(Amortisation)),
        interest_period=draw(st.sampled_from(InterestPeriod)),
        partial_period_interest=recalculation is not None or draw(st.booleans()),
        grace_on_principal=draw(st.integers(0, min(2, count - 1))),
        grace_on_interest_payment=draw(st.integers(0, min(2, count - 1))),
        interest_charged_from=draw(st.sampled_from([None, None, later(20)])),
        first_repayment_on=draw(st.sampled_from([None, None, later(17)])),
        expected_disbursement_on=START,
        multi_disburse=multi,
        tranches=tranches if multi else (),
        down_payment_percentage=draw(st.sampled_from([None, None, D(25)])),
        recalculation=recalculation,
    )


@st.composite
def charges(draw, key):
    time = draw(st.sampled_from([ChargeTime.SPECIFIED_DUE_DATE, ChargeTime.INSTALMENT]))
    return ChargeTerms(
        key=key,
        time=time,
        basis=draw(
            st.sampled_from(
                [ChargeBasis.FLAT, ChargeBasis.PERCENT_OF_AMOUNT, ChargeBasis.PERCENT_OF_INTEREST]
            )
        ),
        amount=draw(money(0, 5)),
        penalty=draw(st.booleans()),
        due_on=later(draw(st.integers(0, 300))) if time is ChargeTime.SPECIFIED_DUE_DATE else None,
    )


@st.composite
def stories(draw):
    loan = draw(loans())
    disbursed = [(START, loan.tranches[0].amount if loan.multi_disburse else loan.principal)]
    if loan.multi_disburse and draw(st.booleans()):
        disbursed.append((loan.tranches[1].expected_on, loan.tranches[1].amount))
    facts = LoanFacts(
        terms=loan,
        strategy=draw(st.sampled_from(list(PAYMENT_ORDER))),
        disbursed=tuple(disbursed),
        charges=tuple(draw(charges(key)) for key in range(draw(st.integers(0, 2)))),
    )
    age = draw(st.integers(0, 400))
    kinds = [MovementKind.REPAYMENT] * 4 + [MovementKind.INTEREST_WAIVER, MovementKind.REFUND]
    movements = [
        Movement(key, later(draw(st.integers(0, age))), draw(money(1, 10000)), draw(st.sampled_from(kinds)))
        for key in range(draw(st.integers(0, 5)))
    ]
    return facts, movements, later(age)


@settings(max_examples=300, deadline=None)
@given(stories())
def test_principal_is_whole_payments_are_conserved_and_nothing_is_negative(story):
    facts, movements, today = story
    account = run_account(facts, movements, today)
    schedule = account.schedule
    assert schedule.principal == sum(one.amount for one in schedule.disbursements)
    for row in schedule.instalments:
        assert min(row.principal, row.interest, row.fees, row.penalties) >= 0
        assert row.from_date <= row.due_date
    for row in account.instalments:
        left = row.outstanding
        assert min(left.principal, left.interest, left.fees, left.penalties) >= 0
    for movement in movements:
        if movement.kind is MovementKind.REPAYMENT:
            assert account.allocations[movement.key].total == movement.amount


@settings(max_examples=150, deadline=None)
@given(stories())
def test_paying_the_payoff_closes_the_loan(story):
    facts, movements, today = story
    movements = [one for one in movements if one.kind is MovementKind.REPAYMENT]
    if facts.terms.multi_disburse or facts.terms.down_payment_percentage or facts.charges:
        return
    owed = payoff(facts, movements, today)
    closing = Movement(99, today, owed.total)
    account = run_account(facts, [*movements, closing], today)
    assert account.outstanding.principal == 0
    if facts.strategy in (AllocationStrategy.MIFOS_STANDARD, AllocationStrategy.RBI_INDIA):
        assert account.outstanding.total == 0
