"""The native API, derived: every registered command is a POST, every registered query a GET.

``POST commands/repay-loan`` takes the command's fields, ``GET queries/list-loans?client=4`` the query's. Lists come by
pages: ``limit`` and an opaque ``cursor`` in, ``{items, next, total}`` out; ``where`` holds a filter. Nothing is written
here per operation.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from amana.dialects.base.codecs import TEXT, Codec, Schema
from amana.dialects.base.credentials import any_scheme
from amana.dialects.base.dialect import BASIC, BEARER, Dialect, api_key
from amana.dialects.base.faults import BadRequest, Fault, FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, Nested
from amana.dialects.base.json_in import decode
from amana.dialects.base.json_out import encode
from amana.dialects.base.request import Request
from amana.dialects.base.routes import Route
from amana.dialects.base.rows import Does, Kind, Row, Shows
from amana.dialects.native.conditions import CONDITION
from amana.dialects.native.errors import ProblemErrors
from amana.dialects.native.types import Anything, codec_of, fields_of, plain
from amana.kernel.commands import CommandSpec, all_commands
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.previews import PreviewedRecord
from amana.kernel.queries import Page, PageRequest, QuerySpec, all_queries

BASES = ("/amana/v1",)
DEFAULT_LIMIT = 100
LARGEST_LIMIT = 1000
PAGING = frozenset({"page", "where"})

ABOUT = (
    "Every command and query of the core. ISO dates, decimals as text, problem details for refusals, "
    "`Idempotency-Key` on every command, `X-Dry-Run: true` to see what a command would do (`preview` has the records "
    "before and after)."
)


def kebab(name: str) -> str:
    """``RepayLoan`` as ``repay-loan``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


class OutcomeAnswer:
    """What a command did."""

    NAMES = tuple(f.name for f in fields(Outcome))

    def render(self, result: Outcome | PendingApproval, request: Request) -> dict[str, Any]:
        """Our own names; a command that waits for a checker has ``pending``."""
        if isinstance(result, PendingApproval):
            return {"pending": result.audit_id, "office": result.office, "id": result.resource}
        return {name: plain(getattr(result, name)) for name in self.NAMES}

    def tried(self, outcome: Outcome, records: Sequence[PreviewedRecord], request: Request) -> dict[str, Any]:
        """What a command would do, and the records it would change before and after."""
        shown = [{f.name: plain(getattr(one, f.name)) for f in fields(one)} for one in records]
        return {**self.render(outcome, request), "preview": shown}

    def schema(self) -> Schema:
        """JSON Schema."""
        whole: Schema = {"type": ["integer", "null"]}
        named = dict.fromkeys(("office", "client", "group", "loan", "savings", "pending"), whole)
        properties = {
            "kind": {"type": "string"},
            "id": {"type": ["integer", "string", "null"]},
            "changes": {"type": ["object", "null"]},
            "more": {"type": "object"},
            "preview": {
                "type": "array",
                "description": "of a dry run: each record before and after, and the differences",
                "items": {"type": "object"},
            },
            **named,
        }
        return {"type": "object", "title": "Outcome", "properties": properties}


@dataclass(frozen=True)
class ViewAnswer:
    """Whatever the query's handler says it returns."""

    codec: Codec
    null: bool

    def render(self, result: Any, request: Request) -> Any:
        """The view; null where there is none."""
        return None if result is None else self.codec.write(result)

    def schema(self) -> Schema:
        """JSON Schema."""
        schema = self.codec.schema()
        return {"anyOf": [schema, {"type": "null"}]} if self.null else schema


@dataclass(frozen=True)
class PageAnswer:
    """``{items, next, total}``."""

    item: Codec

    def render(self, result: Page[Any], request: Request) -> dict[str, Any]:
        """``next`` is the cursor of the following page, null after the last."""
        (seen, _), limit = _window(request, [])
        seen += len(result.items)
        more = len(result.items) >= limit and seen < result.total
        following = cursor(seen, result.end) if more else None
        return {
            "items": [self.item.write(row) for row in result.items],
            "next": following,
            "total": result.total,
        }

    def schema(self) -> Schema:
        """JSON Schema."""
        return {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": self.item.schema()},
                "next": {"type": ["string", "null"]},
                "total": {"type": "integer"},
            },
        }


class CursorListing:
    """``limit``, ``cursor``, ``order_by``, ``descending`` and ``where``."""

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """``page`` and ``where``."""
        faults: list[Fault] = []
        (seen, after), limit = _window(request, faults)
        order = request.query.get("order_by", "").strip() or None
        page = PageRequest(
            offset=seen if after is None else 0,
            after=after,
            limit=limit,
            order_by=order,
            descending=request.asks("descending"),
        )
        values: dict[str, Any] = {"page": page}
        text = request.query.get("where", "").strip()
        if text:
            try:
                values["where"] = CONDITION.read(text, request.spelling)
            except Unreadable as wrong:
                faults.append(Fault(wrong.kind, "where", text, wrong.args))
        return values, faults

    def parameters(self) -> list[Schema]:
        """OpenAPI parameters."""
        limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT}
        said: list[tuple[str, Schema]] = [
            ("limit", limit),
            ("cursor", {"type": "string"}),
            ("order_by", {"type": "string"}),
            ("descending", {"type": "boolean"}),
            ("where", {"type": "string", "description": "a filter as JSON text"}),
        ]
        return [{"name": name, "in": "query", "schema": schema} for name, schema in said]


Place = tuple[int, tuple[Any, ...] | None]
"""How many records came before, and the sort key of the last of them where the list can go on from it."""


def cursor(seen: int, end: tuple[Any, ...] | None) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode([seen, end])).decode().rstrip("=")


def _window(request: Request, faults: list[Fault]) -> tuple[Place, int]:
    text = request.query.get("limit", "").strip() or str(DEFAULT_LIMIT)
    limit = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not 1 <= limit <= LARGEST_LIMIT:
        faults.append(Fault(FaultKind.OUT_OF_RANGE, "limit", text, (1, LARGEST_LIMIT)))
        limit = DEFAULT_LIMIT
    given = request.query.get("cursor", "").strip()
    if not given:
        return (0, None), limit
    try:
        decoded = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
        return _PLACE.decode(decoded), limit
    except (binascii.Error, ValueError, msgspec.DecodeError):
        faults.append(Fault(FaultKind.BAD_TEXT, "cursor", given))
        return (0, None), limit


_PLACE = msgspec.json.Decoder(
    tuple[Annotated[int, msgspec.Meta(ge=0, lt=2**31)], tuple[str | int | bool | None, ...] | None]
)


def command_row(spec: CommandSpec) -> Does:
    """The row of a command."""
    name = kebab(spec.name)
    return Does(
        id=name,
        route=Route.parse(f"POST commands/{name}"),
        kind=Kind.DOES,
        resource=spec.entity.lower() or "command",
        title=_summary(spec.handler) or _summary(spec.command_type),
        command=spec.command_type,
        fields=fields_of(spec.command_type),
        answers=OutcomeAnswer(),
        path=(),
        given={},
        tolerates=frozenset(),
        from_query=Fields("None"),
    )


def query_row(spec: QuerySpec) -> Shows:
    """The row of a query."""
    name = kebab(spec.name)
    returned = get_type_hints(spec.handler).get("return", Any)
    own = fields_of(spec.type).rows
    paged = get_type_hints(spec.type).get("page") is PageRequest
    shape: PageAnswer | ViewAnswer
    if get_origin(returned) is Page:
        shape = PageAnswer(codec_of(get_args(returned)[0]))
    else:
        shape = ViewAnswer(codec_of(returned), null=type(None) in get_args(returned))
    filters = [
        Field(f.wire, f.ours, _of_query(f.codec), f.required) for f in own if not (paged and f.ours in PAGING)
    ]
    return Shows(
        id=name,
        route=Route.parse(f"GET queries/{name}"),
        kind=Kind.SHOWS,
        resource=name,
        title=_summary(spec.handler) or _summary(spec.type),
        query=spec.type,
        shape=shape,
        filters=Fields(spec.name, *filters),
        path=(),
        given={},
        listing=CursorListing() if paged else None,
        closed=True,
    )


class CommaList:
    """A list within a query string: ``a,b,c``."""

    def __init__(self, item: Codec) -> None:
        self.item = item

    def read(self, wire: Any, spelling: Any) -> tuple[Any, ...]:
        return tuple(self.item.read(part.strip(), spelling) for part in wire.split(",") if part.strip())

    def write(self, value: Sequence[Any]) -> str:
        return ",".join(str(self.item.write(part)) for part in value)

    def schema(self) -> Schema:
        return {"type": "string", "description": "a list, separated by commas"}


class JsonText:
    """An object within a query string: its JSON as text."""

    def __init__(self, inner: Codec) -> None:
        self.inner = inner

    def read(self, wire: Any, spelling: Any) -> Any:
        try:
            return self.inner.read(decode(wire.encode()), spelling)
        except BadRequest:
            raise Unreadable(FaultKind.BAD_JSON, "", 0) from None

    def write(self, value: Any) -> str:
        return encode(self.inner.write(value)).decode()

    def schema(self) -> Schema:
        return {"type": "string", "description": "an object as JSON text"}


def _of_query(codec: Codec) -> Codec:
    """The codec of a value that travels in a query string."""
    if isinstance(codec, Nested):
        return JsonText(codec)
    item = getattr(codec, "item", None)
    if item is not None:
        return CommaList(item)
    return TEXT if isinstance(codec, Anything) else codec


def _summary(thing: Any) -> str:
    text = (thing.__doc__ or "").strip().partition("\n")[0]
    return "" if text.startswith(f"{getattr(thing, '__name__', '')}(") else text


def native() -> Dialect:
    """The dialect, of whatever is registered by now."""
    rows: list[Row] = [command_row(spec) for spec in all_commands()]
    rows += [query_row(spec) for spec in all_queries()]
    return Dialect(
        name="native",
        title="Amana",
        bases=BASES,
        rows=tuple(rows),
        errors=ProblemErrors(),
        credentials=any_scheme,
        documents=("",),
        about=ABOUT,
        schemes={"basic": BASIC, "bearer": BEARER, "key": api_key("X-API-Key")},
    )
