"""Random histories of loans through the API, with backdating and reversals.

After each, every projection equals a rebuild from the events column by column, and the journal equals it in sums.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from amana.dialects.mifos.dialect import mifos
from amana.kernel.configuration.business_date import SetBusinessDate
from amana.kernel.tenant import Tenant
from amana.loans.rebuild import differences, journal_differences
from tests.dialects.caller import Caller
from tests.submitting import perform
from tests.tenant_fixtures import administrator_of, copied

HISTORIES = 300
BATCHES = 30
ACTIONS = 12
TODAY = date(2015, 4, 1)
DAYS = {"dateFormat": "yyyy-MM-dd", "locale": "en"}
ASSET, LIABILITY, INCOME, EXPENSE = 1, 2, 4, 5
CASH = {
    "fundSourceAccountId": ASSET,
    "loanPortfolioAccountId": ASSET,
    "interestOnLoanAccountId": INCOME,
    "incomeFromFeeAccountId": INCOME,
    "incomeFromPenaltyAccountId": INCOME,
    "writeOffAccountId": EXPENSE,
}
RECEIVABLE = {
    "receivableInterestAccountId": ASSET,
    "receivableFeeAccountId": ASSET,
    "receivablePenaltyAccountId": ASSET,
}


class Institution:
    """An institution seen through the wire, and the products its borrowers get."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        perform(tenant, administrator_of(tenant), SetBusinessDate(day=TODAY))
        self.caller = Caller.of(mifos(), tenant)
        self.accounts = {name: self._account(name, kind) for name, kind in {**CASH, **RECEIVABLE}.items()}
        self.fees = [self._charge(time, calculation, penalty) for time, calculation, penalty in CHARGES]
        self.products = [self._product(number) for number in range(len(ACCOUNTING) * 6)]
        self.client = self.ok(
            "clients",
            {"officeId": 1, "fullname": "Borrower", "active": True, "activationDate": "2013-01-01", **DAYS},
        )["clientId"]

    def ok(self, path: str, body: Any) -> Any:
        """A POST that has to succeed."""
        reply = self.caller.post(path, body)
        assert reply.status == 200, (path, body, reply.text)
        return reply.body

    def tried(self, path: str, body: Any) -> Any:
        """A POST that may be refused, but never breaks; None when it was refused."""
        reply = self.caller.post(path, body)
        assert reply.status in {200, 400, 403, 404}, (path, body, reply.text)
        return reply.body if reply.status == 200 else None

    def _account(self, name: str, kind: int) -> int:
        body = {"name": name, "glCode": name, "type": kind, "usage": 1, "manualEntriesAllowed": True}
        return int(self.ok("glaccounts", body)["resourceId"])

    def _charge(self, time: int, calculation: int, penalty: bool) -> int:
        body = {
            "name": f"Charge {time} {calculation} {penalty}",
            "chargeAppliesTo": 1,
            "currencyCode": "USD",
            "amount": 15 if calculation == 1 else 1,
            "chargeTimeType": time,
            "chargeCalculationType": calculation,
            "penalty": penalty,
            "active": True,
            "locale": "en",
        }
        return int(self.ok("charges", body)["resourceId"])

    def _product(self, number: int) -> int:
        rule = ACCOUNTING[number % len(ACCOUNTING)]
        names = {1: {}, 2: CASH, 3: {**CASH, **RECEIVABLE}}[rule]
        terms = {
            "name": f"Product {number}",
            "currencyCode": "USD",
            "digitsAfterDecimal": 2,
            "inMultiplesOf": 0,
            "principal": 10000,
            "numberOfRepayments": 12,
            "repaymentEvery": 1,
            "repaymentFrequencyType": 2,
            "interestRatePerPeriod": 2,
            "interestRateFrequencyType": 2,
            "amortizationType": number % 2,
            "interestType": (number // 2) % 2,
            "interestCalculationPeriodType": 1,
            "transactionProcessingStrategyId": number % 6 + 1,
            "accountingRule": rule,
            "locale": "en",
            **{name: self.accounts[name] for name in names},
        }
        return int(self.ok("loanproducts", terms)["resourceId"])


ACCOUNTING = (1, 2, 3)
DISBURSEMENT, DUE_DATE = 1, 2
FLAT, PERCENT = 1, 2
CHARGES = [
    (DISBURSEMENT, FLAT, False),
    (DUE_DATE, FLAT, False),
    (DUE_DATE, PERCENT, False),
    (DUE_DATE, FLAT, True),
]


class History:
    """One loan and what chance does to it."""

    def __init__(self, institution: Institution, chance: random.Random) -> None:
        self.at = institution
        self.chance = chance
        self.start = TODAY - timedelta(days=chance.randint(30, 400))
        self.loan = self._submit()
        self.done: list[str] = []

    def _submit(self) -> int:
        chance = self.chance
        instalments = chance.randint(1, 14)
        every = chance.choice([1, 1, 2])
        frequency = chance.choice([1, 2, 2])
        charges = [
            {"chargeId": fee, "amount": chance.randint(1, 20), "dueDate": str(self._day())}
            for fee in chance.sample(self.at.fees, chance.randint(0, 2))
        ]
        terms = {
            "clientId": self.at.client,
            "productId": chance.choice(self.at.products),
            "principal": chance.randint(100, 20000),
            "loanTermFrequency": instalments * every,
            "loanTermFrequencyType": frequency,
            "loanType": "individual",
            "numberOfRepayments": instalments,
            "repaymentEvery": every,
            "repaymentFrequencyType": frequency,
            "interestRatePerPeriod": chance.choice([0, 1, "1.75", 3]),
            "amortizationType": chance.randint(0, 1),
            "interestType": chance.randint(0, 1),
            "interestCalculationPeriodType": chance.randint(0, 1),
            "graceOnPrincipalPayment": chance.choice([0, 0, 0, min(1, instalments - 1)]),
            "transactionProcessingStrategyId": chance.randint(1, 6),
            "expectedDisbursementDate": str(self.start),
            "submittedOnDate": str(self.start),
            "charges": charges,
            **DAYS,
        }
        return int(self.at.ok("loans", terms)["loanId"])

    def _day(self) -> date:
        return self.start + timedelta(days=self.chance.randint(0, (TODAY - self.start).days))

    def open(self) -> None:
        """Approve and disburse."""
        self.at.ok(f"loans/{self.loan}?command=approve", {"approvedOnDate": str(self.start), **DAYS})
        self.at.ok(f"loans/{self.loan}?command=disburse", {"actualDisbursementDate": str(self.start), **DAYS})

    def go_on(self) -> None:
        """One more step."""
        step = self.chance.choices(list(STEPS), list(STEPS.values()))[0]
        answer = step(self)
        self.done.append(f"{step.__name__}{'' if answer else ' refused'}")

    def repay(self) -> Any:
        amount = f"{self.chance.choice([1, 50, 333, 900, 4000])}.{self.chance.randint(0, 99):02}"
        return self._transact("repayment", {"transactionDate": str(self._day()), "transactionAmount": amount})

    def waive(self) -> Any:
        amount = f"{self.chance.randint(1, 120)}"
        return self._transact(
            "waiveInterest", {"transactionDate": str(self._day()), "transactionAmount": amount}
        )

    def write_off(self) -> Any:
        return self._transact("writeoff", {"transactionDate": str(TODAY)})

    def _transact(self, command: str, body: dict[str, str]) -> Any:
        return self.at.tried(f"loans/{self.loan}/transactions?command={command}", {**body, **DAYS})

    def adjust(self) -> Any:
        return self._change(f"{self.chance.randint(1, 2000)}.5")

    def reverse(self) -> Any:
        return self._change("0")

    def _change(self, amount: str) -> Any:
        known = self.at.caller.get(f"loans/{self.loan}?associations=transactions").body
        if not known.get("transactions"):
            return None
        number = self.chance.choice(known["transactions"])["id"]
        body = {"transactionDate": str(self._day()), "transactionAmount": amount, **DAYS}
        return self.at.tried(f"loans/{self.loan}/transactions/{number}", body)

    def undo_disbursal_and_again(self) -> Any:
        if self.at.tried(f"loans/{self.loan}?command=undoDisbursal", {}) is None:
            return None
        body = {"actualDisbursementDate": str(self.start), **DAYS}
        return self.at.tried(f"loans/{self.loan}?command=disburse", body)


STEPS: dict[Callable[[History], Any], int] = {
    History.repay: 12,
    History.adjust: 3,
    History.reverse: 3,
    History.waive: 2,
    History.write_off: 1,
    History.undo_disbursal_and_again: 1,
}


@pytest.fixture(scope="module")
def institution(database_server: Callable[..., str], template_database: str) -> Iterator[Institution]:
    """Shared by the histories that one worker runs."""
    with copied(database_server, template_database) as tenant:
        yield Institution(tenant)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_after_any_history_the_projections_and_the_journal_equal_a_rebuild(
    institution: Institution, batch: int
) -> None:
    carried_out = 0
    for number in range(HISTORIES // BATCHES):
        history = History(institution, random.Random(f"{batch}/{number}"))
        history.open()
        for _ in range(history.chance.randint(1, ACTIONS)):
            history.go_on()
        with institution.tenant.database.reading() as session:
            found = differences(session, history.loan)
            found += journal_differences(session, history.loan)
        assert found == [], (batch, number, history.done, [str(one) for one in found[:10]])
        carried_out += sum("refused" not in step for step in history.done)
    assert carried_out >= 20
