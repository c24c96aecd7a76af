"""An institution that lends: products with accounts, borrowers, a business date, and short words for the verbs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.charges.create import CreateCharge
from amana.finance.dates import PeriodUnit
from amana.finance.terms import RateUnit
from amana.kernel.codes.edit_values import AddCodeValue
from amana.kernel.codes.records import code, code_value
from amana.kernel.configuration.business_date import SetBusinessDate
from amana.kernel.context import Actor
from amana.kernel.outcome import Outcome
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.ledger.records import gl_account, journal_entry, journal_line
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedTerms
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting, LoanType
from amana.loans.products.asked import AskedAccounts
from amana.loans.records import loan_instalment, loan_position, loan_transaction
from amana.loans.repay import RepayLoan
from amana.loans.submit import SubmitLoan
from amana.parties.clients.create import CreateClient
from tests.loans.products.products import new_product, unique
from tests.submitting import ask, perform

HEAD_OFFICE = 1
TODAY = date(2015, 4, 1)
START = date(2015, 1, 1)
D = Decimal

ROLES: dict[str, AccountClass] = {
    "fund_source": AccountClass.ASSET,
    "loan_portfolio": AccountClass.ASSET,
    "receivable_interest": AccountClass.ASSET,
    "receivable_fee": AccountClass.ASSET,
    "receivable_penalty": AccountClass.ASSET,
    "interest_on_loan": AccountClass.INCOME,
    "income_from_fee": AccountClass.INCOME,
    "income_from_penalty": AccountClass.INCOME,
    "income_from_recovery": AccountClass.INCOME,
    "write_off": AccountClass.EXPENSE,
    "overpayment_liability": AccountClass.LIABILITY,
    "goodwill_credit": AccountClass.EXPENSE,
    "income_from_goodwill_credit_interest": AccountClass.EXPENSE,
    "charge_off_expense": AccountClass.EXPENSE,
    "charge_off_fraud_expense": AccountClass.EXPENSE,
    "income_from_charge_off_interest": AccountClass.INCOME,
}
ACCRUAL_ONLY = {"receivable_interest", "receivable_fee", "receivable_penalty"}


class Lender:
    """A tenant of its own on 1 April 2015, with one account per role, named like it."""

    def __init__(self, tenant: Tenant, actor: Actor) -> None:
        self.tenant = tenant
        self.actor = actor
        self.day(TODAY)
        self.accounts = {
            role: int(self.do(CreateAccount(name=role, code=role, account_class=kind, usage=Usage.DETAIL)).id)
            for role, kind in ROLES.items()
        }
        self.client = self.new_client()

    # -- the institution

    def do(self, command: Any) -> Outcome:
        return perform(self.tenant, self.actor, command)

    def ask(self, query: Any) -> Any:
        return ask(self.tenant, self.actor, query)

    def day(self, day: date) -> None:
        self.do(SetBusinessDate(day=day))

    def new_client(self, activated_on: date = date(2013, 1, 1)) -> int:
        command = CreateClient(
            office=HEAD_OFFICE,
            first_name="Petra",
            last_name=unique("Yton"),
            active=True,
            activated_on=activated_on,
        )
        return int(self.do(command).id)

    def product(self, accounting: Accounting = Accounting.NONE, **terms: Any) -> int:
        """10,000 over 12 months at 1 % a month unless told otherwise."""
        usual: dict[str, Any] = {
            "principal": D(10000),
            "interest_rate": D(1),
            "interest_rate_unit": RateUnit.MONTH,
        }
        if accounting is not Accounting.NONE:
            names = set(ROLES) if accounting.is_accrual else set(ROLES) - ACCRUAL_ONLY
            usual["accounting"] = accounting
            particular = terms.pop("more_accounts", {})
            usual["accounts"] = AskedAccounts(**{name: self.accounts[name] for name in names}, **particular)
        return int(self.do(new_product(**{**usual, **terms})).id)

    def charge(self, **terms: Any) -> int:
        usual = {"name": unique("Charge"), "applies_to": "loan", "currency": "USD", "active": True}
        return int(self.do(CreateCharge(**{**usual, **terms})).id)

    def code_value(self, code_name: str, name: str) -> int:
        """A value of a system code."""
        [row] = self.rows(sa.select(code.c.id).where(code.c.name == code_name))
        found = self.rows(
            sa.select(code_value.c.id).where(code_value.c.code_id == row["id"], code_value.c.name == name)
        )
        return int(found[0]["id"]) if found else int(self.do(AddCodeValue(code=row["id"], name=name)).id)

    # -- a loan

    def submit(self, product: int, **more: Any) -> int:
        terms = more.pop("terms", {})
        asked = AskedTerms(**{"expected_disbursement_on": START, **terms})
        usual: dict[str, Any] = {
            "loan_type": LoanType.INDIVIDUAL,
            "client": self.client,
            "submitted_on": START,
        }
        return int(self.do(SubmitLoan(product=product, terms=asked, **{**usual, **more})).id)

    def approved(self, product: int, **more: Any) -> int:
        loan = self.submit(product, **more)
        self.do(ApproveLoan(loan=loan, on=START))
        return loan

    def ready(self, loan: int) -> None:
        """Approve and pay out on the first day."""
        self.do(ApproveLoan(loan=loan, on=START))
        self.do(DisburseLoan(loan=loan, on=START))

    def disbursed(self, product: int, on: date = START, **more: Any) -> int:
        loan = self.approved(product, **more)
        self.do(DisburseLoan(loan=loan, on=on))
        return loan

    def repay(self, loan: int, on: str, amount: str) -> int:
        return int(self.do(RepayLoan(loan=loan, on=date.fromisoformat(on), amount=D(amount))).id)

    # -- what became of it

    def rows(self, query: sa.Select[Any] | str) -> list[dict[str, Any]]:
        with self.tenant.database.reading() as session:
            return session.records(query)

    def position(self, loan: int) -> dict[str, Any]:
        [row] = self.rows(sa.select(loan_position).where(loan_position.c.loan_id == loan))
        return row

    def instalments(self, loan: int) -> list[dict[str, Any]]:
        table = loan_instalment
        return self.rows(sa.select(table).where(table.c.loan_id == loan).order_by(table.c.number))

    def transactions(self, loan: int) -> list[tuple[Any, ...]]:
        """Day, kind, amount, principal, interest, fees, penalties of what counts."""
        table = loan_transaction
        rows = self.rows(
            sa.select(table)
            .where(table.c.loan_id == loan, table.c.reversed_on.is_(None))
            .order_by(table.c.value_date, table.c.seq)
        )
        names = ("amount", "principal", "interest", "fees", "penalties")
        return [(str(row["value_date"]), row["kind"], *(str(row[name]) for name in names)) for row in rows]

    def journal(self, loan: int, event: int | None = None) -> dict[str, Decimal]:
        """Net debits (credits negative) by account name, of one transaction or all."""
        query = (
            sa.select(gl_account.c.name, journal_line.c.side, journal_line.c.amount)
            .join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
            .join(gl_account, gl_account.c.id == journal_line.c.account_id)
            .where(journal_entry.c.source_kind == "loan", journal_entry.c.source_id == loan)
        )
        if event is not None:
            query = query.where(journal_entry.c.transaction_ref == f"L{event}")
        sums: dict[str, Decimal] = {}
        for row in self.rows(query):
            amount = row["amount"] if row["side"] == "debit" else -row["amount"]
            sums[row["name"]] = sums.get(row["name"], D(0)) + amount
        return {name: amount for name, amount in sums.items() if amount}


__all__ = ["HEAD_OFFICE", "START", "TODAY", "D", "Lender", "PeriodUnit", "replace"]
