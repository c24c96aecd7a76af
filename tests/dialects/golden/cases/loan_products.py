"""Loan products and product mix."""

from decimal import Decimal
from typing import Any

from amana.charges.create import CreateCharge
from amana.charges.kinds import AppliesTo, ChargeTime
from amana.finance.charges import ChargeBasis
from amana.ledger.account_types import AccountClass
from tests.dialects.golden.case import Case, World, unique
from tests.loans.products.products import account, payment_type
from tests.submitting import perform
from tests.tenant_fixtures import administrator_of

PRODUCT = {"productId": "product"}
TERMS: dict[str, Any] = {
    "currencyCode": "USD",
    "locale": "en_GB",
    "digitsAfterDecimal": "2",
    "inMultiplesOf": 0,
    "principal": "100,000.00",
    "numberOfRepayments": "12",
    "repaymentEvery": "1",
    "repaymentFrequencyType": 2,
    "interestRatePerPeriod": "1.75",
    "interestRateFrequencyType": 2,
    "amortizationType": 1,
    "interestType": 0,
    "interestCalculationPeriodType": 1,
    "transactionProcessingStrategyId": 1,
    "accountingRule": 1,
}


def loan_product(world: World, **more: Any) -> int:
    """A product of the usual terms."""
    return int(world.make("loanproducts", {**TERMS, "name": unique("Loan product"), **more}))


def charge(world: World, *, penalty: bool = False, time: ChargeTime = ChargeTime.SPECIFIED_DUE_DATE) -> int:
    """An active fee or penalty in dollars."""
    command = CreateCharge(
        name=unique("Charge"),
        applies_to=AppliesTo.LOAN,
        time=time,
        basis=ChargeBasis.FLAT,
        currency="USD",
        amount=Decimal("230.56"),
        penalty=penalty,
        active=True,
    )
    return int(perform(world.tenant, administrator_of(world.tenant), command).id)


def ledger_account(world: World, account_class: AccountClass) -> int:
    """A detail account."""
    return account(world.tenant, administrator_of(world.tenant), account_class)


def some_charge(world: World) -> dict[str, Any]:
    return {"charge": charge(world, time=ChargeTime.DISBURSEMENT)}


def product(world: World) -> dict[str, Any]:
    made = some_charge(world)
    return {**made, "product": loan_product(world, charges=[{"id": made["charge"]}])}


def options(world: World) -> dict[str, Any]:
    for account_class in (AccountClass.ASSET, AccountClass.EXPENSE, AccountClass.INCOME):
        ledger_account(world, account_class)
    return some_charge(world)


def accounts(world: World) -> dict[str, Any]:
    return {
        "asset": ledger_account(world, AccountClass.ASSET),
        "income": ledger_account(world, AccountClass.INCOME),
        "expense": ledger_account(world, AccountClass.EXPENSE),
        "fee": charge(world),
        "penalty": charge(world, penalty=True),
        "cash": payment_type(world.tenant),
    }


def two_products(world: World) -> dict[str, Any]:
    return {"product": loan_product(world), "other": loan_product(world)}


def mix(world: World) -> dict[str, Any]:
    made = {**two_products(world), "third": loan_product(world)}
    world.post(f"loanproducts/{made['product']}/productmix", {"restrictedProducts": [made["third"]]})
    return made


BY_CASH: dict[str, Any] = {
    "name": lambda _: unique("LP Cash Accounting"),
    "fundSourceAccountId": "asset",
    "loanPortfolioAccountId": "asset",
    "interestOnLoanAccountId": "income",
    "incomeFromFeeAccountId": "income",
    "incomeFromPenaltyAccountId": "income",
    "writeOffAccountId": "expense",
}

CASES = (
    Case("loanproducts_list", product, among="product"),
    Case("loanproducts_template", options),
    Case("loanproducts_retrieve", product, PRODUCT),
    Case(
        "loanproducts_create",
        some_charge,
        body={
            "name": lambda _: unique("LP with charges"),
            "charges": lambda made: [{"id": str(made["charge"])}],
        },
    ),
    Case(
        "loanproducts_create",
        accounts,
        body={
            **BY_CASH,
            "paymentChannelToFundSourceMappings": lambda made: [
                {"paymentTypeId": str(made["cash"]), "fundSourceAccountId": made["asset"]}
            ],
            "feeToIncomeAccountMappings": lambda made: [
                {"chargeId": made["fee"], "incomeAccountId": made["income"]}
            ],
            "penaltyToIncomeAccountMappings": lambda made: [
                {"chargeId": made["penalty"], "incomeAccountId": made["income"]}
            ],
        },
        example=1,
    ),
    Case(
        "loanproducts_create",
        accounts,
        body={
            **BY_CASH,
            "receivableInterestAccountId": "asset",
            "receivableFeeAccountId": "asset",
            "receivablePenaltyAccountId": "asset",
        },
        example=2,
    ),
    Case("loanproducts_update", product, PRODUCT),
    Case("loanproductmix_list", mix, query="associations=productMixes"),
    Case("loanproductmix_template", two_products, query="isProductMixTemplate=true"),
    Case("loanproductmix_retrieve", mix, PRODUCT),
    Case(
        "loanproductmix_create",
        two_products,
        PRODUCT,
        body={"restrictedProducts": lambda made: [str(made["other"])]},
    ),
    Case(
        "loanproductmix_update",
        mix,
        PRODUCT,
        body={"restrictedProducts": lambda made: [str(made["other"])]},
    ),
    Case("loanproductmix_delete", mix, PRODUCT),
)
