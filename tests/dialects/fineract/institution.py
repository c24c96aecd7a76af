"""What the cases of Fineract's own operations need of the institution: settings, taxes, rates, provisions."""

import itertools
from datetime import date, timedelta
from typing import Any

from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.loan_products import product
from tests.dialects.golden.cases.loans import (
    SPELLING,
)


def payment_type(world: World) -> dict[str, Any]:
    return {"type": world.make("paymenttypes", {"name": unique("Card")})}


def setting(world: World) -> dict[str, Any]:
    one = world.get("configurations")["globalConfiguration"][0]
    return {"config": one["id"], "config_name": one["name"]}


def age_range(world: World) -> dict[str, Any]:
    body = {"classification": unique("Late"), "minimumAgeDays": 1, "maximumAgeDays": 30, "locale": "en"}
    return {"range": world.make("delinquency/ranges", body)}


def bucket(world: World) -> dict[str, Any]:
    made = age_range(world)
    body = {"name": unique("Bucket"), "ranges": [made["range"]]}
    return {**made, "bucket": world.make("delinquency/buckets", body)}


NEW_RANGE = {"classification": lambda _: unique("Late"), "minimumAgeDays": 1, "locale": "en"}


def floating_rate(world: World) -> dict[str, Any]:
    return {"rate": world.make("floatingrates", {"name": unique("Rate")})}


RATE = {"floatingRateId": "rate"}


RATE_PERIODS = {
    **SPELLING,
    "ratePeriods": [
        {"fromDate": "01 March 2040", "interestRate": 10, "locale": "en", "dateFormat": "dd MMMM yyyy"},
        {"fromDate": "01 April 2040", "interestRate": "10.5"},
    ],
}


def tax(world: World) -> dict[str, Any]:
    return {"tax": world.make("taxes/component", {**NEW_TAX, "name": unique("VAT")})}


def taxes(world: World) -> dict[str, Any]:
    made = tax(world)
    body = {**SPELLING, "name": unique("Taxes"), "taxComponents": of_tax(made)}
    return {**made, "taxes": world.make("taxes/group", body)}


def of_tax(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"taxComponentId": made["tax"], "startDate": "01 January 2011"}]


def ledger_account(world: World, kind: int) -> int:
    body = {
        "name": unique("Account"),
        "glCode": unique(),
        "type": kind,
        "usage": 1,
        "manualEntriesAllowed": True,
    }
    return world.make("glaccounts", body)


def category(world: World) -> dict[str, Any]:
    return {"category": world.make("provisioningcategory", {"categoryname": unique("Doubtful")})}


def for_criteria(world: World) -> dict[str, Any]:
    return {
        **category(world),
        **product(world),
        "owed": ledger_account(world, 2),
        "spent": ledger_account(world, 5),
    }


def of_criteria(made: dict[str, Any]) -> dict[str, Any]:
    return {
        "locale": "en",
        "criteriaName": unique("Rules"),
        "loanProducts": [{"id": made["product"], "name": "as shown"}],
        "definitions": [
            {
                "categoryId": made["category"],
                "categoryName": "as shown",
                "minAge": 0,
                "maxAge": 30,
                "provisioningPercentage": "2.5",
                "liabilityAccount": made["owed"],
                "expenseAccount": made["spent"],
            }
        ],
    }


def criteria(world: World) -> dict[str, Any]:
    made = for_criteria(world)
    return {**made, "criteria": world.make("provisioningcriteria", of_criteria(made))}


def provision(world: World) -> dict[str, Any]:
    return {"provision": world.make("provisioningentries", {**SPELLING, "date": next(PROVIDED)})}


DAYS = (date(2008, 1, 1) + timedelta(days=number) for number in itertools.count())


PROVIDED = (day.strftime("%d %B %Y") for day in DAYS)


NEW_TAX = {**SPELLING, "percentage": "16", "startDate": "01 January 2010"}


def transfers(world: World) -> dict[str, Any]:
    """An account for transfers of assets, and another; the activity named with neither."""
    for one in world.caller.get("financialactivityaccounts").body:
        world.caller.delete(f"financialactivityaccounts/{one['id']}")
    return {"first": ledger_account(world, 1), "second": ledger_account(world, 1)}


def transfers_mapped(world: World) -> dict[str, Any]:
    made = transfers(world)
    body = {"financialActivityId": 100, "glAccountId": made["first"]}
    return {**made, "mapping": world.make("financialactivityaccounts", body)}
