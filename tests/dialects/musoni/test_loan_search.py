"""Loans found by their state: the columns asked for, the order, the pages; and accruals of one loan or all."""

from datetime import date
from typing import Any

import pytest

from amana.dialects.musoni.fields.loan_columns import COLUMNS, SORTED_BY
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.kinds import Accounting, TransactionKind
from tests.dialects.caller import Caller
from tests.loans.world import START, D, Lender

DAYS = {"locale": "en", "dateFormat": "yyyy-MM-dd"}


def running_loan(lender: Lender, product: int) -> int:
    loan = lender.submit(product)
    lender.ready(loan)
    return loan


def search(caller: Caller, state: str, columns: list[str], *order: tuple[str, str], query: str = "") -> Any:
    body = {
        "stateName": state,
        "responseParameters": [{"ordinal": at, "name": name} for at, name in enumerate(columns)],
        "sortByParameters": [
            {"ordinal": at, "name": name, "direction": way} for at, (name, way) in enumerate(order)
        ],
    }
    return caller.post(f"loans/states{query}", body)


def test_a_state_the_columns_and_the_order_are_asked_for(caller: Caller, lender: Lender) -> None:
    product = lender.product()
    large = lender.submit(product, terms={"principal": D(9000)})
    small = lender.submit(product, terms={"principal": D(3000)})
    same = lender.submit(product, terms={"principal": D(9000)})
    running = running_loan(lender, product)
    reply = search(
        caller,
        "SUBMITTED_AND_PENDING_APPROVAL",
        ["principal", "id", "groupName", "status"],
        ("proposedPrincipal", "DESC"),
        ("id", "DESC"),
    )
    assert reply.status == 200, reply.text
    rows = [row for row in reply.body["pageItems"] if row["id"] in {large, small, same, running}]
    assert [(row["id"], row["principal"], row["groupName"]) for row in rows] == [
        (same, 9000, None),
        (large, 9000, None),
        (small, 3000, None),
    ]
    assert list(rows[0]) == ["principal", "id", "groupName", "status"]
    assert rows[0]["status"]["pendingApproval"] is True
    page = search(caller, "SUBMITTED_AND_PENDING_APPROVAL", ["id"], ("id", "DESC"), query="?limit=1&offset=1")
    assert page.body["pageItems"] == [{"id": small}]
    assert page.body["totalFilteredRecords"] >= 3
    assert {"id": running} in search(caller, "ACTIVE", ["id"]).body["pageItems"]
    assert search(caller, "OVERPAID", ["id"]).body == {"totalFilteredRecords": 0, "pageItems": []}


def test_every_column_is_shown_of_a_running_loan(caller: Caller, lender: Lender) -> None:
    loan = running_loan(lender, lender.product())
    row = search(caller, "ACTIVE", list(COLUMNS.by_wire), ("id", "DESC")).body["pageItems"][0]
    assert set(row) == set(COLUMNS.by_wire)
    assert row["id"] == loan
    assert row["totalOutstanding"] == row["totalExpectedRepayment"] > row["principalOutstanding"]
    assert row["actualDisbursementDate"] == [START.year, START.month, START.day]


@pytest.mark.parametrize("column", list(SORTED_BY))
def test_it_can_be_sorted_by(caller: Caller, column: str) -> None:
    assert search(caller, "ACTIVE", ["id"], (column, "DESC")).status == 200


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"stateName": "PENDING"}, "stateName"),
        ({"responseParameters": [{"ordinal": 0, "name": "mood"}]}, "responseParameters[0].name"),
        ({"responseParameters": None}, "responseParameters"),
        ({"sortByParameters": [{"ordinal": 0, "name": "loanType"}]}, "sortByParameters[0].name"),
        ({"sortByParameters": [{"name": "id", "direction": "UP"}]}, "sortByParameters[0].direction"),
        ({"clientId": 1}, "clientId"),
    ],
)
def test_what_is_not_there_is_refused_by_name(caller: Caller, changed: dict[str, Any], named: str) -> None:
    body = {"stateName": "ACTIVE", "responseParameters": [{"ordinal": 0, "name": "id"}], **changed}
    reply = caller.post("loans/states", body)
    assert reply.status == 400
    assert [one["parameterName"] for one in reply.body["errors"]] == [named]


def accruals(lender: Lender, loan: int) -> list[date]:
    view = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.TRANSACTIONS})))
    return [one.on for one in view.transactions if one.kind is TransactionKind.ACCRUAL]


def test_accruals_of_one_loan_leave_the_others(caller: Caller, lender: Lender) -> None:
    product = lender.product(accounting=Accounting.ACCRUAL_PERIODIC)
    one, other = running_loan(lender, product), running_loan(lender, product)
    until = date(2015, 2, 1)
    reply = caller.post("runaccruals", {**DAYS, "tillDate": str(until), "loanId": one})
    assert (reply.status, reply.body) == (200, {"resourceId": one})
    assert (accruals(lender, one), accruals(lender, other)) == ([until], [])
    reply = caller.post("runaccruals", {**DAYS, "tillDate": str(until)})
    assert (reply.status, reply.body) == (200, {})
    assert (accruals(lender, one), accruals(lender, other)) == ([until], [until])


def test_accruals_ahead_of_the_day_or_as_if_prepaid_are_refused(caller: Caller) -> None:
    ahead = caller.post("runaccruals", {**DAYS, "tillDate": "2999-01-01"})
    assert ahead.status == 403
    prepaid = caller.post("runaccruals", {**DAYS, "tillDate": "2015-01-01", "prepaid": True})
    assert prepaid.status == 400
    assert [one["parameterName"] for one in prepaid.body["errors"]] == ["prepaid"]
