"""The client ``pyfineract`` of the package index, over TLS with a certificate of our own, at both base paths."""

import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from urllib3.exceptions import InsecureRequestWarning

from tests.server.processes import Server

fineract = pytest.importorskip("fineract")
BadCredentialsException = pytest.importorskip("fineract.exceptions").BadCredentialsException
Client = pytest.importorskip("fineract.objects.client").Client
Loan = pytest.importorskip("fineract.objects.loan").Loan

BASES = ("/fineract-provider/api/v1", "/mifosng-provider/api/v1")
MADE, PAID, LAST_DUE = (datetime.fromisoformat(day) for day in ("2013-03-01", "2013-04-01", "2014-03-01"))
"""Without a time zone, as the library sends and returns them."""


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Iterator[Server]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        yield start_server("--tls")


def connected(server: Server, base: str, password: str = "password") -> Any:
    return fineract.Fineract(
        "mifos", password, "default", base_url=server.url + base, ssl_check=False, timeout=60
    )


def new_product(client: Any, name: str) -> int:
    """10,000 over twelve months at 2 % a month; the library itself only reads products."""
    body = {
        "name": name,
        "shortName": name[-4:],
        "currencyCode": "USD",
        "locale": "en",
        "digitsAfterDecimal": 2,
        "inMultiplesOf": 0,
        "principal": 10000,
        "numberOfRepayments": 12,
        "repaymentEvery": 1,
        "repaymentFrequencyType": 2,
        "interestRatePerPeriod": 2,
        "interestRateFrequencyType": 2,
        "amortizationType": 1,
        "interestType": 0,
        "interestCalculationPeriodType": 1,
        "transactionProcessingStrategyId": 1,
        "accountingRule": 1,
    }
    return int(client.raw_request("POST", "/loanproducts", json=body)["resourceId"])


def lend(server: Server, base: str) -> None:
    client = connected(server, base)
    person = Client.create(
        client.request_handler, "Ada", "Lovelace", 1, activation_date=MADE, submittedon_date=MADE
    )
    assert (person.first_name, person.activation_date) == ("Ada", MADE)
    product = new_product(client, f"Loan through {base[1:5]}")
    shown = client.get_loan_product(product)
    assert (shown.principal, shown.amortization_type.value) == (10000, "Equal installments")
    loan = Loan.apply(
        client.request_handler,
        person.id,
        product,
        10000,
        expected_disbursement_date=MADE,
        submitted_date=MADE,
    )
    assert loan.status.pending_approval
    assert loan.approve(MADE)
    assert loan.disburse(MADE)
    assert loan.make_repayment(945.60, PAID)
    after = client.get_loan(loan.id, associations="all")
    assert after.status.active
    assert after.timeline.expected_maturity_date == LAST_DUE
    assert after.summary.principal_paid == 745.60
    assert after.summary.interest_paid == 200.00
    assert [one.type.value for one in after.transactions][:2] == ["Disbursement", "Repayment"]
    assert [one.id for one in person.get_loans()] == [loan.id]


def test_a_loan_from_login_to_repayment(server: Server) -> None:
    for base in BASES:
        lend(server, base)
    with pytest.raises(BadCredentialsException):
        connected(server, BASES[0], "wrong").get_client(1)
