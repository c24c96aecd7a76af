"""A client that keeps its own books: it posts repayments, each with a key, and knows what was acknowledged."""

import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from tests import lending

RESEND_LIMIT_S = 90.0


@dataclass
class Post:
    """One repayment in the client's log. ``transaction`` is set once the server has acknowledged it."""

    key: str
    loan: int
    amount: str
    transaction: int | None = None


@dataclass
class Stream:
    """Several tellers posting at once until told to stop. The receipt number of each repayment is its key."""

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
        with self.teller.client() as client:
            turn = number
            while time.monotonic() < until:
                post = Post(uuid.uuid4().hex, self.loans[turn % len(self.loans)], f"1.{turn % 90 + 10}")
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
        with self.teller.client() as client:
            for post in [one for one in self.log if one.transaction is None]:
                while post.transaction is None and not self.unexpected:
                    assert time.monotonic() < until, "the server did not come back"
                    try:
                        self._note(post, self._send(client, post))
                    except httpx.TransportError:
                        time.sleep(0.05)

    def _send(self, client: httpx.Client, post: Post) -> httpx.Response:
        body = {**lending.repayment(self.on, post.amount), "receiptNumber": post.key}
        path = f"/loans/{post.loan}/transactions?command=repayment"
        return client.post(path, json=body, headers={"Idempotency-Key": post.key})

    def _note(self, post: Post, response: httpx.Response) -> None:
        if response.status_code == 200:
            post.transaction = int(response.json()["resourceId"])
        elif response.status_code != 503:
            self.unexpected.append(f"{response.status_code} {response.text[:800]}")

    def compare_with_ledger(self) -> None:
        """Every key of the log stands exactly once among the loans' transactions, under the id acknowledged."""
        booked: dict[str, list[tuple[int, int, str]]] = {}
        with self.teller.client() as client:
            for loan in self.loans:
                found = lending.answered(client.get(f"/loans/{loan}?associations=transactions"))
                for one in found["transactions"]:
                    receipt = one.get("paymentDetailData", {}).get("receiptNumber")
                    if receipt:
                        amount = f"{one['amount']:.2f}"
                        booked.setdefault(receipt, []).append((one["id"], loan, amount))
        expected = {post.key: [(post.transaction, post.loan, post.amount)] for post in self.log}
        assert booked == expected
