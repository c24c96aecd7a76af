"""A client's loans in Mambu's words."""

from decimal import Decimal

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.loans.world import Lender

D = Decimal


@pytest.fixture
def lender(fresh_tenant: Tenant, administrator: Actor) -> Lender:
    return Lender(fresh_tenant, administrator)


def test_a_running_loan(lender: Lender) -> None:
    caller = Caller.of(mambu(), lender.tenant)
    (client,) = caller.get("clients").body
    assert client["state"] == "INACTIVE"
    loan = lender.disbursed(lender.product())
    lender.repay(loan, "2015-02-01", "1000")

    (shown,) = caller.get(f"clients/{client['id']}/loans").body
    assert shown == caller.get(f"clients/{client['encodedKey']}/loans/{shown['encodedKey']}").body
    assert shown["accountHolderKey"] == client["encodedKey"]
    assert shown["accountState"] == "ACTIVE_IN_ARREARS"
    assert (shown["loanAmount"], shown["interestRate"]) == ("10000", "1")
    assert D(shown["principalPaid"]) + D(shown["interestPaid"]) == 1000
    assert D(shown["principalPaid"]) + D(shown["principalBalance"]) == 10000
    full = caller.get(f"clients/{client['id']}/loans/{shown['id']}?fullDetails=true").body
    assert full["disbursementDetails"]["disbursementDate"] == "2015-01-01T00:00:00+0000"

    rows = caller.get(f"loans/{shown['id']}/repayments").body
    assert len(rows) == 12
    assert sum(D(row["principalDue"]) for row in rows) == 10000
    assert sum(D(row["principalPaid"]) for row in rows) == D(shown["principalPaid"])
    due = [row for row in rows if row["dueDate"] <= "2015-04-01T00:00:00+0000"]
    assert D(shown["principalDue"]) == sum(D(row["principalDue"]) - D(row["principalPaid"]) for row in due)
    assert [row["state"] for row in rows][:4] == ["PAID", "LATE", "PENDING", "PENDING"]
    assert caller.get(f"clients/{client['id']}").body["state"] == "ACTIVE"


def test_the_loan_of_another_client_is_not_found(lender: Lender) -> None:
    caller = Caller.of(mambu(), lender.tenant)
    loan = lender.disbursed(lender.product())
    stranger = lender.new_client()
    numbers = [one["id"] for one in caller.get("clients").body]
    shown = caller.get(f"clients/{numbers[0]}/loans").body[0]
    assert loan
    assert stranger
    reply = caller.get(f"clients/{numbers[1]}/loans/{shown['id']}")
    assert (reply.status, reply.body["returnCode"], reply.body["returnStatus"]) == (
        400,
        100,
        "INVALID_LOAN_ACCOUNT_ID",
    )
