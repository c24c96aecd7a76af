"""Loans through Mifos X: figures to the cent, every field that is taken has an effect, faults bear the wire's names."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from amana.charges.kinds import ChargeTime
from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.loan_products import charge, loan_product
from tests.dialects.golden.cases.loans import (
    SPELLING,
    active,
    application_of,
    approved,
    client,
    grouped,
    submitted,
    value_of,
)
from tests.dialects.golden.users import add_users

ON = "01 March 2011"


def get(world: World, loan: int, query: str = "") -> Any:
    return world.get(f"loans/{loan}{query}")


def schedule(world: World, loan: int) -> Any:
    return get(world, loan, "?associations=repaymentSchedule")["repaymentSchedule"]


def calculated(world: World, **terms: Any) -> Any:
    body = application_of(client(world), loan_product(world), "20 September 2011", **terms)
    return world.post("loans?command=calculateLoanSchedule", body)


def refused(world: World, path: str, body: Any, status: int = 400) -> dict[str, str]:
    reply = world.caller.post(path, body)
    assert reply.status == status, reply.text.decode()
    return {one["parameterName"]: one["userMessageGlobalisationCode"] for one in reply.body["errors"]}


def pay(world: World, loan: int, on: str, amount: Any, **more: Any) -> int:
    body = {**SPELLING, "transactionDate": on, "transactionAmount": amount, **more}
    return int(world.make(f"loans/{loan}/transactions?command=repayment", body))


# -- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("principal", "instalment", "first", "last", "interest"),
    [
        (10_000, 945.60, (745.60, 200.00), (927.01, 18.54), 1_347.15),
        (100_000, 9_455.96, (7_455.96, 2_000.00), (9_270.56, 185.41), 13_471.53),
    ],
)
def test_calculated_schedules_to_the_cent(
    world: World,
    principal: int,
    instalment: float,
    first: tuple[float, float],
    last: tuple[float, float],
    interest: float,
) -> None:
    """The samples; of the second the last cent of interest is ours (``docs/reference/deviations.md``)."""
    shown = calculated(world, principal=principal)
    periods = shown["periods"]
    assert [one["period"] for one in periods] == list(range(13))
    assert {one["totalDueForPeriod"] for one in periods[1:12]} == {instalment}
    assert shown["totalPrincipalDisbursed"] == shown["totalPrincipalExpected"] == principal
    assert (periods[1]["principalDue"], periods[1]["interestDue"]) == first
    assert (periods[12]["principalDue"], periods[12]["interestDue"]) == last
    assert shown["totalInterestCharged"] == interest
    assert shown["loanTermInDays"] == 366
    assert (periods[1]["fromDate"], periods[1]["dueDate"], periods[1]["daysInPeriod"]) == (
        [2011, 9, 20],
        [2011, 10, 20],
        30,
    )
    assert shown["totalOutstanding"] == 0
    assert periods[1]["totalOverdue"] == instalment


def test_a_calculation_stores_nothing(world: World) -> None:
    before = world.get("loans")["totalFilteredRecords"]
    calculated(world)
    assert world.get("loans")["totalFilteredRecords"] == before


def test_a_flat_loan_overdue_since_its_first_instalment(world: World) -> None:
    made = active(
        world,
        "10 April 2012",
        principal="1,000,000.00",
        interestType=1,
        interestRatePerPeriod=24,
        interestRateFrequencyType=3,
    )
    shown = get(world, made["loan"])
    assert shown["annualInterestRate"] == 24
    assert shown["timeline"]["expectedMaturityDate"] == [2013, 4, 10]
    summary = shown["summary"]
    assert (summary["interestCharged"], summary["totalExpectedRepayment"]) == (240_000, 1_240_000)
    assert summary["overdueSinceDate"] == [2012, 5, 10]
    assert summary["totalOverdue"] == summary["totalOutstanding"] == 1_240_000


def test_repayments_fill_the_schedule(world: World) -> None:
    loan = active(world, ON)["loan"]
    for month in ("April", "May", "June", "July"):
        pay(world, loan, f"01 {month} 2011", "945.60")
    summary = get(world, loan)["summary"]
    assert (summary["principalPaid"], summary["interestPaid"]) == (3_073.07, 709.33)
    assert (summary["principalOutstanding"], summary["interestOutstanding"]) == (6_926.93, 637.82)
    assert (summary["totalRepayment"], summary["totalOutstanding"]) == (3_782.40, 7_564.75)
    periods = schedule(world, loan)["periods"]
    assert [one["complete"] for one in periods[1:]] == [True] * 4 + [False] * 8
    assert periods[4]["obligationsMetOnDate"] == [2011, 7, 1]
    assert periods[5]["totalOutstandingForPeriod"] == 945.60
    pay(world, loan, "15 July 2011", "100.00")
    pay(world, loan, "10 August 2011", "845.60")
    shown = schedule(world, loan)
    assert (shown["totalPaidInAdvance"], shown["totalPaidLate"]) == (100, 845.60)


# -- the application ---------------------------------------------------------------------------------


def test_every_term_of_an_application_comes_back(world: World) -> None:
    officer = world.make(
        "staff", {"officeId": 1, "firstname": "Loan", "lastname": unique("Officer"), "isLoanOfficer": True}
    )
    fund = world.make("funds", {"name": unique("Fund")})
    purpose = value_of(world, "LoanPurpose")
    plain = {
        "externalId": unique("E"),
        "accountNo": unique("A"),
        "fundId": fund,
        "loanOfficerId": officer,
        "loanPurposeId": purpose,
        "graceOnPrincipalPayment": 1,
        "graceOnInterestPayment": 2,
        "graceOnInterestCharged": 1,
        "inArrearsTolerance": 3,
        "allowPartialPeriodInterestCalcualtion": True,
    }
    made = submitted(
        world,
        ON,
        **plain,
        interestChargedFromDate="05 March 2011",
        repaymentsStartingFromDate="10 April 2011",
        numberOfRepayments=6,
        repaymentEvery=2,
        transactionProcessingStrategyId=3,
    )
    shown = get(world, made["loan"])
    assert {name: shown[name] for name in plain} == plain
    assert shown["interestChargedFromDate"] == [2011, 3, 5]
    assert shown["repaymentsStartingFromDate"] == [2011, 4, 10]
    assert (shown["numberOfRepayments"], shown["repaymentEvery"], shown["termFrequency"]) == (6, 2, 12)
    assert shown["transactionProcessingStrategyId"] == 3
    assert shown["loanOfficerName"].endswith(", Loan")
    assert shown["status"]["pendingApproval"]
    assert "summary" not in shown
    for query in (f"accountNo={plain['accountNo']}", f"externalId={plain['externalId']}"):
        assert [one["id"] for one in world.get(f"loans?{query}")["pageItems"]] == [made["loan"]]


def test_a_fixed_instalment(world: World) -> None:
    shown = calculated(world, fixedEmiAmount=1000)
    assert {one["totalDueForPeriod"] for one in shown["periods"][1:11]} == {1000}


def test_a_change_of_the_application(world: World) -> None:
    made = submitted(world)
    body = {**SPELLING, "principal": "9,000.00", "expectedDisbursementDate": "05 March 2011"}
    done = world.put(f"loans/{made['loan']}", body)
    assert done["changes"] == {
        "principal": 9000,
        "expectedDisbursementDate": "05 March 2011",
        "locale": "en",
        "dateFormat": "dd MMMM yyyy",
    }
    shown = get(world, made["loan"])
    assert (shown["principal"], shown["timeline"]["expectedDisbursementDate"]) == (9000, [2011, 3, 5])


def test_a_loan_of_a_group_names_no_client(world: World) -> None:
    made = grouped(world)
    body = application_of(0, made["product"], ON, loanType="group", groupId=made["group"])
    del body["clientId"]
    done = world.post("loans", body)
    assert (done["groupId"], "clientId" in done) == (made["group"], False)
    shown = get(world, done["loanId"])
    assert shown["loanType"]["code"] == "accountType.group"
    assert shown["group"]["id"] == made["group"]
    joint = application_of(made["client"], made["product"], ON, loanType="jlg", groupId=made["group"])
    shown = get(world, world.make("loans", joint, "loanId"))
    assert (shown["clientId"], shown["group"]["id"]) == (made["client"], made["group"])


def test_what_is_wrong_bears_the_name_that_was_sent(world: World) -> None:
    product = loan_product(world, maxPrincipal=200_000, minNumberOfRepayments=6)
    usual = application_of(client(world), product, ON)
    faults = {
        "principal": 200_001,
        "numberOfRepayments": 5,
        "interestRatePerPeriod": -1,
        "graceOnPrincipalPayment": 12,
    }
    assert set(refused(world, "loans", {**usual, "principal": 200_001, "numberOfRepayments": 5})) == {
        "principal",
        "numberOfRepayments",
    }
    for name in ("interestRatePerPeriod", "graceOnPrincipalPayment"):
        assert name in refused(world, "loans", {**usual, name: faults[name]})
    without = {name: value for name, value in usual.items() if name != "clientId"}
    assert set(refused(world, "loans", without)) == {"clientId"}
    assert set(refused(world, "loans", {**usual, "loanType": "group"})) == {"groupId"}
    assert set(refused(world, "loans", {**usual, "loanType": "savings"})) == {"loanType"}
    assert set(refused(world, "loans", {**usual, "linkAccountId": 7})) == {"linkAccountId"}


# -- charges, collateral -----------------------------------------------------------------------------


def test_charges_of_an_application(world: World) -> None:
    at_once, dated = charge(world, time=ChargeTime.DISBURSEMENT), charge(world)
    made = approved(
        world,
        ON,
        charges=[
            {"chargeId": at_once, "amount": 100},
            {"chargeId": dated, "amount": "7.50", "dueDate": "15 April 2011"},
        ],
    )
    loan = made["loan"]
    world.post(f"loans/{loan}?command=disburse", {**SPELLING, "actualDisbursementDate": ON})
    shown = get(world, loan, "?associations=all")
    summary = shown["summary"]
    assert (summary["feeChargesDueAtDisbursementCharged"], summary["feeChargesCharged"]) == (100, 107.50)
    assert (summary["feeChargesPaid"], summary["feeChargesOutstanding"]) == (100, 7.50)
    periods = shown["repaymentSchedule"]["periods"]
    assert [one["feeChargesDue"] for one in periods[:4]] == [100, 0, 7.50, 0]
    assert shown["repaymentSchedule"]["totalFeeChargesCharged"] == 107.50
    kinds = [one["type"]["value"] for one in shown["transactions"]]
    assert sorted(kinds) == ["Disbursement", "Repayment (at time of disbursement)"]
    assert {one["chargeId"]: one["amountPaid"] for one in shown["charges"]} == {at_once: 100, dated: 0}


def test_collateral_of_an_application(world: World) -> None:
    kind = value_of(world, "LoanCollateral")
    made = submitted(world, collateral=[{"type": kind, "value": "5,000.00", "description": "A cow"}])
    shown = get(world, made["loan"], "?associations=collateral")
    assert [(one["type"]["id"], one["value"], one["description"]) for one in shown["collateral"]] == [
        (kind, 5000, "A cow")
    ]
    assert "charges" not in shown


# -- life --------------------------------------------------------------------------------------------


def test_an_approval_for_less_and_for_later(world: World) -> None:
    loan = submitted(world)["loan"]
    body = {
        **SPELLING,
        "approvedOnDate": ON,
        "approvedLoanAmount": "8,000.00",
        "expectedDisbursementDate": "10 March 2011",
        "note": "Less",
    }
    done = world.post(f"loans/{loan}?command=approve", body)
    assert done["changes"]["approvedOnDate"] == ON
    assert done["changes"]["note"] == "Less"
    shown = get(world, loan)
    assert (shown["principal"], shown["timeline"]["expectedDisbursementDate"]) == (8000, [2011, 3, 10])
    assert [one["note"] for one in world.get(f"loans/{loan}/notes")] == ["Less"]
    body = {**SPELLING, "actualDisbursementDate": "10 March 2011", "transactionAmount": "7,000.00"}
    world.post(f"loans/{loan}?command=disburse", body)
    assert get(world, loan)["summary"]["principalDisbursed"] == 7000


def test_payment_details_are_shown_with_the_transaction(world: World) -> None:
    loan = active(world, ON)["loan"]
    papers = {
        "accountNumber": "acc123",
        "checkNumber": "che123",
        "routingCode": "rou123",
        "receiptNumber": "rec123",
        "bankNumber": "ban123",
    }
    cash = value_of(world, "PaymentType")
    paid = pay(world, loan, "01 April 2011", "945.60", paymentTypeId=cash, **papers)
    shown = world.get(f"loans/{loan}/transactions/{paid}")
    detail = shown["paymentDetailData"]
    assert {name: detail[name] for name in papers} == papers
    assert detail["paymentType"] == {"id": cash, "name": "Cash"}
    assert (shown["principalPortion"], shown["interestPortion"]) == (745.60, 200)
    assert shown["type"]["repayment"]


def test_an_adjusted_and_an_undone_repayment(world: World) -> None:
    loan = active(world, ON)["loan"]
    first = pay(world, loan, "01 April 2011", "500.00")
    body = {**SPELLING, "transactionDate": "02 April 2011", "transactionAmount": "945.60"}
    second = world.make(f"loans/{loan}/transactions/{first}", body)
    assert second != first
    assert get(world, loan)["summary"]["totalRepayment"] == 945.60
    assert world.get(f"loans/{loan}/transactions/{first}")["manuallyReversed"]
    world.post(f"loans/{loan}/transactions/{second}?command=undo", body)
    assert get(world, loan)["summary"]["totalRepayment"] == 0


def test_waived_written_off_recovered(world: World) -> None:
    loan = active(world, ON)["loan"]
    body = {**SPELLING, "transactionDate": "01 April 2011", "transactionAmount": 50}
    world.post(f"loans/{loan}/transactions?command=waiveInterest", body)
    assert get(world, loan)["summary"]["interestWaived"] == 50
    done = world.post(
        f"loans/{loan}/transactions?command=writeoff", {**SPELLING, "transactionDate": "01 May 2011"}
    )
    assert done["changes"]["status"]["closedWrittenOff"]
    assert done["changes"]["writtenOffOnDate"] == "01 May 2011"
    shown = get(world, loan)
    assert (shown["summary"]["principalWrittenOff"], shown["summary"]["totalOutstanding"]) == (10_000, 0)
    assert shown["timeline"]["writeOffOnDate"] == [2011, 5, 1]
    body = {**SPELLING, "transactionDate": "01 June 2011", "transactionAmount": 70}
    world.post(f"loans/{loan}/transactions?command=recoverypayment", body)
    kinds = {
        one["type"]["value"]: one["amount"]
        for one in get(world, loan, "?associations=transactions")["transactions"]
    }
    assert kinds["Repayment (after write-off)"] == 70


def test_forms_for_transactions_offer_what_is_due(world: World) -> None:
    def offered(loan: int, command: str) -> tuple[str, list[int], float]:
        shown = world.get(f"loans/{loan}/transactions/template?command={command}")
        return shown["transactionType"]["value"], shown["date"], shown["total"]["amount"]

    waiting = approved(world, ON)["loan"]
    assert offered(waiting, "disburse") == ("Disbursement", [2011, 3, 1], 10_000)
    loan = active(world, ON)["loan"]
    assert offered(loan, "repayment") == ("Repayment", [2011, 4, 1], 945.60)
    assert offered(loan, "WAIVER")[::2] == ("Waive interest", 1347.15)
    for command in ("writeoff", "close", "close-rescheduled"):
        assert offered(loan, command)[::2] == ("Close (as written-off)", 11_347.15)
    pay(world, loan, "01 April 2011", "20,000.00")
    assert offered(loan, "creditBalanceRefund")[2] == get(world, loan)["totalOverpaid"]
    unknown = world.caller.get(f"loans/{loan}/transactions/template?command=fly")
    assert (unknown.status, unknown.body["errors"][0]["parameterName"]) == (400, "command")


def test_overpaid_and_refunded(world: World) -> None:
    loan = active(world, ON)["loan"]
    pay(world, loan, "01 April 2011", "20,000.00")
    shown = get(world, loan)
    assert shown["status"]["overpaid"]
    body = {**SPELLING, "transactionDate": "01 May 2011", "transactionAmount": shown["totalOverpaid"]}
    world.post(f"loans/{loan}/transactions?command=creditBalanceRefund", body)
    assert get(world, loan)["status"]["closedObligationsMet"]


def test_a_loan_leaves_its_officer(world: World) -> None:
    officer = world.make(
        "staff", {"officeId": 1, "firstname": "Loan", "lastname": unique("Officer"), "isLoanOfficer": True}
    )
    loan = active(world, ON)["loan"]
    body = {**SPELLING, "toLoanOfficerId": officer, "assignmentDate": "01 May 2011"}
    world.post(f"loans/{loan}?command=assignLoanOfficer", body)
    assert get(world, loan)["loanOfficerId"] == officer
    world.post(f"loans/{loan}?command=unassignLoanOfficer", {**SPELLING, "unassignedDate": "01 June 2011"})
    assert "loanOfficerId" not in get(world, loan)


def test_what_a_verb_leaves_behind_can_be_undone(world: World) -> None:
    loan = active(world, ON)["loan"]
    done = world.post(f"loans/{loan}?command=undoDisbursal", {"note": "Not collected"})
    assert done["changes"]["actualDisbursementDate"] == ""
    assert done["changes"]["status"]["waitingForDisbursal"]
    done = world.post(f"loans/{loan}?command=undoApproval", {})
    assert done["changes"]["approvedOnDate"] == ""
    assert world.caller.delete(f"loans/{loan}").status == 200
    assert world.caller.get(f"loans/{loan}").status == 404


def test_a_step_that_the_state_does_not_allow(world: World) -> None:
    loan = submitted(world)["loan"]
    body = {**SPELLING, "actualDisbursementDate": ON}
    assert refused(world, f"loans/{loan}?command=disburse", body, 403)


def test_another_office_finds_neither_borrower_nor_loan(world: World) -> None:
    elsewhere = add_users(world.tenant, world.caller).elsewhere
    made = submitted(world, ON)
    borrower, product = made["client"], made["product"]
    body = application_of(borrower, product, ON)
    assert elsewhere.post("loans", body).status == 404
    assert elsewhere.post("loans?command=calculateLoanSchedule", body).status == 404
    form = f"loans/template?templateType=individual&clientId={borrower}"
    assert elsewhere.get(form).status == 404
    assert elsewhere.get(f"loans/{made['loan']}").status == 404
    assert elsewhere.get("loans").body == {"totalFilteredRecords": 0, "pageItems": []}
    assert elsewhere.get(f"loanproducts/{product}").status == 200


def test_the_list_is_searched_and_sorted(world: World) -> None:
    made = submitted(world, principal="1,234.00")
    found = world.get(f"loans?sqlSearch=l.client_id%20=%20{made['client']}")
    assert [one["id"] for one in found["pageItems"]] == [made["loan"]]
    for condition, count in (
        ("l.loan_status_id = 100 and l.principal_amount_proposed > 1233.99", 1),
        ("l.loan_status_id = 300", 0),
        ("l.submittedon_date between '2011-03-01' and '2011-03-31' and l.disbursedon_date is null", 1),
        ("l.approved_principal > 1 or l.closedon_date is not null", 0),
    ):
        wanted = quote(f"l.client_id in ({made['client']}) and ({condition})")
        assert world.get(f"loans?sqlSearch={wanted}")["totalFilteredRecords"] == count, condition
    ordered = world.get("loans?orderBy=accountNo&sortOrder=DESC&limit=5")
    numbers = [one["accountNo"] for one in ordered["pageItems"]]
    assert numbers == sorted(numbers, reverse=True)
    assert ordered["totalFilteredRecords"] >= len(numbers)


def test_a_form_starts_from_the_product(world: World) -> None:
    made = {
        "client": client(world),
        "product": loan_product(world, principal=5000, graceOnPrincipalPayment=2),
    }
    shown = world.get(
        f"loans/template?templateType=individual&clientId={made['client']}&productId={made['product']}"
    )
    assert (shown["principal"], shown["termFrequency"], shown["graceOnPrincipalPayment"]) == (5000, 12, 2)
    assert Decimal(str(shown["annualInterestRate"])) == 21
    missing = world.caller.get("loans/template?templateType=individual")
    assert missing.body["errors"][0]["parameterName"] == "clientId"
