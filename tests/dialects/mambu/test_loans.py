"""A client's loans in Mambu's words."""

from datetime import date
from decimal import Decimal

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.finance.terms import Tranche
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from amana.loans.add_guarantor import AddGuarantor
from amana.loans.asked import AskedCollateral
from amana.loans.kinds import GuarantorKind
from tests.dialects.caller import Caller
from tests.loans.world import START, Lender

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


def test_what_was_agreed_on_is_told(lender: Lender) -> None:
    """Tranches, principal with every third instalment, guarantors and pledges, interest of arrears."""
    caller = Caller.of(mambu(), lender.tenant)
    (client,) = caller.get("clients").body
    plain = lender.disbursed(lender.product())
    tranches = (Tranche(START, D(6000)), Tranche(date(2015, 3, 1), D(4000)))
    pledge = AskedCollateral(type=lender.code_value("LoanCollateral", "Car"), value=D(2500))
    product = lender.product(multi_disburse=True, maximum_tranches=2, repay_principal_every=3)
    loan = lender.submit(product, terms={"tranches": tranches}, collateral=(pledge,))
    friend = lender.new_client()
    lender.do(AddGuarantor(loan=loan, kind=GuarantorKind.CUSTOMER, person=friend))
    lender.do(AddGuarantor(loan=loan, kind=GuarantorKind.EXTERNAL, first_name="Ruth", last_name="Kerr"))
    first, second = caller.get(f"clients/{client['id']}/loans?fullDetails=true").body
    assert plain < loan
    assert (first["tranches"], first["guarantees"], first["principalRepaymentInterval"]) == ([], [], 1)
    assert [(one["amount"], one["expectedDisbursementDate"][:10]) for one in second["tranches"]] == [
        ("6000", "2015-01-01"),
        ("4000", "2015-03-01"),
    ]
    assert second["principalRepaymentInterval"] == 3
    known, stranger, car = second["guarantees"]
    assert known["guarantorKey"] == caller.get("clients").body[1]["encodedKey"]
    assert (known["type"], known["guarantorType"]) == ("GUARANTOR", "CLIENT")
    assert (stranger["guarantorType"], stranger["assetName"]) == ("EXTERNAL", "Ruth Kerr")
    assert (car["type"], car["assetName"], car["amount"]) == ("ASSET", "Car", "2500")
    keys = [one["encodedKey"] for one in (*second["tranches"], *second["guarantees"])]
    assert len(set(keys)) == 5


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
