"""Charge definitions and funds."""

from typing import Any

from tests.dialects.golden.case import Case, World, unique


def charge(world: World) -> dict[str, Any]:
    body = {
        "name": unique("Loan service fee"),
        "chargeAppliesTo": 1,
        "currencyCode": "USD",
        "locale": "en",
        "amount": "230.56",
        "chargeTimeType": 1,
        "chargeCalculationType": 1,
        "active": True,
    }
    return {"charge": world.make("charges", body)}


def fund(world: World) -> dict[str, Any]:
    return {"fund": world.make("funds", {"name": unique("fund")})}


CHARGE, FUND = {"chargeId": "charge"}, {"fundId": "fund"}

CASES = (
    Case("charges_template"),
    Case("charges_create", body={"name": lambda _: unique("Loan service fee")}),
    Case("charges_create", body={"name": lambda _: unique("Default Penalty")}, example=1),
    Case("charges_list", charge),
    Case("charges_retrieve", charge, CHARGE),
    Case("charges_update", charge, CHARGE, body={"name": lambda _: unique("Loan service fee(changed)")}),
    Case("charges_delete", charge, CHARGE),
    Case("funds_create", body={"name": lambda _: unique("EU Agri Fund")}),
    Case("funds_retrieve", fund),
    Case("fund_retrieve", fund, FUND),
    Case("fund_update", fund, FUND, body={"name": lambda _: unique("EU Agri Fund (2010-2020)")}),
)
