"""A dialect as a value: its rows and the few functions that say how it spells what tables cannot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from amana.dialects.base.codecs import Schema, Spelling
from amana.dialects.base.credentials import Credentials, basic_only
from amana.dialects.base.faults import EdgeRefusal
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.json_out import encode
from amana.dialects.base.request import Request, Response
from amana.dialects.base.routes import Router
from amana.dialects.base.rows import Kind, Row, Unsupported, unsupported
from amana.kernel.refusals import Refused


class Errors(Protocol):
    """How a dialect words refusals."""

    def edge(self, refusal: EdgeRefusal, row: Row | None) -> Response:
        """A request that never reached the core."""

    def refused(self, refusal: Refused, row: Row | None, sent: Mapping[str, JsonIn]) -> Response:
        """A command or query that the core refused."""

    def crashed(self, request_id: str) -> Response:
        """A fault of ours."""

    def schema(self) -> Schema:
        """JSON Schema of the error body."""


BASIC: Schema = {"type": "http", "scheme": "basic"}
BEARER: Schema = {"type": "http", "scheme": "bearer"}


def api_key(header: str) -> Schema:
    """The scheme of an API key in a header."""
    return {"type": "apiKey", "in": "header", "name": header}


def plain_body(value: Any, request: Request) -> bytes:
    """The body of an answer where a dialect has no wishes of its own."""
    return encode(value, pretty=request.asks("pretty"))


@dataclass(frozen=True, kw_only=True, eq=False)
class Dialect:
    """Everything one wire speaks. ``bases`` are the path prefixes it answers under, the first being its own."""

    name: str
    title: str
    bases: tuple[str, ...]
    rows: tuple[Row, ...]
    errors: Errors
    spelling: type[Spelling] = Spelling
    lenient: bool = False
    finish: Callable[[Any, Request], bytes] = plain_body
    credentials: Callable[[Request], Credentials] = basic_only
    admits: Callable[[Any], None] = lambda _desk: None
    """Looks at a verified request (a ``Desk``) before its row does; raises ``EdgeRefusal`` to send it away."""
    addressed: Callable[[str], str] = str
    """The path under which the router finds a request; what it brings together ``admits`` takes apart."""
    located: Callable[[Response, Request], Response] = lambda response, _request: response
    """The last touch to a refusal: what it says about the request itself."""
    contract: str | None = None
    """Stem of the contract's file name, for the coverage report."""
    about: str = ""
    schemes: Mapping[str, Schema] = field(default_factory=lambda: {"basic": BASIC})
    """OpenAPI security schemes by name; any one of them is enough."""
    names_records: bool = False
    """Whether requests name records by key or number, which are looked up before the core is asked (``late``)."""
    documents: tuple[str, ...] = ()
    """Further prefixes under which its OpenAPI document and reference page are served."""
    router: "Router[Row]" = field(init=False)

    def __post_init__(self) -> None:
        shapes: dict[object, str] = {}
        for row in self.rows:
            other = shapes.setdefault(row.route.shape, row.id)
            if other != row.id:
                raise ValueError(f"{self.name}: {row.id} and {other} are both {row.route}")
        object.__setattr__(self, "router", Router(self.rows))

    @property
    def declared(self) -> list[Row]:
        """The rows that are there, not counting those still unsupported."""
        return [row for row in self.rows if row.kind is not Kind.UNSUPPORTED]

    def operations(self) -> list[dict[str, Any]]:
        """What ``amana operations`` prints."""
        return [
            {
                "id": row.id,
                "method": row.route.method,
                "path": f"/{row.route.path}",
                "query": dict(row.route.query),
                "kind": row.kind.value,
            }
            for row in self.declared
        ]


def compose(*layers: Iterable[Row]) -> tuple[Row, ...]:
    """Family rows, then own rows: a later row replaces an earlier one of the same route."""
    rows: dict[object, Row] = {}
    for layer in layers:
        for row in layer:
            rows[row.route.shape] = row
    return tuple(rows.values())


def not_yet(text: str) -> list[Unsupported]:
    """The operations listed in an ``unsupported.txt``: ``id METHOD path?query`` a line, ``#`` comments."""
    rows = []
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            name, _, route = entry.partition(" ")
            rows.append(unsupported(name, route.strip()))
    return rows
