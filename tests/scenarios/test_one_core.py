"""One core behind every wire: what one dialect does, the others show in their own shapes."""

import json
from decimal import Decimal
from typing import Any

import pytest

import amana.hosting.slices  # noqa: F401 - registers every command and query
from amana.dialects.mambu.dialect import mambu
from amana.dialects.mifos.dialect import mifos
from amana.dialects.musoni.dialect import musoni
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller, Reply

D = Decimal
DAYS = {"locale": "en", "dateFormat": "yyyy-MM-dd"}
ACCOUNTS = {
    "fundSourceAccountId": 1,
    "loanPortfolioAccountId": 1,
    "interestOnLoanAccountId": 4,
    "incomeFromFeeAccountId": 4,
    "incomeFromPenaltyAccountId": 4,
    "writeOffAccountId": 5,
}
TERMS = {
    "principal": "10000",
    "loanTermFrequency": 12,
    "loanTermFrequencyType": 2,
    "loanType": "individual",
    "numberOfRepayments": 12,
    "repaymentEvery": 1,
    "repaymentFrequencyType": 2,
    "interestRatePerPeriod": 2,
    "amortizationType": 1,
    "interestType": 0,
    "interestCalculationPeriodType": 1,
    "transactionProcessingStrategyId": 1,
}


class Institution:
    """One tenant, three ways in."""

    def __init__(self, tenant: Tenant) -> None:
        self.mifos = Caller.of(mifos(), tenant)
        self.musoni = Caller.of(musoni(), tenant)
        self.mambu = Caller.of(mambu(), tenant)

    def product(self) -> int:
        accounts = {
            field: done(
                self.mifos.post(
                    "glaccounts",
                    {"name": field, "glCode": field, "type": kind, "usage": 1, "manualEntriesAllowed": True},
                )
            )["resourceId"]
            for field, kind in ACCOUNTS.items()
        }
        terms = {name: value for name, value in TERMS.items() if not name.startswith("loan")}
        own = {
            "name": "Group loan",
            "shortName": "GRLN",
            "currencyCode": "USD",
            "digitsAfterDecimal": 2,
            "inMultiplesOf": 0,
            "interestRateFrequencyType": 2,
            "accountingRule": 2,
        }
        return int(done(self.mifos.post("loanproducts", {**terms, **own, **accounts, **DAYS}))["resourceId"])

    def lend(self, client: int, on: str) -> int:
        """A loan submitted, approved and paid out through Mifos X."""
        asked = {
            **TERMS,
            "clientId": client,
            "productId": self.product(),
            "expectedDisbursementDate": on,
            "submittedOnDate": on,
            **DAYS,
        }
        loan = int(done(self.mifos.post("loans", asked))["loanId"])
        done(self.mifos.post(f"loans/{loan}?command=approve", {"approvedOnDate": on, **DAYS}))
        done(self.mifos.post(f"loans/{loan}?command=disburse", {"actualDisbursementDate": on, **DAYS}))
        return loan

    def repay(self, loan: int, on: str, amount: str) -> None:
        body = {"transactionDate": on, "transactionAmount": amount, **DAYS}
        done(self.mifos.post(f"loans/{loan}/transactions?command=repayment", body))


@pytest.fixture
def institution(fresh_tenant: Tenant) -> Institution:
    return Institution(fresh_tenant)


def done(reply: Reply) -> Any:
    assert reply.status == 200, reply.text.decode()
    return exactly(reply)


def exactly(reply: Reply) -> Any:
    """The body with its numbers as they were written."""
    return json.loads(reply.text, parse_float=Decimal)


def test_a_loan_made_through_mifos_is_read_through_mambu_and_musoni(institution: Institution) -> None:
    mifos_x, musoni_api, mambu_api = institution.mifos, institution.musoni, institution.mambu
    named = {
        "officeId": 1,
        "firstname": "Petra",
        "lastname": "Yton",
        "active": True,
        "activationDate": "2020-01-01",
    }
    client = done(mifos_x.post("clients", {**named, **DAYS}))["clientId"]
    loan = institution.lend(client, "2020-01-15")
    institution.repay(loan, "2020-02-15", "945.60")
    institution.repay(loan, "2020-03-15", "500")

    theirs = done(mifos_x.get(f"loans/{loan}?associations=all"))
    summary = theirs["summary"]
    planned = [row for row in theirs["repaymentSchedule"]["periods"] if row.get("period")]

    # Musoni: the family's shapes, so the same properties with the same values
    other = done(musoni_api.get(f"loans/{loan}?associations=repaymentSchedule"))
    assert other["summary"] == summary
    assert other["repaymentSchedule"] == theirs["repaymentSchedule"]
    assert other["clientName"] == "Petra Yton"
    (account,) = done(musoni_api.get(f"clients/{client}/accounts"))["loanAccounts"]
    assert account["amountPaid"] == summary["totalRepayment"] == D("1445.60")
    assert account["loanBalance"] == summary["totalOutstanding"]

    # Mambu: keys, decimal text, its own words
    (person,) = done(mambu_api.get("clients?lastName=Yton"))
    assert person["state"] == "ACTIVE"
    (shown,) = done(mambu_api.get(f"clients/{person['id']}/loans"))
    assert shown["id"] == theirs["accountNo"]
    assert shown["accountHolderKey"] == person["encodedKey"]
    figures = {
        "loanAmount": summary["principalDisbursed"],
        "principalPaid": summary["principalPaid"],
        "principalBalance": summary["principalOutstanding"],
        "interestPaid": summary["interestPaid"],
        "interestBalance": summary["interestOutstanding"],
        "feesPaid": summary["feeChargesPaid"],
        "penaltyPaid": summary["penaltyChargesPaid"],
    }
    assert {name: D(shown[name]) for name in figures} == figures
    rows = done(mambu_api.get(f"loans/{shown['encodedKey']}/repayments"))
    assert [
        (D(row["principalDue"]), D(row["interestDue"]), D(row["principalPaid"]), D(row["interestPaid"]))
        for row in rows
    ] == [
        (row["principalDue"], row["interestDue"], row["principalPaid"], row["interestPaid"])
        for row in planned
    ]
    assert [row["dueDate"][:10] for row in rows] == [
        "{:04}-{:02}-{:02}".format(*row["dueDate"]) for row in planned
    ]


def test_a_client_made_by_mambu_is_lent_to_through_mifos(institution: Institution) -> None:
    made = done(institution.mambu.post("clients?firstName=Trevor&lastName=Linden&gender=MALE"))["client"]
    assert made["state"] == "INACTIVE"
    listed = done(institution.mifos.get("clients?lastName=Linden"))["pageItems"]
    assert [one["accountNo"] for one in listed] == [made["id"]]
    assert listed[0]["gender"]["name"] == "Male"
    today = "{:04}-{:02}-{:02}".format(*listed[0]["activationDate"])

    loan = institution.lend(listed[0]["id"], today)
    (shown,) = done(institution.mambu.get(f"clients/{made['encodedKey']}/loans"))
    assert shown["accountState"] == "ACTIVE"
    assert D(shown["principalBalance"]) == 10000
    assert done(institution.mambu.get(f"clients/{made['id']}"))["state"] == "ACTIVE"
    assert done(institution.musoni.get(f"loans/{loan}"))["clientAccountNo"] == made["id"]


def test_a_group_gathers_members_from_every_side(institution: Institution) -> None:
    by_mambu = done(institution.mambu.post("clients?firstName=Ann&lastName=One"))["client"]
    named = {"officeId": 1, "firstname": "Bea", "lastname": "Two", "active": False, **DAYS}
    by_musoni = done(institution.musoni.post("clients", named))["resourceId"]
    body = {"group": {"groupName": "Both"}, "groupMembers": [{"clientKey": by_mambu["encodedKey"]}]}
    group = done(institution.mambu.post("groups", body))
    (found,) = done(institution.musoni.get("groups?name=Both"))
    done(
        institution.musoni.post(
            f"groups/{found['id']}?command=associateClients", {"clientMembers": [by_musoni]}
        )
    )
    members = done(institution.mifos.get(f"groups/{found['id']}?associations=clientMembers"))["clientMembers"]
    assert [one["displayName"] for one in members] == ["Ann One", "Bea Two"]
    full = done(institution.mambu.get(f"groups/{group['id']}?fullDetails=true"))
    assert len(full["groupMembers"]) == 2
