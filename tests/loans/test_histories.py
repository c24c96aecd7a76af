"""Random histories through the commands: what is stored always equals a rebuild, the journal equals it in sums."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from amana.finance.allocation import PAYMENT_ORDER
from amana.finance.terms import Amortisation, InterestMethod
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.loans.accrue import AccrueLoan
from amana.loans.add_charge import AddLoanCharge
from amana.loans.adjust import AdjustTransaction
from amana.loans.asked import AskedCharge
from amana.loans.close import CloseLoan
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting
from amana.loans.pay_back import PayBack
from amana.loans.pay_charge import PayLoanCharge
from amana.loans.rebuild import differences, journal_differences
from amana.loans.recover import RecoverLoan
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.repay import RepayLoan
from amana.loans.undo_disbursal import UndoDisbursal
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.waive_charge import WaiveLoanCharge
from amana.loans.waive_interest import WaiveInterest
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import START, TODAY, D, Lender

STEPS = 14
HISTORIES = 24
ACCOUNTINGS = list(Accounting)
STRATEGIES = list(PAYMENT_ORDER)


class Story:
    """One random history; what is refused is part of the game."""

    def __init__(self, lender: Lender, seed: int) -> None:
        self.lender = lender
        self.chance = random.Random(seed)
        self.charges = {
            name: lender.charge(**terms)
            for name, terms in {
                "upfront": {"time": "disbursement", "basis": "percent_of_amount", "amount": D(1)},
                "instalment": {"time": "instalment", "basis": "percent_of_interest", "amount": D(5)},
                "fee": {"time": "specified_due_date", "basis": "flat", "amount": D(30)},
                "penalty": {"time": "specified_due_date", "basis": "flat", "amount": D(20), "penalty": True},
            }.items()
        }
        chance = self.chance
        self.accounting = ACCOUNTINGS[seed % len(ACCOUNTINGS)]
        product = lender.product(
            self.accounting,
            principal=D(1000),
            number_of_repayments=chance.choice([3, 6]),
            interest_method=chance.choice(list(InterestMethod)),
            amortisation=chance.choice(list(Amortisation)),
            strategy=STRATEGIES[seed % len(STRATEGIES)],
            arrears_tolerance=D(25),
        )
        asked = [
            AskedCharge(charge=self.charges[name])
            for name in ("upfront", "instalment")
            if chance.random() < 0.5
        ]
        self.loan = lender.disbursed(product, charges=tuple(asked))
        self.done: list[str] = []

    def some_day(self) -> date:
        return START + timedelta(days=self.chance.randint(0, (TODAY - START).days))

    def some_amount(self) -> Any:
        return D(self.chance.choice([1, 50, 170, 333, 1200])) + D(self.chance.randint(0, 99)) / 100

    def some_transaction(self) -> int:
        rows = self.lender.rows(
            f"SELECT id FROM loan_transaction WHERE loan_id = {self.loan} AND kind <> 'disbursement'"
        )
        return self.chance.choice(rows)["id"] if rows else 0

    def some_charge(self) -> int:
        rows = self.lender.rows(f"SELECT id FROM loan_charge WHERE loan_id = {self.loan}")
        return self.chance.choice(rows)["id"] if rows else 0

    def next_command(self) -> Any:
        loan, on, amount = self.loan, self.some_day(), self.some_amount()
        makers: list[tuple[int, Callable[[], Any]]] = [
            (8, lambda: RepayLoan(loan=loan, on=on, amount=amount)),
            (4, lambda: RepayLoan(loan=loan, on=TODAY, amount=amount)),
            (3, lambda: UndoTransaction(loan=loan, transaction=self.some_transaction())),
            (
                3,
                lambda: AdjustTransaction(
                    loan=loan, transaction=self.some_transaction(), on=on, amount=amount
                ),
            ),
            (2, lambda: WaiveInterest(loan=loan, on=on, amount=D("2.50"))),
            (2, lambda: AddLoanCharge(loan=loan, charge=self.charges["fee"], due_on=on)),
            (
                2,
                lambda: AddLoanCharge(
                    loan=loan, charge=self.charges["penalty"], due_on=on + timedelta(days=60)
                ),
            ),
            (2, lambda: WaiveLoanCharge(loan=loan, loan_charge=self.some_charge())),
            (2, lambda: PayLoanCharge(loan=loan, loan_charge=self.some_charge(), on=on)),
            (1, lambda: WriteOffLoan(loan=loan, on=TODAY)),
            (1, lambda: RecoverLoan(loan=loan, on=TODAY, amount=D(5))),
            (1, lambda: RefundOverpayment(loan=loan, on=TODAY, amount=D(5))),
            (1, lambda: PayBack(loan=loan, on=TODAY, amount=D(7))),
            (1, lambda: CloseLoan(loan=loan, on=TODAY)),
            (1, lambda: UndoDisbursal(loan=loan)),
            (1, lambda: DisburseLoan(loan=loan, on=START + timedelta(days=3))),
            (2, lambda: AccrueLoan(loan=loan, until=on)),
        ]
        return self.chance.choices([make for _, make in makers], [weight for weight, _ in makers])[0]()

    def step(self) -> Outcome | None:
        command = self.next_command()
        try:
            outcome = self.lender.do(command)
        except Refused as refusal:
            self.done.append(f"{command} refused: {refusal.code}")
            return None
        self.done.append(str(command))
        return outcome


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_after_every_step_the_projections_equal_a_rebuild(lender: Lender, seed: int) -> None:
    story = Story(lender, seed)
    for _ in range(STEPS):
        if story.step() is None:
            continue
        with lender.tenant.database.reading() as session:
            found = [*differences(session, story.loan), *journal_differences(session, story.loan)]
        assert not found, "\n".join([*story.done, *map(str, found[:8])])
