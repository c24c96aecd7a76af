"""Random lives of loans of every kind: what holds on any correct loan, whatever happened to it.

``AMANA_LIVES`` says how many are played. What is refused is part of the game; a life without a schedule is none.
"""

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from amana.finance.allocation import PAYMENT_ORDER
from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import FutureInstalment
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
from amana.kernel.refusals import Refused
from amana.loans import statements as sql
from amana.loans.add_charge import AddLoanCharge
from amana.loans.asked import AskedCharge
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.credit import CreditGoodwill, RefundFromMerchant
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting, LoanStatus
from amana.loans.model import derive
from amana.loans.payoff import GetPayoff
from amana.loans.rebuild import differences, journal_differences
from amana.loans.repay import RepayLoan
from amana.loans.rescheduling.approve import ApproveReschedule
from amana.loans.rescheduling.request import RequestReschedule
from amana.loans.rescheduling.terms import RescheduleTerms
from amana.loans.rows import event_of
from amana.loans.state import LoanState
from amana.loans.undo_last_disbursal import UndoLastDisbursal
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.waive_charge import WaiveLoanCharge
from amana.loans.waive_interest import WaiveInterest
from tests.loans.test_progressive import DEFAULT, progressive
from tests.loans.world import START, D, Lender

LIVES = int(os.environ.get("AMANA_LIVES", "4"))
STEPS = 10
UNITS = [RestUnit.DAILY, RestUnit.WEEKLY, RestUnit.MONTHLY, RestUnit.SAME_AS_REPAYMENT]


def some_recalculation(chance: random.Random) -> Recalculation | None:
    if chance.random() < 0.3:
        return None
    rests = [RestFrequency(chance.choice(UNITS)) for _ in range(2)]
    return Recalculation(
        compounding=chance.choice([Compounding.NONE, Compounding.NONE, *Compounding]),
        early_payment=chance.choice(
            [one for one in EarlyPayment if one is not EarlyPayment.ADJUST_LAST_UNPAID]
        ),
        pre_closure=chance.choice(list(PreClosure)),
        rest=rests[0],
        compounding_frequency=rests[1],
    )


class Life:
    """One loan; ``done`` tells what was asked for, for the message of a failure."""

    def __init__(self, lender: Lender, seed: int, *, progressive: bool) -> None:
        self.lender, self.chance = lender, random.Random(seed)
        self.today = START
        self.done: list[str] = []
        lender.day(START)
        bases = ["flat", "percent_of_amount", "percent_of_interest"]
        self.charges = [
            lender.charge(time=time, basis=basis, amount=D(amount), penalty=self.chance.random() < 0.3)
            for time, basis, amount in (
                ("specified_due_date", "flat", 3),
                ("specified_due_date", self.chance.choice(bases), 2),
                ("instalment", "flat" if progressive else self.chance.choice(bases), 1),
            )
        ]
        product = self.of_free_allocation() if progressive else self.classical()
        first = D(70)
        tranches = (Tranche(START, first), Tranche(START + timedelta(days=self.chance.randint(5, 80)), D(30)))
        self.in_parts = self.chance.random() < 0.5
        if self.in_parts:
            product = replace_product(product, multi_disburse=True, maximum_tranches=4, planned_tranches=True)
        made = product()
        asked = tuple(AskedCharge(charge=one) for one in self.charges[2:] if self.chance.random() < 0.4)
        self.loan = lender.submit(made, terms={"tranches": tranches} if self.in_parts else {}, charges=asked)
        lender.ready(self.loan)
        contract = self.state().contract
        self.follows = contract.is_progressive and contract.terms.recalculation is not None
        """Whether its engine knows of payments only: interest forgiven may leave a cent to pay."""

    def classical(self) -> Callable[..., int]:
        chance = self.chance
        recalculation = some_recalculation(chance)
        terms: dict[str, Any] = {
            "principal": D(100),
            "number_of_repayments": chance.randint(2, 6),
            "repay_unit": chance.choice([PeriodUnit.MONTHS, PeriodUnit.MONTHS, PeriodUnit.WEEKS]),
            "interest_rate": D(chance.randint(0, 30)) / 10,
            "interest_method": chance.choice(list(InterestMethod)),
            "amortisation": chance.choice(list(Amortisation)),
            "interest_period": InterestPeriod.DAILY if recalculation else chance.choice(list(InterestPeriod)),
            "strategy": chance.choice(list(PAYMENT_ORDER)),
            "recalculation": recalculation,
            "accounting": chance.choice(list(Accounting)),
        }
        return lambda **more: self.lender.product(**{**terms, **more})

    def of_free_allocation(self) -> Callable[..., int]:
        chance = self.chance
        rule = replace(DEFAULT, future=chance.choice(list(FutureInstalment)))
        terms: dict[str, Any] = {
            "number_of_repayments": chance.randint(2, 6),
            "interest_rate": D(chance.randint(0, 300)) / 10,
            "allocation_rules": (rule,),
            "accounting": chance.choice(list(Accounting)),
        }
        if chance.random() < 0.3:
            terms["recalculation"] = None
        if chance.random() < 0.3:
            order = [Component.INTEREST, Component.PENALTIES, Component.FEES, Component.PRINCIPAL]
            terms["chargeback_order"] = tuple(order)
        return lambda **more: progressive(self.lender, **{**terms, **more})

    # -- what there is ------------------------------------------------------------------------------

    def state(self) -> LoanState:
        """The loan as its events make it today."""
        with self.lender.tenant.database.reading() as session:
            events = [event_of(row) for row in session.records(sql.EVENTS, loan=self.loan)]
        return derive(events, self.today)

    def some_day(self) -> date:
        latest = (self.today - START).days
        return START + timedelta(days=self.chance.choice([latest, latest, self.chance.randint(0, latest)]))

    def some_amount(self) -> Any:
        return D(self.chance.choice([1, 8, 17, 26, 40, 120])) + D(self.chance.randint(0, 99)) / 100

    def some_transaction(self) -> int:
        found = [one.id for one in self.state().transactions if not one.is_reversed]
        return self.chance.choice(found) if found else 0

    def some_charge(self) -> int:
        found = [one.charge.id for one in self.state().charges]
        return self.chance.choice(found) if found else 0

    # -- what happens -------------------------------------------------------------------------------

    def days_go_by(self) -> None:
        self.today += timedelta(days=self.chance.choice([1, 6, 17, 31, 45]))
        self.lender.day(self.today)
        if self.chance.random() < 0.4:
            self.lender.do(CloseLoanDays(loans=(self.loan,)))

    def reschedule(self) -> Any:
        coming = [row.due_date for row in self.state().instalments if row.due_date > self.today]
        start = self.chance.choice(coming) if coming else self.today
        changes: list[dict[str, Any]] = [
            {"new_due_date": start + timedelta(days=self.chance.randint(1, 20))},
            {"extra_instalments": self.chance.randint(1, 3)},
        ]
        changes.append({"new_interest_rate": D(self.chance.randint(0, 40))})
        asked = RescheduleTerms(from_due_date=start, **self.chance.choice(changes))
        made = self.lender.do(RequestReschedule(loan=self.loan, changes=asked, submitted_on=self.today))
        return ApproveReschedule(request=int(made.id), on=self.today)

    def next_command(self) -> Any:
        loan, on, amount = self.loan, self.some_day(), self.some_amount()
        charge, later = self.chance.choice(self.charges[:2]), on + timedelta(days=self.chance.randint(0, 60))
        makers: list[tuple[int, Callable[[], Any]]] = [
            (10, lambda: RepayLoan(loan=loan, on=on, amount=amount)),
            (3, lambda: RepayLoan(loan=loan, on=self.today, amount=amount)),
            (2, lambda: CreditGoodwill(loan=loan, on=on, amount=amount)),
            (1, lambda: RefundFromMerchant(loan=loan, on=on, amount=amount)),
            (3, lambda: UndoTransaction(loan=loan, transaction=self.some_transaction())),
            (2, lambda: AddLoanCharge(loan=loan, charge=charge, due_on=later)),
            (1, lambda: WaiveLoanCharge(loan=loan, loan_charge=self.some_charge())),
            (1 - self.follows, lambda: WaiveInterest(loan=loan, on=self.today, amount=D("0.25"))),
            (1, lambda: ChargePaymentBack(loan=loan, transaction=self.some_transaction(), amount=D(5))),
            (2, lambda: DisburseLoan(loan=loan, on=on, amount=D(30))),
            (1, lambda: UndoLastDisbursal(loan=loan)),
            (1, self.reschedule),
        ]
        return self.chance.choices([make for _, make in makers], [weight for weight, _ in makers])[0]()

    def attempt(self, command: Any) -> Any:
        try:
            outcome = self.lender.do(command)
        except Refused as refusal:
            self.done.append(f"{self.today} {command} refused: {refusal.code}")
            return None
        self.done.append(f"{self.today} {command}")
        return outcome

    def step(self) -> None:
        if self.chance.random() < 0.35:
            self.days_go_by()
        before = self.state()
        try:
            command = self.next_command()
        except Refused:
            return
        outcome = self.attempt(command)
        if outcome is None:
            return
        self.check(self.state())
        pays = isinstance(command, RepayLoan | CreditGoodwill | RefundFromMerchant | WaiveInterest)
        if pays and self.chance.random() < 0.4:
            undone = self.attempt(UndoTransaction(loan=self.loan, transaction=int(outcome.id)))
            if undone is not None:
                after = self.state()
                self.check(after)
                self.is_the_same(before, after)

    # -- what holds ---------------------------------------------------------------------------------

    def told(self, what: str) -> str:
        return "\n".join([what, *self.done])

    def check(self, state: LoanState) -> None:
        """What holds on any loan."""
        for row in state.instalments:
            for component in Component:
                due, paid, waived, lost = (
                    side.of(component) for side in (row.due, row.paid, row.waived, row.written_off)
                )
                assert min(due, paid, waived, lost) >= 0, self.told(f"below nothing: {row}")
                assert paid + waived + lost <= due, self.told(f"more than due: {row}")
            assert row.balance >= 0 or expects(state), self.told(f"balance below nothing: {row}")
        lent = sum(amount for _, amount in state.disbursements)
        tranches = () if state.contract.is_progressive else state.contract.terms.tranches
        expected = sum(one.amount for one in tranches[len(state.disbursements) :])
        due = sum(row.due.principal for row in state.instalments)
        again = state.charged_back
        assert lent + again <= due <= lent + again + expected, self.told(
            f"principal due {due}, lent {lent}, again {again}, expected {expected}"
        )
        with self.lender.tenant.database.reading() as session:
            found = [*differences(session, self.loan), *journal_differences(session, self.loan)]
        assert not found, self.told("\n".join(map(str, found[:6])))
        if state.contract.accounting is not Accounting.NONE:
            owed = self.lender.position(self.loan)
            left = owed["principal_charged"] - owed["principal_paid"] - owed["principal_written_off"]
            booked = self.lender.journal(self.loan).get("loan_portfolio", D(0))
            assert booked == left, self.told(f"portfolio {booked}, principal outstanding {left}")

    def is_the_same(self, before: LoanState, after: LoanState) -> None:
        """What is undone leaves the loan as it was."""

        def shown(state: LoanState) -> list[Any]:
            return [
                (row.due_date, row.due, row.paid, row.waived, row.balance, row.completed_on)
                for row in state.instalments
            ]

        assert before.status == after.status, self.told(f"{before.status} became {after.status}")
        assert shown(before) == shown(after), self.told(
            "\n".join(
                f"{one}\n{other}"
                for one, other in zip(shown(before), shown(after), strict=False)
                if one != other
            )
        )

    def pays_off(self) -> None:
        """What is quoted for today closes the loan."""
        state = self.state()
        terms = state.contract.terms
        no_interest_in_advance = state.contract.strategy is AllocationStrategy.EARLY_REPAYMENT
        coming = any((one.charge.due_on or START) > self.today for one in state.charges)
        may_end_earlier = terms.recalculation is not None and not state.contract.is_progressive and coming
        if not state.outstanding or expects(state) or no_interest_in_advance or may_end_earlier:
            return
        if state.status is not LoanStatus.ACTIVE:
            return
        quoted = self.lender.ask(GetPayoff(loan=self.loan, on=self.today)).amount
        if not quoted or self.attempt(RepayLoan(loan=self.loan, on=self.today, amount=quoted)) is None:
            return
        after = self.state()
        self.check(after)
        position = self.lender.position(self.loan)
        assert (position["status"], position["overpaid"]) == ("closed", 0), self.told(
            f"{quoted} paid, {position['status']}, overpaid {position['overpaid']}, owed {after.outstanding}"
        )


def expects(state: LoanState) -> bool:
    """Whether a tranche is still to come: what is paid beyond what was lent stands against it."""
    return len(state.contract.terms.tranches) > len(state.disbursements)


def replace_product(product: Callable[..., int], **more: Any) -> Callable[..., int]:
    return lambda: product(**more)


@pytest.mark.parametrize("kind", ["cumulative", "progressive"])
@pytest.mark.parametrize("batch", range(4))
def test_a_random_life(lender: Lender, kind: str, batch: int) -> None:
    lived = 0
    for seed in range(batch, LIVES, 4):
        try:
            life = Life(lender, seed, progressive=kind == "progressive")
        except Refused:
            continue
        for _ in range(STEPS):
            life.step()
        life.pays_off()
        lived += 1
    assert lived
