"""Messages are posted to another program, signed; what it does not take comes again."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from amana.jobs.deliver_outbox import deliver_outbox
from amana.jobs.seal_audit import seal_audit
from amana.jobs.webhook import SIGNATURE, Webhook, post_messages
from amana.kernel.access.create_role import CreateRole
from amana.kernel.tenant import Tenant
from tests.jobs.test_deliver_outbox import left, wait_over
from tests.submitting import perform
from tests.tenant_fixtures import administrator_of

SECRET = "between the two of us"


class Receiver(ThreadingHTTPServer):
    """Takes posts, after having refused the first."""

    refusing = 1

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[bytes, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/heads"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.refusing:
            self.server.refusing -= 1
            self.send_error(503)
            return
        self.server.taken.append((body, self.headers[SIGNATURE]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def test_the_head_of_the_audit_s_chain_is_posted_and_signed(fresh_tenant: Tenant, receiver: Receiver) -> None:
    end = post_messages(Webhook(url=receiver.url, secret=SECRET), ["audit."])
    try:
        perform(fresh_tenant, administrator_of(fresh_tenant), CreateRole(name="Sealed", description="Sealed"))
        seal_audit(fresh_tenant)
        deliver_outbox(fresh_tenant)
        assert receiver.taken == []
        assert "503" in str(left(fresh_tenant)[0]["last_error"])
        wait_over(fresh_tenant)
        deliver_outbox(fresh_tenant)
    finally:
        end()
    [(body, signature)] = receiver.taken
    assert signature == "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert (told["tenant"], told["kind"], told["payload"]["position"]) == ("default", "audit.sealed", 1)
    assert left(fresh_tenant) == []
