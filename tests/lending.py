"""A small lending operation over the wire: what benchmarks and fault tests need before they begin.

Everything goes through the Mifos X API as an integrator would use it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

API = "/mifosng-provider/api/v1"
TENANT = {"Fineract-Platform-TenantId": "default"}
DAYS = {"dateFormat": "yyyy-MM-dd", "locale": "en"}
CASH_ACCOUNTS = {
    "fundSourceAccountId": ("Cash", 1),
    "loanPortfolioAccountId": ("Loans", 1),
    "interestOnLoanAccountId": ("Interest income", 4),
    "incomeFromFeeAccountId": ("Fee income", 4),
    "incomeFromPenaltyAccountId": ("Penalty income", 4),
    "writeOffAccountId": ("Written off", 5),
}


class RefusedByServer(AssertionError):
    """The server answered with anything but success."""


@dataclass(frozen=True)
class Teller:
    """Somebody at a client program, logged in."""

    url: str
    login: tuple[str, str] = ("mifos", "password")

    def client(self, *, kept: int = 20) -> httpx.Client:
        """Connections to the API, up to ``kept`` of them used again; none where pauses may outlast the server's."""
        limits = httpx.Limits(max_keepalive_connections=kept)
        return httpx.Client(
            base_url=self.url + API,
            auth=self.login,
            headers=TENANT,
            timeout=60,
            verify=False,
            limits=limits,
        )

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One request; raises with the server's own words when it is refused."""
        with self.client() as client:
            return answered(client.request(method, path, json=body))


def answered(response: httpx.Response) -> Any:
    """The body of a success."""
    if response.status_code != 200:
        request = response.request
        raise RefusedByServer(
            f"{request.method} {request.url}: {response.status_code} {response.text[:1500]}"
        )
    return response.json()


def cash_product(teller: Teller, name: str = "Group loan") -> int:
    """A loan product with cash accounting on fresh ledger accounts; 12 monthly instalments at 2 % a month."""
    accounts = {
        field: teller.call(
            "POST",
            "/glaccounts",
            {
                "name": f"{title} {name}",
                "glCode": f"{field}-{name}",
                "type": kind,
                "usage": 1,
                "manualEntriesAllowed": True,
            },
        )["resourceId"]
        for field, (title, kind) in CASH_ACCOUNTS.items()
    }
    terms = {
        "name": name,
        "shortName": name[:4],
        "currencyCode": "USD",
        "locale": "en",
        "digitsAfterDecimal": 2,
        "inMultiplesOf": 0,
        "principal": "10000",
        "numberOfRepayments": 12,
        "repaymentEvery": 1,
        "repaymentFrequencyType": 2,
        "interestRatePerPeriod": 2,
        "interestRateFrequencyType": 2,
        "amortizationType": 1,
        "interestType": 0,
        "interestCalculationPeriodType": 1,
        "transactionProcessingStrategyId": 1,
        "accountingRule": 2,
    }
    return int(teller.call("POST", "/loanproducts", {**terms, **accounts})["resourceId"])


def borrower(client: httpx.Client, name: str, since: str) -> int:
    """An active client."""
    body = {"officeId": 1, "fullname": name, "active": True, "activationDate": since, **DAYS}
    return int(answered(client.post("/clients", json=body))["clientId"])


def active_loan(
    client: httpx.Client, borrower_id: int, product: int, on: str, principal: str = "10000"
) -> int:
    """A loan submitted, approved and disbursed on one day."""
    terms = {
        "clientId": borrower_id,
        "productId": product,
        "principal": principal,
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
        "expectedDisbursementDate": on,
        "submittedOnDate": on,
        **DAYS,
    }
    loan = int(answered(client.post("/loans", json=terms))["loanId"])
    answered(client.post(f"/loans/{loan}?command=approve", json={"approvedOnDate": on, **DAYS}))
    answered(client.post(f"/loans/{loan}?command=disburse", json={"actualDisbursementDate": on, **DAYS}))
    return loan


def active_loans(teller: Teller, product: int, count: int, on: str) -> Sequence[int]:
    """Borrowers with one active loan each."""

    def one(number: int) -> int:
        return active_loan(client, borrower(client, f"Borrower {number}", on), product, on)

    with teller.client(kept=0) as client, ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, range(count)))


def repayment(on: str, amount: str) -> dict[str, str]:
    """The body of a repayment."""
    return {"transactionDate": on, "transactionAmount": amount, **DAYS}
