"""What a dialect tells about itself: operations, OpenAPI, reference page, coverage; and the HTTP edge."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from amana.dialects.base.asgi import DialectApp
from amana.dialects.base.core import Core
from amana.dialects.base.coverage import coverage
from amana.dialects.base.dialect import Dialect
from amana.dialects.base.entry import Entry
from amana.dialects.base.mount import Dialects
from amana.dialects.base.openapi import document
from amana.dialects.base.reference import page
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller, OneTenant, basic
from tests.dialects.toy import ROWS, TOYS


def test_operations() -> None:
    listed = {operation["id"]: operation for operation in TOYS.operations()}
    assert listed["toys_update"] == {
        "id": "toys_update",
        "method": "PUT",
        "path": "/toys/{toyId}",
        "query": {},
        "kind": "does",
    }
    assert "toys_delete" not in listed
    assert {operation["kind"] for operation in listed.values()} == {"does", "shows", "odd"}


def resolved(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "components": described["components"]}


def test_openapi_describes_what_is_answered(tenant: Tenant) -> None:
    described = document(TOYS)
    toys = described["paths"]["/toys"]
    body = toys["post"]["requestBody"]["content"]["application/json"]["schema"]
    sent = described["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    assert sent["required"] == ["name", "price", "madeOnDate"]
    assert {"locale", "dateFormat", "colour"} <= set(sent["properties"])
    shape = toys["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = Caller.of(TOYS, tenant).get("toys").body
    jsonschema.Draft202012Validator(resolved(shape, described)).validate(answer)
    refused = described["components"]["responses"]["refused"]["content"]["application/json"]["schema"]
    wrong = Caller.of(TOYS, tenant).post("toys", {}).body
    jsonschema.Draft202012Validator(resolved(refused, described)).validate(wrong)
    assert {p["name"] for p in toys["get"]["parameters"]} == {"name", "offset", "limit", "orderBy", "sortBy"}


def test_the_reference_page_names_every_path() -> None:
    text = page(TOYS)
    assert "http" not in text.replace("https://github.com", "")
    for row in ROWS:
        assert row.route.path in text


def test_what_stands_between_backticks_is_shown_as_code() -> None:
    text = page(replace(TOYS, about="Send ``X-Dry-Run: true``, or `limit=<2>`; a ` alone stays."))
    assert "<code>X-Dry-Run: true</code>, or <code>limit=&lt;2&gt;</code>; a ` alone stays." in text


def test_coverage(tmp_path: Path) -> None:
    contract = tmp_path / "toys.json"
    entries = [
        {"id": "toys_list", "method": "GET", "path": "toys"},
        {"id": "named_otherwise", "method": "GET", "path": "/toys/{id}"},
        {"id": "toys_delete", "method": "DELETE", "path": "toys/{toyId}"},
        {"id": "toys_sell", "method": "POST", "path": "toys/{toyId}/sale"},
    ]
    contract.write_text(json.dumps({"operations": entries}))
    found = coverage(TOYS, contract)
    assert found.declared == ("named_otherwise", "toys_list")
    assert found.unsupported == ("toys_delete",)
    assert found.missing == ("toys_sell",)
    assert set(found.odd) == {"toys_shout", "toys_break"}
    assert found.as_text().startswith("toys: 2 of 4 operations, 1 still to come, 1 not mentioned")


def ask(app: Any, method: str, path: str, *, headers: dict[str, str] | None = None, body: bytes = b"") -> Any:
    """One request through ASGI: status, headers, body."""
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path.partition("?")[0],
        "query_string": path.partition("?")[2].encode(),
        "headers": [(k.encode(), v.encode()) for k, v in {"host": "localhost", **(headers or {})}.items()],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    named = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], named, sent[1]["body"]


@pytest.fixture
def app(tenant: Tenant) -> DialectApp:
    return DialectApp(Entry(Core(OneTenant(tenant)), TOYS))


LOGIN = {"authorization": basic("mifos", "password")}


def test_http(app: DialectApp) -> None:
    status, headers, body = ask(app, "GET", "/toys/api/toys?limit=1", headers=LOGIN)
    assert (status, headers["content-type"]) == (200, "application/json")
    assert "pageItems" in json.loads(body)
    assert headers["access-control-allow-origin"] == "*"
    assert len(headers["x-request-id"]) == 16
    status, headers, body = ask(app, "HEAD", "/toys/api/toys", headers={**LOGIN, "x-request-id": "mine-1"})
    assert (status, body, headers["x-request-id"]) == (200, b"", "mine-1")
    assert int(headers["content-length"]) > 0
    assert ask(app, "GET", "/toys/api/toys")[0] == 401
    status, headers, _ = ask(app, "PATCH", "/toys/api/toys", headers=LOGIN)
    assert (status, headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_an_answer_without_content_has_no_body(app: DialectApp) -> None:
    silent = [replace(row, status=204) if row.id == "toys_retrieve" else row for row in ROWS]
    quiet = DialectApp(Entry(app.entry.core, replace(TOYS, rows=tuple(silent))))
    _, _, listed = ask(app, "GET", "/toys/api/toys?limit=1", headers=LOGIN)
    [toy] = json.loads(listed)["pageItems"]
    status, headers, body = ask(quiet, "GET", f"/toys/api/toys/{toy['id']}", headers=LOGIN)
    assert (status, body) == (204, b"")
    assert not {"content-length", "content-type"} & headers.keys()


def test_options_needs_no_login(app: DialectApp) -> None:
    asked = {"origin": "http://elsewhere.example", "access-control-request-headers": "authorization"}
    status, headers, _ = ask(app, "OPTIONS", "/toys/api/toys/1", headers=asked)
    assert (status, headers["allow"]) == (200, "DELETE, GET, HEAD, PUT, OPTIONS")
    assert headers["access-control-allow-headers"] == "authorization"
    assert "PUT" in headers["access-control-allow-methods"]
    assert ask(app, "OPTIONS", "/toys/api/nowhere")[0] == 404


def test_bodies_that_are_too_large(app: DialectApp) -> None:
    assert ask(app, "POST", "/toys/api/toys", headers={**LOGIN, "content-length": "99999999"})[0] == 413
    large = b'{"name": "' + b"x" * (3 * 1024 * 1024) + b'"}'
    assert ask(app, "POST", "/toys/api/toys", headers=LOGIN, body=large)[0] == 413


def test_documents_are_served_to_anybody(app: DialectApp) -> None:
    status, _, body = ask(app, "GET", "/toys/api/openapi.json")
    assert (status, json.loads(body)["openapi"]) == (200, "3.1.0")
    status, headers, _ = ask(app, "GET", "/toys/api/reference")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_dialects_that_share_a_base(tenant: Tenant) -> None:
    core = Core(OneTenant(tenant))
    first = Dialect(name="a", title="A", bases=("/api",), rows=ROWS[:1], errors=TOYS.errors)
    second = Dialect(name="b", title="B", bases=("/api", "/b/api"), rows=ROWS[2:], errors=TOYS.errors)
    both = Dialects([DialectApp(Entry(core, one)) for one in (first, second)])

    def serving(path: str) -> str | None:
        app = both.find(path)
        return app.entry.dialect.name if app else None

    assert serving("/api/toys/1/shout") == "b"
    assert serving("/api/toys") == "a"
    assert serving("/b/api/toys") == "b"
    assert serving("/api/nowhere") == "a"
    assert serving("/elsewhere") is None
