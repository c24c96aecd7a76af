"""A client that keeps its own books: it posts through every dialect, each post with a key, and knows what was
acknowledged.
"""

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests import lending

RESEND_LIMIT_S = 90.0


@dataclass(frozen=True)
class Kind:
    """How one dialect is asked, and where its answer names what was made."""

    name: str
    path: str
    body: Callable[["Post", str], dict[str, Any]]
    made: Callable[[Any], str]


@dataclass
class Post:
    """One write in the client's log. ``made`` is set once the server has acknowledged it."""

    kind: Kind
    key: str
    loan: int
    amount: str
    made: str | None = None


def _repayment(post: Post, on: str) -> dict[str, Any]:
    return {**lending.repayment(on, post.amount), "receiptNumber": post.key}


def _native_repayment(post: Post, on: str) -> dict[str, Any]:
    payment = {"receipt_number": post.key}
    return {"loan": post.loan, "on": on, "amount": post.amount, "payment": payment}


def _client(post: Post, _on: str) -> dict[str, Any]:
    return {"client": {"firstName": "Trevor", "lastName": post.key}}


REPAY = "loans/{loan}/transactions?command=repayment"
CLIENTS = Kind("mambu", "/api/clients", _client, lambda answer: str(answer["client"]["encodedKey"]))
KINDS = (
    Kind("mifos", f"{lending.API}/{REPAY}", _repayment, lambda answer: str(answer["resourceId"])),
    Kind(
        "fineract",
        f"/fineract-provider/api/v1/{REPAY}",
        _repayment,
        lambda answer: str(answer["resourceId"]),
    ),
    Kind("musoni", f"/api/v1/{REPAY}", _repayment, lambda answer: str(answer["resourceId"])),
    Kind("native", "/amana/v1/commands/repay-loan", _native_repayment, lambda answer: str(answer["id"])),
    CLIENTS,
)
"""Repayments, whose receipt number is their key, and clients, whose last name is."""


@dataclass
class Stream:
    """Several tellers posting at once until told to stop, each post through another dialect than the one before."""

    teller: lending.Teller
    loans: Sequence[int]
    on: str
    log: list[Post] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)

    def post_while(self, seconds: float, *, tellers: int = 4) -> list[threading.Thread]:
        """Start posting; the threads end after ``seconds`` or at their first lost connection."""
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=self._post, args=(number, until)) for number in range(tellers)]
        for thread in threads:
            thread.start()
        return threads

    def _post(self, number: int, until: float) -> None:
        with self._connection() as client:
            turn = number
            while time.monotonic() < until:
                kind, loan = KINDS[turn % len(KINDS)], self.loans[turn % len(self.loans)]
                post = Post(kind, uuid.uuid4().hex, loan, f"1.{turn % 90 + 10}")
                self.log.append(post)
                turn += 1
                try:
                    response = self._send(client, post)
                except httpx.TransportError:
                    return
                self._note(post, response)
                if response.status_code == 503:
                    return

    def resend(self) -> None:
        """Send everything unacknowledged again, with the same key, until the server says what became of it."""
        until = time.monotonic() + RESEND_LIMIT_S
        with self._connection() as client:
            for post in [one for one in self.log if one.made is None]:
                while post.made is None and not self.unexpected:
                    assert time.monotonic() < until, "the server did not come back"
                    try:
                        self._note(post, self._send(client, post))
                    except httpx.TransportError:
                        time.sleep(0.05)

    def _connection(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.teller.url, auth=self.teller.login, headers=lending.TENANT, timeout=60, verify=False
        )

    def _send(self, client: httpx.Client, post: Post) -> httpx.Response:
        path = post.kind.path.replace("{loan}", str(post.loan))
        return client.post(path, json=post.kind.body(post, self.on), headers={"Idempotency-Key": post.key})

    def _note(self, post: Post, response: httpx.Response) -> None:
        if response.status_code == 200:
            post.made = post.kind.made(response.json())
        elif response.status_code != 503:
            self.unexpected.append(f"{post.kind.name}: {response.status_code} {response.text[:800]}")

    def compare_with_ledger(self) -> None:
        """Every key of the log stands exactly once in the books, under the name acknowledged."""
        repayments = [post for post in self.log if post.kind is not CLIENTS]
        expected = {post.key: [(post.made, post.loan, post.amount)] for post in repayments}
        assert self._booked() == expected
        with self._connection() as client:
            for post in self.log:
                if post.kind is CLIENTS:
                    found = lending.answered(client.get(CLIENTS.path, params={"lastName": post.key}))
                    assert [one["encodedKey"] for one in found] == [post.made]

    def _booked(self) -> dict[str, list[tuple[str | None, int, str]]]:
        """The repayments of all loans by their receipt numbers."""
        booked: dict[str, list[tuple[str | None, int, str]]] = {}
        with self.teller.client() as client:
            for loan in self.loans:
                found = lending.answered(client.get(f"/loans/{loan}?associations=transactions"))
                for one in found["transactions"]:
                    receipt = one.get("paymentDetailData", {}).get("receiptNumber")
                    if receipt:
                        amount = f"{one['amount']:.2f}"
                        booked.setdefault(receipt, []).append((str(one["id"]), loan, amount))
        return booked
