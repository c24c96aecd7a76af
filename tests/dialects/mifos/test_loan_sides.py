"""What hangs on a loan, through Mifos X: guarantors, collateral, charges, notes; each field has an effect."""

from typing import Any

from amana.charges.kinds import ChargeTime
from tests.dialects.golden.case import World
from tests.dialects.golden.cases.loan_products import charge
from tests.dialects.golden.cases.loans import SPELLING, active, approved, client, submitted, value_of

ON = "01 March 2011"
OUTSIDER = {
    "firstname": "Lyndon",
    "lastname": "Johnson",
    "addressLine1": "1600 Main Street",
    "addressLine2": "East Wing",
    "city": "Stonewall",
    "state": "Texas",
    "zip": "78671",
    "country": "United States",
    "mobileNumber": "830 555 0100",
    "housePhoneNumber": "830 555 0101",
    "comment": "Knows the family",
}


def test_a_guarantor_from_outside(world: World) -> None:
    loan = submitted(world)["loan"]
    kin = value_of(world, "GuarantorRelationship")
    body = {
        **OUTSIDER,
        **SPELLING,
        "guarantorTypeId": 3,
        "clientRelationshipTypeId": kin,
        "dob": "27 August 1958",
    }
    made = world.make(f"loans/{loan}/guarantors", body)
    shown = world.get(f"loans/{loan}/guarantors/{made}")
    assert {name: shown[name] for name in OUTSIDER} == OUTSIDER
    assert shown["dob"] == [1958, 8, 27]
    assert shown["clientRelationshipType"]["id"] == kin
    assert shown["guarantorType"]["value"] == "EXTERNAL"
    cleared = {"addressLine2": "", "comment": None, "clientRelationshipTypeId": None, "city": "Johnson City"}
    done = world.put(f"loans/{loan}/guarantors/{made}", cleared)
    assert done["changes"] == {
        "addressLine2": "",
        "comment": "",
        "clientRelationshipTypeId": "",
        "city": "Johnson City",
    }
    shown = world.get(f"loans/{loan}/guarantors/{made}")
    assert shown["city"] == "Johnson City"
    assert not {"addressLine2", "comment", "clientRelationshipType"} & set(shown)


def test_a_guarantor_among_clients_and_staff(world: World) -> None:
    loan = submitted(world)["loan"]
    body = {"officeId": 1, "firstname": "Staff", "lastname": "Member"}
    member, other = world.make("staff", {**body, "lastname": f"Member {loan}"}), client(world)
    made = world.make(f"loans/{loan}/guarantors", {"guarantorTypeId": 2, "entityId": member})
    assert world.get(f"loans/{loan}/guarantors/{made}")["firstname"] == "Staff"
    world.put(f"loans/{loan}/guarantors/{made}", {"guarantorTypeId": 1, "entityId": other})
    shown = world.get(f"loans/{loan}/guarantors/{made}")
    assert (shown["guarantorType"]["value"], shown["firstname"]) == ("CUSTOMER", "Petra")
    missing = world.caller.post(f"loans/{loan}/guarantors", {"guarantorTypeId": 3})
    assert {one["parameterName"] for one in missing.body["errors"]} == {"firstname", "lastname"}
    missing = world.caller.post(f"loans/{loan}/guarantors", {"guarantorTypeId": 1})
    assert {one["parameterName"] for one in missing.body["errors"]} == {"entityId"}
    assert world.caller.delete(f"loans/{loan}/guarantors/{made}").status == 200
    assert world.get(f"loans/{loan}/guarantors") == []


def test_collateral_is_pledged_changed_and_given_back(world: World) -> None:
    loan = submitted(world)["loan"]
    kind = value_of(world, "LoanCollateral")
    body = {"collateralTypeId": kind, "value": "50,000", "locale": "en", "description": "A field"}
    made = world.make(f"loans/{loan}/collaterals", body)
    shown = world.get(f"loans/{loan}/collaterals/{made}")
    assert (shown["type"]["id"], shown["value"], shown["description"]) == (kind, 50_000, "A field")
    done = world.put(f"loans/{loan}/collaterals/{made}", {"value": 40_000, "locale": "en", "description": ""})
    assert done["changes"] == {"value": 40_000, "description": "", "locale": "en"}
    unknown = world.caller.post(f"loans/{loan}/collaterals", {"collateralTypeId": 10**9})
    assert unknown.body["errors"][0]["parameterName"] == "collateralTypeId"
    world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": ON})
    assert world.caller.delete(f"loans/{loan}/collaterals/{made}").status == 403
    assert world.caller.post(f"loans/{loan}/collaterals", body).status == 403


def charges(world: World, loan: int) -> Any:
    return world.get(f"loans/{loan}/charges")


def test_a_charge_is_added_changed_and_taken_off(world: World) -> None:
    fee = charge(world)
    loan = submitted(world)["loan"]
    body = {**SPELLING, "chargeId": fee, "amount": "100", "dueDate": "29 April 2011"}
    made = world.make(f"loans/{loan}/charges", body)
    shown = world.get(f"loans/{loan}/charges/{made}")
    assert (shown["amount"], shown["amountOutstanding"], shown["dueDate"]) == (100, 100, [2011, 4, 29])
    done = world.put(f"loans/{loan}/charges/{made}", {**SPELLING, "amount": "60", "dueDate": "27 March 2011"})
    assert (done["changes"]["amount"], done["changes"]["dueDate"]) == (60, "27 March 2011")
    assert [(one["amount"], one["dueDate"]) for one in charges(world, loan)] == [(60, [2011, 3, 27])]
    undated = world.caller.post(f"loans/{loan}/charges", {"chargeId": fee, "amount": 1, "locale": "en"})
    assert undated.body["errors"][0]["parameterName"] == "dueDate"
    assert world.caller.delete(f"loans/{loan}/charges/{made}").status == 200
    assert charges(world, loan) == []


def test_an_instalment_fee_is_paid_and_waived_part_by_part(world: World) -> None:
    fee = charge(world, time=ChargeTime.INSTALMENT)
    loan = approved(world, ON, charges=[{"chargeId": fee, "amount": 5}])["loan"]
    world.post(f"loans/{loan}?command=disburse", {**SPELLING, "actualDisbursementDate": ON})
    [shown] = charges(world, loan)
    assert shown["amount"] == 60
    paid = {**SPELLING, "transactionDate": "01 April 2011", "installmentNumber": 2, "amount": 4}
    world.post(f"loans/{loan}/charges/{shown['id']}?command=pay", paid)
    world.post(f"loans/{loan}/charges/{shown['id']}?command=waive", {"installmentNumber": 3, "note": "Flood"})
    [shown] = charges(world, loan)
    assert (shown["amountPaid"], shown["amountWaived"], shown["amountOutstanding"]) == (4, 5, 51)
    periods = world.get(f"loans/{loan}?associations=repaymentSchedule")["repaymentSchedule"]["periods"]
    assert [one["feeChargesOutstanding"] for one in periods[1:5]] == [5, 1, 0, 5]


def test_how_a_charge_was_paid_is_kept(world: World) -> None:
    fee = charge(world)
    made = approved(world, ON, charges=[{"chargeId": fee, "amount": 9, "dueDate": "15 March 2011"}])
    loan = made["loan"]
    world.post(f"loans/{loan}?command=disburse", {**SPELLING, "actualDisbursementDate": ON})
    [shown] = charges(world, loan)
    cash = value_of(world, "PaymentType")
    body = {**SPELLING, "transactionDate": "16 March 2011", "paymentTypeId": cash, "receiptNumber": "R7"}
    world.post(f"loans/{loan}/charges/{shown['id']}?command=pay", body)
    assert charges(world, loan)[0]["amountOutstanding"] == 0
    transactions = world.get(f"loans/{loan}?associations=transactions")["transactions"]
    [payment] = [one for one in transactions if one["date"] == [2011, 3, 16]]
    assert (payment["feeChargesPortion"], payment["paymentDetailData"]["receiptNumber"]) == (9, "R7")
    assert payment["paymentDetailData"]["paymentType"]["id"] == cash


def test_notes_of_a_loan_newest_first(world: World) -> None:
    loan = active(world, ON)["loan"]
    first = world.make(f"loans/{loan}/notes", {"note": "Seen at the market"})
    world.make(f"loans/{loan}/notes", {"note": "Moved house"})
    world.put(f"loans/{loan}/notes/{first}", {"note": "Seen at home"})
    assert [one["note"] for one in world.get(f"loans/{loan}/notes")] == ["Moved house", "Seen at home"]
    assert world.caller.delete(f"loans/{loan}/notes/{first}").status == 200
    assert world.caller.get(f"loans/{loan}/notes/{first}").status == 404
