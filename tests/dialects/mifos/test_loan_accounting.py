"""Where the money of a loan is booked: by payment type, by charge, written off, recovered, overpaid."""

from typing import Any

from amana.ledger.account_types import AccountClass
from tests.dialects.golden.case import World
from tests.dialects.golden.cases.loan_products import charge, ledger_account, loan_product
from tests.dialects.golden.cases.loans import SPELLING, application_of, client, value_of

ON = "01 March 2011"
ROLES = {
    "fundSourceAccountId": AccountClass.ASSET,
    "loanPortfolioAccountId": AccountClass.ASSET,
    "interestOnLoanAccountId": AccountClass.INCOME,
    "incomeFromFeeAccountId": AccountClass.INCOME,
    "incomeFromPenaltyAccountId": AccountClass.INCOME,
    "incomeFromRecoveryAccountId": AccountClass.INCOME,
    "writeOffAccountId": AccountClass.EXPENSE,
    "overpaymentLiabilityAccountId": AccountClass.LIABILITY,
}


def lines_of(world: World, loan: int) -> list[Any]:
    """The journal lines of a loan."""
    lines = world.get("journalentries?limit=0")["pageItems"]
    found = [line for line in lines if line.get("entityType", {}).get("value") == "LOAN"]
    return [line for line in found if line["entityId"] == loan]


class Books:
    """A product with accounts of its own, and what was booked on them."""

    def __init__(self, world: World, rule: int = 2, **more: Any) -> None:
        self.world = world
        self.accounts = {role: ledger_account(world, kind) for role, kind in ROLES.items()}
        self.bank = ledger_account(world, AccountClass.ASSET)
        self.fee_income = ledger_account(world, AccountClass.INCOME)
        self.bank_transfer = value_of(world, "PaymentType")
        self.fee, self.other_fee = charge(world), charge(world)
        self.product = loan_product(
            world,
            **self.accounts,
            **more,
            accountingRule=rule,
            paymentChannelToFundSourceMappings=[
                {"paymentTypeId": self.bank_transfer, "fundSourceAccountId": self.bank}
            ],
            feeToIncomeAccountMappings=[{"chargeId": self.fee, "incomeAccountId": self.fee_income}],
        )

    def lend(self, **more: Any) -> int:
        """A disbursed loan."""
        world = self.world
        loan = world.make("loans", application_of(client(world), self.product, ON, **more), "loanId")
        world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": ON})
        world.post(f"loans/{loan}?command=disburse", {**SPELLING, "actualDisbursementDate": ON})
        return int(loan)

    def post(self, loan: int, command: str, amount: Any = None, **more: Any) -> None:
        """A transaction on 1 April 2011."""
        sent = {} if amount is None else {"transactionAmount": amount}
        body = {**SPELLING, "transactionDate": "01 April 2011", **sent, **more}
        self.world.post(f"loans/{loan}/transactions?command={command}", body)

    def booked(self, loan: int) -> dict[str, float]:
        """Debits less credits by account, under the names of the product's fields."""
        names = {account: role for role, account in self.accounts.items()}
        names |= {self.bank: "bank", self.fee_income: "fee_income"}
        sums: dict[str, float] = {}
        for line in lines_of(self.world, loan):
            name = names[line["glAccountId"]].removesuffix("AccountId")
            signed = line["amount"] if line["entryType"]["value"] == "DEBIT" else -line["amount"]
            sums[name] = round(sums.get(name, 0) + signed, 2)
        return {name: amount for name, amount in sums.items() if amount}


def test_a_repayment_goes_where_its_payment_type_says(world: World) -> None:
    books = Books(world)
    loan = books.lend()
    assert books.booked(loan) == {"loanPortfolio": 10_000, "fundSource": -10_000}
    books.post(loan, "repayment", "945.60", paymentTypeId=books.bank_transfer)
    assert books.booked(loan) == {
        "loanPortfolio": 9_254.40,
        "interestOnLoan": -200,
        "bank": 945.60,
        "fundSource": -10_000,
    }


def test_fees_are_earned_where_their_charge_says(world: World) -> None:
    books = Books(world)
    dated = [
        {"chargeId": books.fee, "amount": 10, "dueDate": "15 March 2011"},
        {"chargeId": books.other_fee, "amount": 7, "dueDate": "15 March 2011"},
    ]
    loan = books.lend(charges=dated)
    books.post(loan, "repayment", "962.60")
    booked = books.booked(loan)
    assert (booked["fee_income"], booked["incomeFromFee"]) == (-10, -7)


def test_written_off_and_recovered(world: World) -> None:
    books = Books(world)
    loan = books.lend()
    books.post(loan, "writeoff")
    assert books.booked(loan) == {"writeOff": 10_000, "fundSource": -10_000}
    books.post(loan, "recoverypayment", 100)
    booked = books.booked(loan)
    assert (booked["incomeFromRecovery"], booked["fundSource"]) == (-100, -9_900)


def test_what_is_overpaid_is_owed_back(world: World) -> None:
    books = Books(world)
    loan = books.lend()
    books.post(loan, "repayment", "12,000.00")
    booked = books.booked(loan)
    assert booked["overpaymentLiability"] == -world.get(f"loans/{loan}")["totalOverpaid"]
    books.post(loan, "creditBalanceRefund", -booked["overpaymentLiability"])
    assert "overpaymentLiability" not in books.booked(loan)


def test_an_undone_repayment_leaves_nothing(world: World) -> None:
    books = Books(world)
    loan = books.lend()
    before = books.booked(loan)
    books.post(loan, "repayment", "945.60")
    paid = world.get(f"loans/{loan}?associations=transactions")["transactions"][-1]["id"]
    world.post(f"loans/{loan}/transactions/{paid}?command=undo", {})
    assert books.booked(loan) == before


def test_without_accounting_nothing_is_booked(world: World) -> None:
    product = loan_product(world)
    loan = world.make("loans", application_of(client(world), product, ON), "loanId")
    world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": ON})
    world.post(f"loans/{loan}?command=disburse", {**SPELLING, "actualDisbursementDate": ON})
    assert lines_of(world, loan) == []
