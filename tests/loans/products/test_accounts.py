"""Which ledger accounts a loan product posts to."""

from dataclasses import replace
from typing import Any

import pytest

from amana.kernel.context import Actor
from amana.kernel.refusals import InvalidInput
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.product_roles import Role
from amana.loans.kinds import Accounting
from amana.loans.products.asked import AskedAccounts, FundSourceOfPaymentType, IncomeOfCharge
from amana.loans.products.update import UpdateLoanProduct
from tests.loans.products.products import (
    account,
    cash_accounts,
    define,
    new_product,
    payment_type,
    product,
    view,
)
from tests.submitting import perform


def refused_fields(tenant: Tenant, actor: Actor, command: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, actor, command)
    return {problem.field: problem.kind for problem in refused.value.problems}


def roles(tenant: Tenant, actor: Actor, made: int) -> dict[str, int]:
    return {role: one.id for role, one in view(tenant, actor, made).general_accounts.items()}


def test_cash_accounting_needs_six_accounts(tenant: Tenant, administrator: Actor) -> None:
    refused = refused_fields(tenant, administrator, new_product(accounting=Accounting.CASH))
    assert refused == dict.fromkeys(
        (
            "accounts.fund_source",
            "accounts.loan_portfolio",
            "accounts.interest_on_loan",
            "accounts.income_from_fee",
            "accounts.income_from_penalty",
            "accounts.write_off",
        ),
        "blank",
    )
    accounts = cash_accounts(tenant, administrator)
    made = define(tenant, administrator, accounting=Accounting.CASH, accounts=accounts)
    assert product(tenant, administrator, made).accounting is Accounting.CASH
    assert roles(tenant, administrator, made) == {
        role: getattr(accounts, role)
        for role in (
            "fund_source",
            "loan_portfolio",
            "interest_on_loan",
            "income_from_fee",
            "income_from_penalty",
            "write_off",
        )
    }


def test_accrual_accounting_needs_receivables_besides(tenant: Tenant, administrator: Actor) -> None:
    accounts = cash_accounts(tenant, administrator)
    command = new_product(accounting=Accounting.ACCRUAL_PERIODIC, accounts=accounts)
    assert set(refused_fields(tenant, administrator, command)) == {
        "accounts.receivable_interest",
        "accounts.receivable_fee",
        "accounts.receivable_penalty",
    }


def test_accounts_named_without_accounting_are_there_when_it_begins(
    tenant: Tenant, administrator: Actor
) -> None:
    accounts = cash_accounts(tenant, administrator)
    made = define(tenant, administrator)
    perform(tenant, administrator, UpdateLoanProduct(product=made, accounts=accounts))
    assert roles(tenant, administrator, made) == {}
    perform(tenant, administrator, UpdateLoanProduct(product=made, accounting=Accounting.CASH))
    with_books = define(tenant, administrator, accounting=Accounting.CASH, accounts=accounts)
    assert roles(tenant, administrator, made) == roles(tenant, administrator, with_books)


def test_an_account_has_to_be_of_the_class_its_role_asks_for(tenant: Tenant, administrator: Actor) -> None:
    good = cash_accounts(tenant, administrator)
    header = account(tenant, administrator, AccountClass.EXPENSE, usage=Usage.HEADER)
    wrong = replace(good, loan_portfolio=good.write_off, write_off=header, interest_on_loan=10**9)
    command = new_product(accounting=Accounting.CASH, accounts=wrong)
    assert refused_fields(tenant, administrator, command) == {
        "accounts.loan_portfolio": "inconsistent",
        "accounts.write_off": "inconsistent",
        "accounts.interest_on_loan": "unknown",
    }


def test_payment_types_have_fund_sources_of_their_own(tenant: Tenant, administrator: Actor) -> None:
    bank = account(tenant, administrator, AccountClass.ASSET)
    kind = payment_type(tenant)
    accounts = replace(
        cash_accounts(tenant, administrator),
        fund_sources=(FundSourceOfPaymentType(payment_type=kind, account=bank),),
    )
    made = define(tenant, administrator, accounting=Accounting.CASH, accounts=accounts)
    shown = view(tenant, administrator, made).particular_accounts(Role.FUND_SOURCE)
    assert [(one.payment_type, one.account.id) for one in shown] == [(kind, bank)]
    perform(
        tenant,
        administrator,
        UpdateLoanProduct(product=made, accounts=AskedAccounts(fund_sources=())),
    )
    assert not view(tenant, administrator, made).particular_accounts(Role.FUND_SOURCE)
    assert roles(tenant, administrator, made)["fund_source"] == accounts.fund_source


@pytest.mark.parametrize("kind", [10**9, "twice"])
def test_an_unknown_or_repeated_payment_type_is_refused(
    tenant: Tenant, administrator: Actor, kind: int | str
) -> None:
    bank = account(tenant, administrator, AccountClass.ASSET)
    known = payment_type(tenant)
    wanted = [known, known] if kind == "twice" else [int(kind)]
    accounts = replace(
        cash_accounts(tenant, administrator),
        fund_sources=tuple(FundSourceOfPaymentType(payment_type=one, account=bank) for one in wanted),
    )
    command = new_product(accounting=Accounting.CASH, accounts=accounts)
    assert set(refused_fields(tenant, administrator, command)) == {"accounts.fund_sources"}


def test_a_change_of_one_account_leaves_the_others(tenant: Tenant, administrator: Actor) -> None:
    made = define(
        tenant,
        administrator,
        accounting=Accounting.CASH,
        accounts=cash_accounts(tenant, administrator),
    )
    before = roles(tenant, administrator, made)
    other = account(tenant, administrator, AccountClass.LIABILITY)
    change = UpdateLoanProduct(product=made, accounts=AskedAccounts(fund_source=other))
    assert perform(tenant, administrator, change).changes == {"accounts.fund_source": other}
    assert roles(tenant, administrator, made) == {**before, "fund_source": other}
    assert perform(tenant, administrator, change).changes == {}


def test_accounts_of_another_method_come_back_with_it(tenant: Tenant, administrator: Actor) -> None:
    """Loans made before keep their method, so its accounts are kept for them."""
    accounts = cash_accounts(tenant, administrator)
    receivable = account(tenant, administrator, AccountClass.ASSET)
    made = define(
        tenant,
        administrator,
        accounting=Accounting.ACCRUAL_PERIODIC,
        accounts=replace(
            accounts,
            receivable_interest=receivable,
            receivable_fee=receivable,
            receivable_penalty=receivable,
        ),
    )
    accrual = roles(tenant, administrator, made)
    perform(tenant, administrator, UpdateLoanProduct(product=made, accounting=Accounting.CASH))
    assert set(accrual) - set(roles(tenant, administrator, made)) == {
        "receivable_interest",
        "receivable_fee",
        "receivable_penalty",
    }
    perform(tenant, administrator, UpdateLoanProduct(product=made, accounting=Accounting.NONE))
    assert roles(tenant, administrator, made) == {}
    perform(tenant, administrator, UpdateLoanProduct(product=made, accounting=Accounting.ACCRUAL_UPFRONT))
    assert roles(tenant, administrator, made) == accrual


def test_a_charge_with_two_income_accounts_is_refused(tenant: Tenant, administrator: Actor) -> None:
    income = account(tenant, administrator, AccountClass.INCOME)
    twice = (IncomeOfCharge(charge=1, account=income),) * 2
    accounts = replace(cash_accounts(tenant, administrator), fee_incomes=twice)
    command = new_product(accounting=Accounting.CASH, accounts=accounts)
    assert set(refused_fields(tenant, administrator, command)) == {"accounts.fee_incomes"}
