"""Messages of the outbox for another program, over HTTP.

Each is posted as ``{"tenant", "kind", "id", "made_at", "payload"}``. With a secret, ``X-Amana-Signature`` holds
``sha256=`` and the HMAC of the body. A message may come twice; tenant and id tell.
"""

import hashlib
import hmac
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from amana.jobs.deliver_outbox import Message, subscribe
from amana.kernel.tenant import Tenant

LIMIT_S = 20.0
SIGNATURE = "X-Amana-Signature"


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """Where messages are posted. ``url`` is http or https."""

    url: str
    secret: str = field(default="", repr=False)

    def __call__(self, tenant: Tenant, message: Message) -> None:
        """Post one message; raises OSError unless the answer is a success."""
        body = msgspec.json.encode(
            {
                "tenant": tenant.identifier,
                "kind": message.kind,
                "id": message.id,
                "made_at": message.made_at,
                "payload": message.payload,
            }
        )
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SIGNATURE] = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310 - see url
        with urllib.request.urlopen(request, timeout=LIMIT_S):  # noqa: S310
            pass


def post_messages(webhook: Webhook, kinds: Iterable[str]) -> Callable[[], None]:
    """Post messages of ``kinds`` (ending in a point: all that begin so); the function returned ends that."""
    ends = [subscribe(kind, webhook) for kind in kinds]

    def end() -> None:
        for one in ends:
            one()

    return end
