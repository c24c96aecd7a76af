"""A golden case: which operation of the contract, which records it needs first, what of the sample is adapted."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden.contract import Operation

_numbers = count(1)


class World:
    """What a case prepares its records with: the caller (administrator) and what was made before, by name."""

    def __init__(self, caller: Caller, tenant: Tenant) -> None:
        self.caller = caller
        self.tenant = tenant
        self.records: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self.records[name]

    def make(self, path: str, body: Any, want: str = "resourceId", /) -> Any:
        """POST, insist on success, and give the new record's id."""
        return self.post(path, body)[want]

    def post(self, path: str, body: Any = None) -> Any:
        """POST and insist on success."""
        return succeeded(self.caller.post(path, {} if body is None else body))

    def put(self, path: str, body: Any) -> Any:
        """PUT and insist on success."""
        return succeeded(self.caller.put(path, body))

    def get(self, path: str) -> Any:
        """GET and insist on success."""
        return succeeded(self.caller.get(path))


def succeeded(reply: Reply) -> Any:
    """The body of a reply that has to be a success."""
    assert reply.status < 300, reply.text.decode()
    return reply.body if reply.text else None


def unique(prefix: str = "g") -> str:
    """Text nobody used before."""
    return f"{prefix}-{next(_numbers)}-{uuid4().hex[:8]}"


Records = Mapping[str, Any]
Change = Callable[[Records], Any]


@dataclass(frozen=True)
class Case:
    """One exchange.

    ``prepare`` makes records and names them. ``path`` maps placeholders to those names (or to values). ``body`` are
    changes to the request sample: a value, a function of the records, or ``DROP``. ``query`` is added to the path
    (text, or a function of the records).
    ``example`` picks among several samples.
    """

    id: str
    prepare: Callable[[World], Records] = field(default=lambda _world: {})
    path: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    query: str | Change = ""
    example: int = 0
    raw: Callable[[Records], tuple[bytes, str]] | None = None
    """For bodies that are not JSON: the bytes and their content type."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers of the request."""
    response: int | None = None
    """The response sample, where it is not the one with the request's number."""
    among: str = ""
    """The record of a bare list that is compared, where not all of them are."""
    compare: bool = True
    """False where the contract shows no response: then only success is asked for."""

    @property
    def name(self) -> str:
        """For test ids."""
        return f"{self.id}-{self.example}" if self.example else self.id


DROP = object()


def target(case: Case, operation: Operation, records: Records) -> str:
    """The path with its placeholders filled in, and the query string."""
    path = operation.path
    for place, value in case.path.items():
        path = path.replace("{" + place + "}", str(_value(value, records)))
    command = operation.query.get("command", "")
    query = [f"command={command}"] if operation.method != "GET" and command else []
    more = case.query(records) if callable(case.query) else case.query
    query += [more] if more else []
    assert "{" not in path, f"{case.id}: nothing fills {path}"
    return f"{path}?{'&'.join(query)}" if query else path


def _value(value: Any, records: Records) -> Any:
    if callable(value):
        return value(records)
    return records[value] if isinstance(value, str) and value in records else value


def request_body(case: Case, operation: Operation, records: Records) -> tuple[Any, str]:
    """The sample body with the case's changes, and its content type."""
    if case.raw is not None:
        return case.raw(records)
    sample = operation.request(case.example)
    if sample is None and not case.body:
        return None, ""
    body = json.loads(json.dumps(sample or {}))
    for name, value in case.body.items():
        if value is DROP:
            body.pop(name, None)
        else:
            body[name] = _value(value, records)
    return body, "application/json"


def send(case: Case, operation: Operation, caller: Caller, records: Records, **headers: str) -> Reply:
    """The exchange itself."""
    body, media = request_body(case, operation, records)
    headers = {**case.headers, **headers}
    if case.raw is not None:
        headers["content_type"] = media
    return caller.call(operation.method, target(case, operation, records), body, **headers)
