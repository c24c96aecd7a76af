"""Random lives of progressive loans as lists of events: sums that hold whatever happened and in which order.

``AMANA_LIVES`` says how many are played for each seed of a batch.
"""

import os
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.unit.loans.histories import D, contract, fee, recorded

from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, DueTime, FutureInstalment, RuledPayment
from amana.finance.money import ZERO
from amana.finance.terms import (
    DaysInMonth,
    DaysInYear,
    InterestPeriod,
    PreClosure,
    Processing,
    Progressive,
    RateUnit,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
    Variation,
    VariationKind,
)
from amana.loans.contract import LoanContract
from amana.loans.events import (
    UNDECIDED,
    Approved,
    ChargeAdded,
    ChargedBack,
    Credited,
    Disbursed,
    Event,
    OverpaymentRefunded,
    Recorded,
    Repaid,
    Rescheduled,
    Submitted,
    TransactionReversed,
)
from amana.loans.kinds import CREDITS, LoanStatus, RefundWithInterest, TransactionKind
from amana.loans.model import as_of, derive
from amana.loans.payoff import owed_on
from amana.loans.progressive.refunded_interest import refunded_interest
from amana.loans.state import LoanState, TransactionState

LIVES = int(os.environ.get("AMANA_LIVES", "4"))
STEPS = 10
START = date(2024, 1, 1)
RESTS = [(unit, closing) for unit in (RestUnit.DAILY, RestUnit.SAME_AS_REPAYMENT) for closing in PreClosure]
RECEIVED = CREDITS | {TransactionKind.REPAYMENT}


def some_order(chance: random.Random) -> tuple[Bucket, ...]:
    found = []
    for time in DueTime:
        parts = list(Component)
        chance.shuffle(parts)
        found += [Bucket(f"{time}_{part}") for part in parts]
    return tuple(found)


def some_contract(chance: random.Random) -> LoanContract:
    kinds = [RuledPayment.REPAYMENT, RuledPayment.MERCHANT_ISSUED_REFUND, RuledPayment.GOODWILL_CREDIT]
    ruled = [RuledPayment.DEFAULT, *(one for one in kinds if chance.random() < 0.4)]
    rules = [
        AllocationRule(payment=one, order=some_order(chance), future=chance.choice(list(FutureInstalment)))
        for one in ruled
    ]
    unit, closing = chance.choice(RESTS)
    processing = Processing.HORIZONTAL  # vertically, what is quoted until the rest date may still be off
    if closing is PreClosure.TILL_PRECLOSURE_DATE:
        processing = chance.choice(list(Processing))
    made = contract(
        AllocationStrategy.FREE,
        number_of_repayments=chance.randint(1, 7),
        interest_rate=D(chance.choice([0, 7, 12, 36])),
        interest_rate_unit=RateUnit.YEAR,
        interest_period=InterestPeriod.DAILY,
        days_in_year=chance.choice([DaysInYear.D360, DaysInYear.ACTUAL, DaysInYear.D365]),
        days_in_month=chance.choice([DaysInMonth.D30, DaysInMonth.ACTUAL]),
        repay_unit=chance.choice([PeriodUnit.MONTHS, PeriodUnit.WEEKS]),
        repay_every=chance.choice([1, 1, 2]),
        expected_disbursement_on=START,
        schedule_type=ScheduleType.PROGRESSIVE,
        progressive=Progressive(processing=processing, past_due_interest=chance.random() < 0.8),
        recalculation=Recalculation(rest=RestFrequency(unit), pre_closure=closing)
        if chance.random() < 0.8
        else None,
        multi_disburse=True,
        down_payment_percentage=chance.choice([None, None, None, D(25)]),
        instalment_multiples_of=chance.choice([0, 0, 0, 1]),
    )
    again = list(Component)
    chance.shuffle(again)
    return replace(
        made,
        allocation_rules=tuple(rules),
        chargeback_order=tuple(again) if chance.random() < 0.5 else (),
        interest_refunds=(RefundWithInterest.MERCHANT_ISSUED_REFUND,),
    )


class Life:
    """One loan of 1,000 at most, a few days further with each step; what cannot be is left out."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.contract = some_contract(self.chance)
        self.today = START
        self.events: list[Recorded] = []
        self.book(Submitted(contract=self.contract), START)
        self.book(Approved(principal=D(1000), expected_disbursement_on=START), START)
        self.book(Disbursed(amount=D(self.chance.choice([300, 500, 1000]))), START)

    @property
    def state(self) -> LoanState:
        return derive(self.events, self.today)

    @property
    def counting(self) -> list[TransactionState]:
        return [one for one in self.state.transactions if not one.is_reversed]

    def with_another(self, body: Event, on: date) -> list[Recorded]:
        [event] = recorded([(body, on)])
        seq = len(self.events) + 1
        return [*self.events, replace(event, id=seq, seq=seq, business_date=self.today)]

    def book(self, body: Event, on: date) -> Recorded | None:
        events = self.with_another(body, on)
        if derive(events, self.today).problems:
            return None
        self.events = events
        return events[-1]

    def step(self) -> None:
        chance = self.chance
        self.today += timedelta(days=chance.choice([0, 0, 1, 3, 7, 14, 25, 31, 40]))
        on = max(START, self.today - timedelta(days=chance.choice([0, 0, 0, 0, 1, 5, 20, 45])))
        amount = D(chance.randint(1, chance.choice([2000, 20_000, 60_000]))) / 100
        what = [self.repay] * 7 + [self.refund] * 3 + [self.reverse] * 2
        what += [self.pay_out, self.charge, self.change, self.change, self.claim_back, self.give_back]
        chance.choice(what)(on, amount)

    def repay(self, on: date, amount: Decimal) -> None:
        self.book(Repaid(amount=amount, decided=UNDECIDED), on)

    def refund(self, on: date, amount: Decimal) -> None:
        credit = self.chance.choice([TransactionKind.MERCHANT_REFUND, TransactionKind.GOODWILL_CREDIT])
        body = Credited(amount=amount, decided=UNDECIDED, credit=credit)
        gives_back = credit is TransactionKind.MERCHANT_REFUND and self.chance.random() < 0.6
        interest = refunded_interest(as_of(self.events, on), on, body) if gives_back else ZERO
        made = self.book(body, on)
        if made is not None and interest > ZERO:
            kind = TransactionKind.INTEREST_REFUND
            self.book(Credited(amount=interest, decided=UNDECIDED, credit=kind, related=made.id), on)

    def reverse(self, _on: date, _amount: Decimal) -> None:
        related = {one.related for one in self.counting}
        kinds = RECEIVED - {TransactionKind.INTEREST_REFUND}
        found = [one for one in self.counting if one.kind in kinds and one.id not in related]
        if found:
            self.book(TransactionReversed(event=self.chance.choice(found).id), self.today)

    def pay_out(self, on: date, _amount: Decimal) -> None:
        left = 1000 - self.state.paid_out
        if left:
            self.book(Disbursed(amount=min(left, D(self.chance.choice([100, 250, 333])))), on)

    def charge(self, on: date, amount: Decimal) -> None:
        if self.state.status is LoanStatus.ACTIVE:
            number = 1000 + len(self.events)
            due_on = on + timedelta(days=self.chance.choice([0, 5, 30, 200]))
            made = fee(number, max(amount // 10, D(1)), due_on, penalty=self.chance.random() < 0.5)
            self.book(ChargeAdded(charge=made), self.today)

    def change(self, on: date, _amount: Decimal) -> None:
        state, chance = self.state, self.chance
        coming = [one.due_date for one in state.instalments if not one.extra and one.due_date > self.today]
        if state.status is not LoanStatus.ACTIVE or not coming:
            return
        due = chance.choice(coming)
        day = max(on, START + timedelta(days=1))
        found = [
            Variation(VariationKind.DUE_DATE, due, None, due + timedelta(days=chance.randint(1, 20))),
            Variation(VariationKind.EXTEND_TERM, due, D(chance.randint(1, 3))),
        ]
        if self.contract.terms.interest_rate:
            found.append(Variation(VariationKind.INTEREST_RATE, day, D(chance.choice([5, 20, 40]))))
        self.book(Rescheduled(variations=(chance.choice(found),)), self.today)

    def claim_back(self, _on: date, amount: Decimal) -> None:
        found = [one for one in self.counting if one.kind is TransactionKind.REPAYMENT]
        if found:
            paid = self.chance.choice(found)
            left = paid.amount - sum((one.amount for one in self.counting if one.related == paid.id), ZERO)
            if left > ZERO:
                body = ChargedBack(amount=min(amount, left), decided=UNDECIDED, related=paid.id)
                self.book(body, self.today)

    def give_back(self, _on: date, amount: Decimal) -> None:
        if self.state.overpaid:
            body = OverpaymentRefunded(amount=min(amount, self.state.overpaid), decided=UNDECIDED)
            self.book(body, self.today)


def wrong(life: Life) -> list[str]:
    """What does not hold."""
    state, counting = life.state, life.counting
    rows = state.instalments
    found = []

    def holds(name: str, one: object, other: object) -> None:
        if one != other:
            found.append(f"{name}: {one} is not {other}")

    principal = sum((row.due.principal for row in rows), ZERO)
    holds("principal due and lent", principal, state.paid_out + state.charged_back)
    holds("principal left in the end", rows[-1].balance, ZERO)
    for part in Component:
        total = {Component.PRINCIPAL: state.principal, Component.INTEREST: state.interest}.get(part)
        for row in rows:
            least = min(each.of(part) for each in (row.due, row.paid, row.outstanding))
            if least < ZERO:
                found.append(f"instalment {row.number}: {part} {least}")
        if total is not None:
            holds(f"{part} charged", total.charged, sum((row.due.of(part) for row in rows), ZERO))
            holds(f"{part} paid", total.paid, sum((row.paid.of(part) for row in rows), ZERO))
    received = sum((one.amount for one in counting if one.kind in RECEIVED), ZERO)
    went_back = sum(
        (
            one.decided.overpayment
            for one in counting
            if one.kind in (TransactionKind.OVERPAYMENT_REFUND, TransactionKind.CHARGEBACK)
            and not one.decided.portions
        ),
        ZERO,
    )
    paid = sum((row.paid.total for row in rows), ZERO)
    holds("received and paid", received, paid + state.overpaid + went_back)
    for one in counting:
        if one.kind in RECEIVED:
            holds(f"parts of {one.kind}", one.components.total + one.decided.overpayment, one.amount)
    if state.outstanding and state.overpaid:
        found.append(f"overpaid by {state.overpaid}, owes {state.outstanding}")
    holds("open", state.status is LoanStatus.ACTIVE, bool(state.outstanding))
    return [*found, *without_effect(life), *not_closing(life)]


def without_effect(life: Life) -> list[str]:
    """A payment that is taken back leaves nothing behind."""
    rows = life.state.instalments
    events = life.with_another(Repaid(amount=D("33.33"), decided=UNDECIDED), life.today)
    undone = replace(
        events[-1], id=len(events) + 1, seq=len(events) + 1, body=TransactionReversed(event=events[-1].id)
    )
    same = derive([*events, undone], life.today).instalments == rows
    return [] if same else ["taken back, a payment leaves something behind"]


def not_closing(life: Life) -> list[str]:
    """What closes the loan today closes it, and no more."""
    if not life.state.outstanding:
        return []
    amount = owed_on(life.events, life.today).outstanding
    events = life.with_another(Repaid(amount=amount, decided=UNDECIDED), life.today)
    closed = derive(events, life.today)
    left = closed.outstanding - closed.overpaid
    return [f"{amount} leaves {left}"] if closed.outstanding or closed.overpaid else []


@pytest.mark.parametrize("batch", range(5))
def test_what_is_lent_paid_and_owed_adds_up(batch: int) -> None:
    for seed in range(batch * 1000, batch * 1000 + LIVES):
        life = Life(seed)
        for _ in range(STEPS):
            life.step()
            assert not wrong(life), f"life {seed}, {len(life.events)} events"


@pytest.mark.parametrize("processing", list(Processing))
def test_principal_first_in_equal_shares_forgets_no_interest(processing: Processing) -> None:
    """500 at 36% for 40 days, 366 of them a year: the payment in advance goes to all principal, then to interest."""
    parts = [Component.FEES, Component.PRINCIPAL, Component.INTEREST, Component.PENALTIES]
    order = tuple(Bucket(f"{time}_{part}") for time in DueTime for part in parts)
    made = contract(
        AllocationStrategy.FREE,
        number_of_repayments=7,
        interest_rate=D(36),
        interest_rate_unit=RateUnit.YEAR,
        interest_period=InterestPeriod.DAILY,
        days_in_year=DaysInYear.ACTUAL,
        days_in_month=DaysInMonth.ACTUAL,
        repay_unit=PeriodUnit.MONTHS,
        repay_every=2,
        expected_disbursement_on=START,
        schedule_type=ScheduleType.PROGRESSIVE,
        progressive=Progressive(processing=processing),
        recalculation=Recalculation(rest=RestFrequency(RestUnit.DAILY)),
    )
    rule = AllocationRule(payment=RuledPayment.DEFAULT, order=order, future=FutureInstalment.REAMORTISE)
    day = START + timedelta(days=40)
    story: list[tuple[Event, date]] = [
        (Submitted(contract=replace(made, allocation_rules=(rule,))), START),
        (Approved(principal=D(500), expected_disbursement_on=START), START),
        (Disbursed(amount=D(500)), START),
    ]
    interest = D("19.67")  # 500 x 36% x 40 / 366
    paid = derive(recorded([*story, (Repaid(amount=500 + interest, decided=UNDECIDED), day)]), day)
    assert (paid.outstanding, paid.overpaid, paid.interest.paid) == (0, 0, interest)
