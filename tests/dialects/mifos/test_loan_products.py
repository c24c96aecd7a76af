"""Loan products through Mifos X: every field that is taken has an effect, what is wrong is named as it was sent."""

from typing import Any

from amana.ledger.account_types import AccountClass
from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.loan_products import (
    TERMS,
    accounts,
    charge,
    ledger_account,
    loan_product,
    options,
)

ENUMS = {"daysInYearType": 360, "daysInMonthType": 30}
PLAIN = {
    "shortName": "HL",
    "description": "After the harvest",
    "includeInBorrowerCycle": True,
    "inMultiplesOf": 1,
    "minPrincipal": 500,
    "maxPrincipal": 200000,
    "minNumberOfRepayments": 6,
    "maxNumberOfRepayments": 24,
    "minInterestRatePerPeriod": 0.5,
    "maxInterestRatePerPeriod": 3,
    "allowPartialPeriodInterestCalcualtion": True,
    "recurringMoratoriumOnPrincipalPeriods": 1,
    "installmentAmountInMultiplesOf": 10,
    "principalThresholdForLastInstallment": 25,
    "graceOnPrincipalPayment": 1,
    "graceOnInterestPayment": 2,
    "graceOnInterestCharged": 3,
    "inArrearsTolerance": 12.5,
}


def get(world: World, product: int, query: str = "") -> Any:
    return world.get(f"loanproducts/{product}{query}")


def test_every_field_comes_back(world: World) -> None:
    short = unique("s")[:20]
    fund = world.make("funds", {"name": unique("Fund")})
    product = loan_product(
        world,
        **{**PLAIN, "shortName": short, **ENUMS},
        fundId=fund,
        startDate="1 January 2013",
        closeDate="31 December 2013",
        dateFormat="d MMMM yyyy",
    )
    shown = get(world, product)
    for name, value in {**PLAIN, "shortName": short, "fundId": fund}.items():
        assert (shown["currency"] if name == "inMultiplesOf" else shown)[name] == value, name
    assert {name: shown[name]["id"] for name in ENUMS} == ENUMS
    assert (shown["startDate"], shown["closeDate"]) == ([2013, 1, 1], [2013, 12, 31])
    assert shown["fundName"].startswith("Fund")
    usual = get(world, loan_product(world))
    assert not {*PLAIN, *ENUMS, "fundId", "startDate", "charges"} & set(usual)


def test_terms_are_those_that_were_sent(world: World) -> None:
    terms = {
        "principal": 5000,
        "numberOfRepayments": 10,
        "repaymentEvery": 2,
        "interestRatePerPeriod": 24,
        "transactionProcessingStrategyId": 4,
    }
    types = {
        "repaymentFrequencyType": 1,
        "interestRateFrequencyType": 3,
        "amortizationType": 0,
        "interestType": 1,
        "interestCalculationPeriodType": 0,
    }
    product = loan_product(world, **terms, **types)
    shown = get(world, product)
    assert {name: shown[name] for name in terms} == terms
    assert {name: shown[name]["id"] for name in types} == types
    assert shown["annualInterestRate"] == 24
    assert shown["transactionProcessingStrategyName"] == "RBI (India)"


def test_a_change_shows_numbers_as_numbers_and_clears_texts(world: World) -> None:
    product = loan_product(world, description="Before", maxPrincipal=200000)
    body = {"principal": "70,000.00", "description": "", "maxPrincipal": None, "locale": "en_GB"}
    done = world.put(f"loanproducts/{product}", body)
    assert done == {
        "resourceId": product,
        "changes": {"principal": 70000, "description": "", "maxPrincipal": "", "locale": "en_GB"},
    }
    assert not {"description", "maxPrincipal"} & set(get(world, product))
    assert world.put(f"loanproducts/{product}", body) == {"resourceId": product}


def test_charges_of_a_product(world: World) -> None:
    first, second = charge(world), charge(world, penalty=True)
    product = loan_product(world, charges=[{"id": first}, {"id": second}])
    shown = get(world, product)["charges"]
    assert [(one["id"], one["penalty"], one["amount"]) for one in shown] == [
        (first, False, 230.56),
        (second, True, 230.56),
    ]
    done = world.put(f"loanproducts/{product}", {"charges": [second]})
    assert done["changes"] == {"charges": [{"id": second}]}
    assert world.caller.delete(f"charges/{first}").status == 200
    assert world.caller.delete(f"charges/{second}").status == 403


def test_accounts_of_a_product(world: World) -> None:
    made = accounts(world)
    names = {
        "fundSourceAccountId": "asset",
        "loanPortfolioAccountId": "asset",
        "receivableInterestAccountId": "asset",
        "receivableFeeAccountId": "asset",
        "receivablePenaltyAccountId": "asset",
        "interestOnLoanAccountId": "income",
        "incomeFromFeeAccountId": "income",
        "incomeFromPenaltyAccountId": "income",
        "incomeFromRecoveryAccountId": "income",
        "writeOffAccountId": "expense",
        "transfersInSuspenseAccountId": "asset",
    }
    sent = {name: made[kind] for name, kind in names.items()}
    sent["overpaymentLiabilityAccountId"] = ledger_account(world, AccountClass.LIABILITY)
    product = loan_product(
        world,
        **sent,
        accountingRule=3,
        paymentChannelToFundSourceMappings=[
            {"paymentTypeId": made["cash"], "fundSourceAccountId": made["asset"]}
        ],
        feeToIncomeAccountMappings=[{"chargeId": made["fee"], "incomeAccountId": made["income"]}],
        penaltyToIncomeAccountMappings=[{"chargeId": made["penalty"], "incomeAccountId": made["income"]}],
    )
    shown = get(world, product)
    mappings = shown["accountingMappings"]
    assert {f"{role}Id": account["id"] for role, account in mappings.items()} == sent
    assert set(mappings["fundSourceAccount"]) == {"id", "name", "glCode"}
    by_type = shown["paymentChannelToFundSourceMappings"][0]
    assert (by_type["paymentType"]["id"], by_type["fundSourceAccount"]["id"]) == (made["cash"], made["asset"])
    for field, kind in (
        ("feeToIncomeAccountMappings", "fee"),
        ("penaltyToIncomeAccountMappings", "penalty"),
    ):
        assert [(one["chargeId"], one["incomeAccount"]["id"]) for one in shown[field]] == [
            (made[kind], made["income"])
        ]
    other = ledger_account(world, AccountClass.ASSET)
    done = world.put(
        f"loanproducts/{product}", {"fundSourceAccountId": other, "feeToIncomeAccountMappings": []}
    )
    assert done["changes"] == {"fundSourceAccountId": other, "feeToIncomeAccountMappings": []}
    shown = get(world, product)
    assert shown["accountingMappings"]["fundSourceAccount"]["id"] == other
    assert "feeToIncomeAccountMappings" not in shown


def refused(world: World, path: str, body: Any) -> dict[str, str]:
    reply = world.caller.post(path, body)
    assert reply.status == 400, reply.text.decode()
    return {one["parameterName"]: one["userMessageGlobalisationCode"] for one in reply.body["errors"]}


def test_faults_bear_the_names_that_were_sent(world: World) -> None:
    body = {**TERMS, "name": "Refused", "accountingRule": 2, "fundSourceAccountId": 10**9}
    found = refused(world, "loanproducts", body)
    assert (
        found["loanPortfolioAccountId"] == "validation.msg.loanproduct.loanPortfolioAccountId.cannot.be.blank"
    )
    assert found["fundSourceAccountId"] == "validation.msg.loanproduct.fundSourceAccountId.is.invalid"
    assert refused(world, "loanproducts", {**TERMS, "name": "Refused", "maxPrincipal": 10}) == {
        "principal": "validation.msg.loanproduct.principal.is.greater.than.max"
    }
    assert refused(world, "loanproducts", {**TERMS, "name": "Refused", "multiDisburseLoan": True}) == {
        "multiDisburseLoan": "error.msg.parameter.unsupported"
    }
    assert refused(world, "loanproducts", {**TERMS, "name": "Refused", "charges": [{"id": 10**9}]}) == {
        "charges": "validation.msg.loanproduct.charges.is.invalid"
    }
    fee_as_penalty = {
        **TERMS,
        "name": "Refused",
        "charges": [{"charge": 1}],
    }
    assert set(refused(world, "loanproducts", fee_as_penalty)) == {"charges[0].id", "charges[0].charge"}


def test_an_income_account_for_penalties_is_none_for_fees(world: World) -> None:
    made = accounts(world)
    cash = {
        "fundSourceAccountId": made["asset"],
        "loanPortfolioAccountId": made["asset"],
        "interestOnLoanAccountId": made["income"],
        "incomeFromFeeAccountId": made["income"],
        "incomeFromPenaltyAccountId": made["income"],
        "writeOffAccountId": made["expense"],
    }
    wrong = [{"chargeId": made["penalty"], "incomeAccountId": made["income"]}]
    body = {**TERMS, "name": "R", "accountingRule": 2, **cash, "feeToIncomeAccountMappings": wrong}
    assert set(refused(world, "loanproducts", body)) == {"feeToIncomeAccountMappings"}


def test_options_come_when_they_are_asked_for(world: World) -> None:
    options(world)
    product = loan_product(world)
    plain, full = get(world, product), get(world, product, "?template=true")
    template = world.get("loanproducts/template")
    added = set(full) - set(plain)
    assert added == {name for name in template if name.endswith("Options")}
    strategies = {one["id"]: one["name"] for one in template["transactionProcessingStrategyOptions"]}
    assert strategies[4] == "RBI (India)"
    assert {1, 2, 3, 4, 5, 6} <= set(strategies)
    assets = template["accountingMappingOptions"]["assetAccountOptions"]
    assert {one["type"]["value"] for one in assets} == {"ASSET"}


def test_two_products_of_one_name(world: World) -> None:
    name = unique("Twice")
    loan_product(world, name=name)
    reply = world.caller.post("loanproducts", {**TERMS, "name": name})
    assert (reply.status, reply.body["errors"][0]["parameterName"]) == (400, "name")
