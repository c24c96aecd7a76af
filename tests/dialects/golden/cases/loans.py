"""Loans: applications, their life, transactions, charges, guarantors, collateral."""

from typing import Any

import sqlalchemy as sa

from amana.charges.kinds import ChargeTime
from amana.kernel.codes.records import code, code_value
from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.loan_products import charge, loan_product

SPELLING = {"dateFormat": "dd MMMM yyyy", "locale": "en"}
LOAN = {"loanId": "loan"}


def value_of(world: World, name: str) -> int:
    """Some value of a code."""
    query = (
        sa.select(code_value.c.id)
        .join(code, code.c.id == code_value.c.code_id)
        .where(code.c.name == name)
        .order_by(code_value.c.id)
        .limit(1)
    )
    with world.tenant.database.reading() as session:
        return int(session.scalar(query))


def client(world: World, **more: Any) -> int:
    """A client of the head office, active since March 2009."""
    named = {} if "fullname" in more else {"firstname": "Petra", "lastname": unique("Yton")}
    body = {"officeId": 1, "active": True, "activationDate": "04 March 2009", **named, **SPELLING, **more}
    return int(world.make("clients", body, "clientId"))


def application_of(client_id: int, product: int, on: str, **more: Any) -> dict[str, Any]:
    """10,000 over twelve months at 2 % a month, declining, in equal instalments."""
    return {
        **SPELLING,
        "clientId": client_id,
        "productId": product,
        "loanType": "individual",
        "principal": "10,000.00",
        "loanTermFrequency": 12,
        "loanTermFrequencyType": 2,
        "numberOfRepayments": 12,
        "repaymentEvery": 1,
        "repaymentFrequencyType": 2,
        "interestRatePerPeriod": 2,
        "interestRateFrequencyType": 2,
        "amortizationType": 1,
        "interestType": 0,
        "interestCalculationPeriodType": 1,
        "transactionProcessingStrategyId": 1,
        "submittedOnDate": on,
        "expectedDisbursementDate": on,
        **more,
    }


def submitted(world: World, on: str = "01 March 2011", **more: Any) -> dict[str, Any]:
    """An application and what it stands on."""
    made = {"client": client(world), "product": loan_product(world, description="For golden exchanges")}
    body = application_of(made["client"], made["product"], on, **more)
    return {**made, "loan": world.make("loans", body, "loanId")}


def submitted_in_september(world: World) -> dict[str, Any]:
    return submitted(world, "20 September 2011")


def approved(world: World, on: str = "01 March 2011", **more: Any) -> dict[str, Any]:
    made = submitted(world, on, **more)
    world.post(f"loans/{made['loan']}?command=approve", {**SPELLING, "approvedOnDate": on})
    return made


def active(world: World, on: str = "01 March 2011", **more: Any) -> dict[str, Any]:
    made = approved(world, on, **more)
    body = {**SPELLING, "actualDisbursementDate": on}
    world.post(f"loans/{made['loan']}?command=disburse", body)
    return made


def approved_and_cash(world: World) -> dict[str, Any]:
    return {**approved(world), "cash": value_of(world, "PaymentType")}


def active_and_cash(world: World) -> dict[str, Any]:
    return {**active(world), "cash": value_of(world, "PaymentType")}


def in_full(world: World) -> dict[str, Any]:
    """A loan with an officer and a purpose."""
    officer = world.make(
        "staff", {"officeId": 1, "firstname": "Loan", "lastname": unique("Officer"), "isLoanOfficer": True}
    )
    return active(world, loanOfficerId=officer, loanPurposeId=value_of(world, "LoanPurpose"))


LISTED = "LIST000001"


def listed(world: World) -> dict[str, Any]:
    """A loan that its account number finds alone."""
    found = world.get(f"loans?accountNo={LISTED}")["pageItems"]
    return {"loan": found[0]["id"]} if found else active(world, accountNo=LISTED)


def repaid(world: World) -> dict[str, Any]:
    """A loan of 2012 with a repayment that covers part of the first interest."""
    made = active(world, "01 April 2012")
    body = {**SPELLING, "transactionDate": "14 May 2012", "transactionAmount": "155.88"}
    paid = world.make(f"loans/{made['loan']}/transactions?command=repayment", body)
    return {**made, "transaction": paid}


def for_template(world: World) -> dict[str, Any]:
    """What every list of the form shows something of."""
    world.make(
        "staff", {"officeId": 1, "firstname": "Loan", "lastname": unique("Officer"), "isLoanOfficer": True}
    )
    charge(world)
    return {"client": client(world), "product": loan_product(world, description="For templates")}


def grouped(world: World) -> dict[str, Any]:
    """A group with a member."""
    member = client(world)
    body = {
        "officeId": 1,
        "name": unique("Group"),
        "active": True,
        "activationDate": "04 March 2009",
        **SPELLING,
    }
    group = world.make("groups", {**body, "clientMembers": [member]}, "groupId")
    return {"client": member, "group": group, "product": loan_product(world)}


def noted(world: World) -> dict[str, Any]:
    made = submitted(world)
    return {**made, "note": world.make(f"loans/{made['loan']}/notes", {"note": "Seen at the market"})}


def officers(world: World) -> dict[str, Any]:
    """A loan with an officer, and another officer."""
    made = in_full(world)
    present = world.get(f"loans/{made['loan']}")["loanOfficerId"]
    body = {"officeId": 1, "firstname": "Other", "lastname": unique("Officer"), "isLoanOfficer": True}
    return {**made, "present": present, "officer": world.make("staff", body)}


def written_off(world: World) -> dict[str, Any]:
    made = active(world)
    body = {**SPELLING, "transactionDate": "14 May 2012"}
    world.post(f"loans/{made['loan']}/transactions?command=writeoff", body)
    return made


def overpaid(world: World) -> dict[str, Any]:
    made = active(world)
    body = {**SPELLING, "transactionDate": "14 May 2013", "transactionAmount": "20,000.00"}
    world.post(f"loans/{made['loan']}/transactions?command=repayment", body)
    return made


def let_go(world: World) -> dict[str, Any]:
    """A loan that owes less than its tolerance."""
    made = active(world, inArrearsTolerance=5)
    owed = world.get(f"loans/{made['loan']}")["summary"]["totalOutstanding"]
    body = {**SPELLING, "transactionDate": "14 May 2013", "transactionAmount": owed - 1}
    world.post(f"loans/{made['loan']}/transactions?command=repayment", body)
    return made


def of_a_client(world: World) -> dict[str, Any]:
    return active(world, externalId=unique("X"))


def of_a_group(world: World) -> dict[str, Any]:
    """A group with a loan of its own and one of a member."""
    made = grouped(world)
    on = "01 March 2011"
    own = application_of(0, made["product"], on, loanType="group", groupId=made["group"])
    del own["clientId"]
    world.make("loans", own, "loanId")
    joint = application_of(made["client"], made["product"], on, loanType="jlg", groupId=made["group"])
    world.make("loans", joint, "loanId")
    return made


# -- guarantors, collateral, charges -----------------------------------------------------------------


def with_client(world: World) -> dict[str, Any]:
    return {**submitted(world), "other": client(world)}


def guaranteed(world: World) -> dict[str, Any]:
    made = with_client(world)
    body = {"guarantorTypeId": 1, "entityId": made["other"]}
    return {**made, "guarantor": world.make(f"loans/{made['loan']}/guarantors", body)}


def guaranteed_before_another(world: World) -> dict[str, Any]:
    return {**guaranteed(world), "next": client(world)}


def guaranteed_by_one_name(world: World) -> dict[str, Any]:
    made = submitted(world)
    body = {"guarantorTypeId": 1, "entityId": client(world, fullname=unique("Cooperative"))}
    return {**made, "guarantor": world.make(f"loans/{made['loan']}/guarantors", body)}


def with_type(world: World) -> dict[str, Any]:
    return {**submitted(world), "type": value_of(world, "LoanCollateral")}


def pledged(world: World) -> dict[str, Any]:
    made = with_type(world)
    body = {
        "collateralTypeId": made["type"],
        "value": "50000",
        "locale": "en",
        "description": "24 Carat Gold chain weighing 12 grams",
    }
    return {**made, "collateral": world.make(f"loans/{made['loan']}/collaterals", body)}


def with_charge(world: World) -> dict[str, Any]:
    return {**submitted(world), "charge": charge(world)}


def charged(world: World) -> dict[str, Any]:
    """An application with a fee at disbursement and one due on a day."""
    at_once, dated = charge(world, time=ChargeTime.DISBURSEMENT), charge(world)
    made = submitted(
        world,
        charges=[
            {"chargeId": at_once, "amount": 100},
            {"chargeId": dated, "amount": 100, "dueDate": "29 March 2013"},
        ],
    )
    shown = world.get(f"loans/{made['loan']}/charges")
    by_charge = {one["chargeId"]: one["id"] for one in shown}
    return {**made, "at_once": by_charge[at_once], "dated": by_charge[dated]}


def charged_and_paid_out(world: World) -> dict[str, Any]:
    made = charged(world)
    on = "01 March 2011"
    world.post(f"loans/{made['loan']}?command=approve", {**SPELLING, "approvedOnDate": on})
    world.post(f"loans/{made['loan']}?command=disburse", {**SPELLING, "actualDisbursementDate": on})
    return made


ASSIGNED = {"assignmentDate": "14 May 2012"}
CLOSING = {**SPELLING, "transactionDate": "14 May 2014", "note": "Closed"}
MONEY = {**SPELLING, "transactionDate": "14 May 2014", "transactionAmount": "50.00"}
GUARANTOR = {**LOAN, "guarantorId": "guarantor"}
COLLATERAL = {**LOAN, "collateralId": "collateral"}

CASES = (
    Case(
        "loans_template",
        for_template,
        query="templateType=individual&clientId={client}".format_map,
    ),
    Case(
        "loans_template",
        for_template,
        query="templateType=individual&clientId={client}&productId={product}".format_map,
        example=1,
    ),
    Case("loans_list", listed, query=f"accountNo={LISTED}"),
    Case("loans_retrieve", in_full, LOAN),
    Case("loans_calculate", for_template, body={"productId": "product"}),
    Case("loans_create", for_template, body={"clientId": "client", "productId": "product"}),
    Case("loans_update", submitted, LOAN, body={"principal": 9000, "locale": "en"}),
    Case(
        "loans_template_of_members",
        grouped,
        query="templateType=jlgbulk&groupId={group}&productId={product}".format_map,
    ),
    Case("loans_delete", submitted, LOAN),
    Case("loans_approve", submitted_in_september, LOAN),
    Case("loans_approve_undo", approved, LOAN),
    Case("loans_reject", submitted, LOAN),
    Case("loans_withdraw", submitted, LOAN),
    Case("loans_disburse", approved_and_cash, LOAN, body={"paymentTypeId": "cash"}),
    Case("loans_disburse_undo", active, LOAN),
    Case("loans_repaymenttemplate_etc", active, LOAN, query="command=repayment"),
    Case("loans_transaction_retrieve", repaid, {**LOAN, "transactionId": "transaction"}),
    Case("loans_transaction_repayment", active_and_cash, LOAN, body={"paymentTypeId": "cash"}),
    Case("loans_transaction_waiveinterest", active, LOAN, body={"transactionAmount": "40"}),
    Case("loans_transaction_write-off_loan", active, LOAN),
    Case(
        "loans_transaction_adjust",
        repaid,
        {**LOAN, "transactionId": "transaction"},
        body={"transactionAmount": "5,000.00"},
    ),
    Case("loans_assign_officer", officers, LOAN, body={**SPELLING, "toLoanOfficerId": "officer", **ASSIGNED}),
    Case("loans_unassign_officer", officers, LOAN, body={**SPELLING, "unassignedDate": "14 May 2012"}),
    Case(
        "loans_reassign",
        officers,
        body={
            **SPELLING,
            "fromLoanOfficerId": "present",
            "toLoanOfficerId": "officer",
            **ASSIGNED,
            "loans": lambda made: [made["loan"]],
        },
    ),
    Case("loans_transaction_recovery", written_off, LOAN, body=MONEY),
    Case("loans_transaction_undo_writeoff", written_off, LOAN, body={"note": "It came back"}),
    Case("loans_transaction_credit_balance_refund", overpaid, LOAN, body=MONEY),
    Case("loans_transaction_close", let_go, LOAN, body=CLOSING),
    Case("loans_transaction_close_rescheduled", active, LOAN, body=CLOSING),
    Case("loans_transaction_undo", repaid, {**LOAN, "transactionId": "transaction"}, query="command=undo"),
    Case("loans_charges_waive", charged_and_paid_out, {**LOAN, "chargeId": "dated"}),
    Case(
        "loans_charges_pay",
        charged_and_paid_out,
        {**LOAN, "chargeId": "dated"},
        body={**SPELLING, "transactionDate": "29 March 2013"},
    ),
    Case("clients_loansummary", of_a_client, {"clientId": "client"}),
    Case("groups_accounts", of_a_group, {"groupId": "group"}),
    Case("loans_addnote", submitted, LOAN, body={"note": "Seen at the market"}),
    Case("loans_notelist", noted, LOAN),
    Case("loans_retrievenote", noted, {**LOAN, "noteId": "note"}),
    Case("loans_updatenote", noted, {**LOAN, "noteId": "note"}, body={"note": "Seen again"}),
    Case("loans_deletenote", noted, {**LOAN, "noteId": "note"}),
    Case("guarantors_list", guaranteed, LOAN),
    Case("guarantors_template", submitted, LOAN),
    Case("guarantors_retrieve", guaranteed_by_one_name, GUARANTOR),
    Case("guarantors_create", submitted, LOAN),
    Case("guarantors_create", with_client, LOAN, body={"entityId": "other"}, example=1),
    Case(
        "guarantors_update",
        lambda world: {**guaranteed(world), "next": client(world)},
        GUARANTOR,
        body={"entityId": "next"},
    ),
    Case("guarantors_delete", guaranteed, GUARANTOR),
    Case("collaterals_list", pledged, LOAN),
    Case("collaterals_template", submitted, LOAN),
    Case("collaterals_retrieve", pledged, COLLATERAL),
    Case("collaterals_create", with_type, LOAN, body={"collateralTypeId": "type"}),
    Case("collaterals_create", with_type, LOAN, body={"collateralTypeId": "type"}, example=1),
    Case("collaterals_update", pledged, COLLATERAL),
    Case("collaterals_delete", pledged, COLLATERAL),
    Case("loans_charges_list", charged, LOAN),
    Case("loans_charges_template", with_charge, LOAN),
    Case("loans_charges_retrieve", charged, {**LOAN, "chargeId": "at_once"}),
    Case("loans_charges_create", with_charge, LOAN, body={"chargeId": "charge"}),
    Case("loans_charges_update", charged, {**LOAN, "chargeId": "dated"}),
    Case("loans_charges_delete", charged, {**LOAN, "chargeId": "dated"}),
)
