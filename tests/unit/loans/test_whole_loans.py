"""Whole loans with random terms, charges and movements: what always holds, whatever happened."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, reject, settings
from hypothesis import strategies as st
from tests.unit.finance.loans import terms
from tests.unit.loans.histories import recorded
from tests.unit.loans.sheet_figures import paid_out

from amana.finance.allocation import PAYMENT_ORDER
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.components import Component
from amana.finance.cumulative import ScheduleError
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
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
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.events import UNDECIDED, Approved, Disbursed, InterestWaived, Repaid, Submitted
from amana.loans.kinds import TransactionKind
from amana.loans.model import derive
from amana.loans.payoff import owed_on

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


def plain(rule):
    """With compounding, arrears bear interest and no duplum ends it."""
    if rule.compounding is Compounding.NONE:
        return replace(rule, in_duplum=rule.in_duplum and rule.on_arrears)
    return replace(rule, on_arrears=True, in_duplum=False)


recalculations = st.none() | st.builds(
    Recalculation,
    on_arrears=st.booleans(),
    in_duplum=st.booleans(),
    compounding=st.sampled_from(Compounding),
    early_payment=st.sampled_from(EarlyPayment),
    pre_closure=st.sampled_from(PreClosure),
    rest=rests,
    compounding_frequency=rests,
).map(plain)


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
        repay_principal_every=draw(st.sampled_from([1, 1, 1, 2, 3])),
        repay_interest_every=draw(st.sampled_from([1, 1, 1, 2, 3])),
        first_repayment_offset=draw(st.sampled_from([0, 0, 0, 1])),
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
    bases = [ChargeBasis.FLAT, ChargeBasis.PERCENT_OF_AMOUNT, ChargeBasis.PERCENT_OF_INTEREST]
    return LoanCharge(
        id=key,
        charge=key,
        name=f"Charge {key}",
        time=time,
        basis=draw(st.sampled_from(bases)),
        amount=draw(money(0, 5)),
        penalty=draw(st.booleans()),
        due_on=later(draw(st.integers(0, 300))) if time is ChargeTime.SPECIFIED_DUE_DATE else None,
    )


@st.composite
def stories(draw):
    """A loan paid out, what was paid and forgiven in the order of days, and the business date."""
    loan = draw(loans())
    contract = LoanContract(
        terms=loan,
        strategy=draw(st.sampled_from(list(PAYMENT_ORDER))),
        term_length=loan.number_of_repayments * loan.repay_every,
        term_unit=loan.repay_unit,
        charges=tuple(draw(charges(key)) for key in range(1, draw(st.integers(1, 3)))),
    )
    bodies = [
        (Submitted(contract=contract), START),
        (Approved(principal=loan.principal, expected_disbursement_on=START), START),
        (Disbursed(amount=loan.tranches[0].amount if loan.multi_disburse else loan.principal), START),
    ]
    if loan.multi_disburse and draw(st.booleans()):
        bodies.append((Disbursed(amount=loan.tranches[1].amount), loan.tranches[1].expected_on))
    age = draw(st.integers(0, 400))
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from([Repaid] * 4 + [InterestWaived]))
        amount, on = draw(money(1, 10000)), later(draw(st.integers(0, age)))
        bodies.append((kind(amount=amount, decided=UNDECIDED), on))
    return contract, recorded(bodies), later(age)


def derived(events, today):
    """The loan, unless compounded interest outgrew the instalment of a tiny one: such a history is refused."""
    try:
        return derive(events, today)
    except ScheduleError:
        reject()


@settings(max_examples=300)
@given(stories())
def test_principal_is_whole_payments_are_conserved_and_nothing_is_negative(story):
    _, events, today = story
    try:
        state = derive(events, today)
    except (
        ScheduleError
    ):  # compounded interest may outgrow the instalment of a tiny loan; such a history is refused
        reject()
    planned = sum((amount for _, amount, _ in paid_out(state)), D(0))
    assert sum(row.due.principal for row in state.instalments) <= planned
    for row in state.instalments:
        assert all(row.due.of(part) >= 0 and row.outstanding.of(part) >= 0 for part in Component)
        assert row.from_date <= row.due_date
    for one in state.transactions:
        if one.kind is TransactionKind.REPAYMENT:
            assert one.components.total + one.decided.overpayment == one.amount


@settings(max_examples=150)
@given(stories())
def test_paying_the_payoff_closes_the_loan(story):
    contract, events, today = story
    terms = contract.terms
    if terms.multi_disburse or terms.down_payment_percentage or contract.charges:
        return
    events = [one for one in events if not isinstance(one.body, InterestWaived)]
    derived(events, today)
    owed = owed_on(events, today).outstanding
    closing = recorded([(Repaid(amount=owed, decided=UNDECIDED), today)])[0]
    state = derive([*events, replace(closing, id=99, seq=99)], today)
    assert state.principal.outstanding == 0
    if contract.strategy in (AllocationStrategy.MIFOS_STANDARD, AllocationStrategy.RBI_INDIA):
        assert state.outstanding == 0
