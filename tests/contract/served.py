"""A caller that sends its requests to a served process, over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from amana.dialects.base.faults import EdgeRefusal
from amana.dialects.base.request import Response
from amana.dialects.base.rows import Row
from tests.contract.observed import Watch
from tests.dialects.caller import Caller, Reply

TENANT = "Fineract-Platform-TenantId"


class Served(Caller):
    """Sends to ``client``; the watch sees what comes back, and for which row it was."""

    client: httpx.Client
    watch: Watch

    @classmethod
    def at(cls, client: httpx.Client, caller: Caller, watch: Watch) -> "Served":
        """The same user of the same dialect, over the network."""
        made = cls(caller.entry, caller.headers)
        made.client, made.watch = client, watch
        return made

    def call(self, method: str, target: str, body: Any = None, **headers: str) -> Reply:
        """Send, and wait for the answer."""
        asked = self.request(method, target, body, **headers)
        base = self.entry.dialect.bases[0]
        answer = self.client.request(
            method, base + "/" + target.lstrip("/"), content=asked.body, headers=asked.headers
        )
        content = answer.headers.get("content-type", "")
        response = Response(answer.status_code, answer.content, content, dict(answer.headers))
        self.watch(self.entry.dialect.name, self._row(method, target, body, **headers), response)
        return Reply(response.status, response.body, response.headers, content.partition(";")[0])

    def _row(self, method: str, target: str, body: Any, **headers: str) -> Row | None:
        try:
            return self.row(method, target, body, **headers)
        except EdgeRefusal:
            return None


@contextmanager
def connected(url: str, tenant: str) -> Iterator[httpx.Client]:
    """A connection to a tenant of a server."""
    headers = {TENANT: tenant, "user-agent": "tests"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, verify=False) as client:
        yield client
