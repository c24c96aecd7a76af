"""A caller for tests: speaks to a dialect's entry as an HTTP server would, without a socket."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from amana.dialects.base.core import Core
from amana.dialects.base.dialect import Dialect
from amana.dialects.base.entry import Entry
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Odd, Row, Shows
from amana.kernel.tenancy import UnknownTenant
from amana.kernel.tenant import Tenant
from tests.tenant_fixtures import ADMINISTRATOR


@dataclass
class OneTenant:
    """A registry of one."""

    tenant: Tenant

    def get(self, identifier: str) -> Tenant:
        """The tenant, by its name only."""
        if identifier != self.tenant.identifier:
            raise UnknownTenant(identifier)
        return self.tenant


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    text: bytes
    headers: dict[str, str]
    content_type: str = "application/json"

    @property
    def body(self) -> Any:
        """The decoded body."""
        return json.loads(self.text)


def basic(username: str, password: str) -> str:
    """An Authorization header."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def only_asks(row: Row) -> bool:
    """Whether a row is a question, be it one that travels in a body."""
    asked = isinstance(row, Odd) and bool(row.reads) and not row.writes
    return row.route.method == "GET" or isinstance(row, Shows) or asked


@dataclass
class Caller:
    """Calls one dialect as one user."""

    entry: Entry
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, dialect: Dialect, tenant: Tenant, **core: Any) -> "Caller":
        """The administrator of a test tenant calling a dialect."""
        core = {"default_tenant": tenant.identifier, **core}
        entry = Entry(Core(OneTenant(tenant), **core), dialect)
        return cls(entry, {"authorization": basic(ADMINISTRATOR.username, ADMINISTRATOR.password)})

    def as_user(self, username: str, password: str) -> "Caller":
        """The same dialect, another user."""
        return Caller(self.entry, {**self.headers, "authorization": basic(username, password)})

    def anonymous(self) -> "Caller":
        """The same dialect, nobody."""
        return Caller(self.entry, {k: v for k, v in self.headers.items() if k != "authorization"})

    def call(self, method: str, target: str, body: Any = None, **headers: str) -> Reply:
        """Send ``body`` (JSON, or bytes as they are) to a path with its query string."""
        response = self.entry.respond(self.request(method, target, body, **headers))
        return Reply(response.status, response.body, response.headers, response.content_type)

    def row(self, method: str, target: str, body: Any = None, **headers: str) -> Row:
        """The row that such a request is for."""
        asked = self.request(method, target, body, **headers)
        accepted = asked.headers.get("accept", "")
        found, _ = self.entry.dialect.router.find(
            method, asked.path, asked.query, asked.content_type, accepted
        )
        return found

    def request(self, method: str, target: str, body: Any = None, **headers: str) -> Request:
        """What is sent."""
        path, _, query = target.partition("?")
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"content-type": "application/json"} if raw else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        pairs = parse_qsl(query, keep_blank_values=True)
        return Request(
            method=method,
            path="/" + path.strip("/"),
            query=dict(pairs),
            pairs=pairs,
            headers={**sent, **self.headers, **named},
            body=raw,
            request_id="test",
        )

    def get(self, target: str, **headers: str) -> Reply:
        """GET."""
        return self.call("GET", target, **headers)

    def post(self, target: str, body: Any = None, **headers: str) -> Reply:
        """POST."""
        return self.call("POST", target, body, **headers)

    def put(self, target: str, body: Any = None, **headers: str) -> Reply:
        """PUT."""
        return self.call("PUT", target, body, **headers)

    def delete(self, target: str, **headers: str) -> Reply:
        """DELETE."""
        return self.call("DELETE", target, **headers)
