"""Products and ledger accounts for tests of loan products."""

from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod, RateUnit
from amana.kernel.codes.records import code, code_value
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.create import CreateLoanProduct
from amana.loans.products.product import LoanProduct
from amana.loans.products.queries import GetLoanProduct
from amana.loans.products.views import LoanProductView
from tests.submitting import ask, perform

_numbers = count(1)


def unique(prefix: str) -> str:
    return f"{prefix} {next(_numbers)} {uuid4().hex[:8]}"


def new_product(**terms: Any) -> CreateLoanProduct:
    """100,000.00 over twelve months at 1.75 % a month, declining, in equal instalments."""
    usual: dict[str, Any] = {
        "name": unique("Loan"),
        "currency_code": "USD",
        "digits": 2,
        "principal": Decimal("100000.00"),
        "number_of_repayments": 12,
        "repay_every": 1,
        "repay_unit": PeriodUnit.MONTHS,
        "interest_rate": Decimal("1.75"),
        "interest_rate_unit": RateUnit.MONTH,
        "interest_method": InterestMethod.DECLINING,
        "amortisation": Amortisation.EQUAL_INSTALMENTS,
        "interest_period": InterestPeriod.SAME_AS_REPAYMENT,
        "strategy": AllocationStrategy.MIFOS_STANDARD,
    }
    return CreateLoanProduct(**{**usual, **terms})


def define(tenant: Tenant, actor: Actor, **terms: Any) -> int:
    """Define a product and give its id."""
    return int(perform(tenant, actor, new_product(**terms)).id)


def view(tenant: Tenant, actor: Actor, product: int) -> LoanProductView:
    shown: LoanProductView = ask(tenant, actor, GetLoanProduct(product=product))
    return shown


def product(tenant: Tenant, actor: Actor, product: int) -> LoanProduct:
    return view(tenant, actor, product).product


def account(tenant: Tenant, actor: Actor, account_class: AccountClass, **more: Any) -> int:
    """A detail account of the class."""
    command = CreateAccount(
        name=unique(account_class.capitalize()),
        code=unique("C"),
        account_class=account_class,
        **{"usage": Usage.DETAIL, **more},
    )
    return int(perform(tenant, actor, command).id)


def cash_accounts(tenant: Tenant, actor: Actor) -> AskedAccounts:
    """What cash accounting needs."""
    return AskedAccounts(
        fund_source=account(tenant, actor, AccountClass.ASSET),
        loan_portfolio=account(tenant, actor, AccountClass.ASSET),
        interest_on_loan=account(tenant, actor, AccountClass.INCOME),
        income_from_fee=account(tenant, actor, AccountClass.INCOME),
        income_from_penalty=account(tenant, actor, AccountClass.INCOME),
        write_off=account(tenant, actor, AccountClass.EXPENSE),
    )


def payment_type(tenant: Tenant) -> int:
    """Some way of paying."""
    with tenant.database.reading() as session:
        query = (
            sa.select(code_value.c.id)
            .join(code, code.c.id == code_value.c.code_id)
            .where(code.c.name == "PaymentType")
            .limit(1)
        )
        return int(session.scalar(query))
