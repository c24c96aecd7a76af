"""The HTTP edge: a small ASGI application per dialect, threads under it.

Parsing of the request line and headers, body limits, CORS, HEAD, request ids and the hand-over to a worker thread
are here; what a request means is the dialect's business (``entry``).
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import Executor
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import structlog

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.entry import Entry
from amana.dialects.base.faults import BadRequest, EdgeRefusal, FaultKind
from amana.dialects.base.json_out import encode
from amana.dialects.base.openapi import document
from amana.dialects.base.reference import page
from amana.dialects.base.request import Request, Response

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_UPLOAD_BYTES = 16 * 1024 * 1024
MAX_PARAMETERS = 200
NO_CONTENT = 204

BODY_LIMIT_S = 20.0
SLOWEST_BYTES_PER_S = 500
"""A body may take the limit, and longer if it keeps coming at least this fast: phones at the edge of a network."""

CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD",
    "access-control-expose-headers": "Idempotent-Replayed, X-Dry-Run, X-Request-Id",
}
PREFLIGHT_MAX_AGE_S = "600"
ALLOWED_HEADERS = (
    "Authorization, Content-Type, Accept, X-Mifos-Platform-TenantId, Fineract-Platform-TenantId, "
    "X-Fineract-Platform-TenantId, X-API-Key, apiKey, Idempotency-Key, X-Request-Id, X-Dry-Run"
)


@cache
def _openapi(dialect: Dialect) -> Response:
    return Response(body=encode(document(dialect)))


@cache
def _reference(dialect: Dialect) -> Response:
    return Response(body=page(dialect).encode(), content_type="text/html; charset=utf-8")


DOCUMENTS: dict[str, Callable[[Dialect], Response]] = {"/openapi.json": _openapi, "/reference": _reference}
"""What every dialect tells about itself, without authentication."""


class DialectApp:
    """Serves one dialect under all its base paths. Other paths are not its business (``depth``)."""

    def __init__(
        self, entry: Entry, executor: Executor | None = None, *, body_limit_s: float = BODY_LIMIT_S
    ) -> None:
        self.entry = entry
        self.executor = executor
        self.body_limit_s = body_limit_s
        self._documents = {prefix + name: name for prefix in entry.dialect.documents for name in DOCUMENTS}
        self._bases = sorted((b.rstrip("/") for b in entry.dialect.bases), key=len, reverse=True)

    def depth(self, path: str) -> int:
        """Length of the base the path lies under; 0 for other paths."""
        rest = self._rest(path)
        return 0 if rest is None else len(path) - len(rest) + 1

    def serves(self, path: str) -> bool:
        """Whether the path lies under one of the dialect's bases."""
        return self._rest(path) is not None

    def knows(self, path: str) -> bool:
        """Whether an operation (or a document) of the dialect lives at the path."""
        rest = self._rest(path)
        try:
            return rest is not None and (rest in DOCUMENTS or bool(self.entry.allowed(rest)))
        except EdgeRefusal:
            return False

    def _rest(self, path: str) -> str | None:
        if path in self._documents:
            return self._documents[path]
        for base in self._bases:
            if path == base or path.startswith(base + "/"):
                return path[len(base) :]
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        request = self._request(scope)
        describe = DOCUMENTS.get(request.path) if request.method in {"GET", "HEAD"} else None
        if describe is not None:
            response = describe(self.entry.dialect)
        elif request.method == "OPTIONS":
            response = self._preflight(request)
        else:
            try:
                _require_few_parameters(scope)
                request.body = await _body(request, receive, self.body_limit_s)
            except EdgeRefusal as refusal:
                response = self.entry.dialect.errors.edge(refusal, None)
                response.headers["connection"] = "close"  # what is left of the body is not waited for
            else:
                loop = asyncio.get_running_loop()
                response = await loop.run_in_executor(self.executor, self._respond, request)
        await _send(response, request, send)

    def _respond(self, request: Request) -> Response:
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):
            return self.entry.respond(request)

    def _request(self, scope: Scope) -> Request:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        given = headers.get("x-request-id", "")
        text = scope.get("query_string", b"").decode("latin-1")
        pairs = parse_qsl(text, keep_blank_values=True) if _few_parameters(scope) else []
        return Request(
            method=scope["method"],
            path=self._rest(scope["path"]) or "",
            query=dict(pairs),
            pairs=pairs,
            headers=headers,
            base_url=f"{scope.get('scheme', 'http')}://{headers.get('host', '')}{self._bases[-1]}",
            address=(scope.get("client") or ("",))[0],
            request_id=given if _sound_id(given) else secrets.token_hex(8),
        )

    def _preflight(self, request: Request) -> Response:
        try:
            methods: Iterable[str] = self.entry.allowed(request.path)
        except EdgeRefusal as refusal:
            return self.entry.dialect.errors.edge(refusal, None)
        headers = {
            "allow": ", ".join(methods),
            "access-control-allow-headers": request.headers.get("access-control-request-headers")
            or ALLOWED_HEADERS,
            "access-control-max-age": PREFLIGHT_MAX_AGE_S,
        }
        return Response(status=200, headers=headers)


def _sound_id(text: str) -> bool:
    return 0 < len(text) <= 64 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def _few_parameters(scope: Scope) -> bool:
    return bool(scope.get("query_string", b"").count(b"&") < MAX_PARAMETERS)


def _require_few_parameters(scope: Scope) -> None:
    if not _few_parameters(scope):
        raise BadRequest.of(FaultKind.TOO_LARGE, "", None, MAX_PARAMETERS)


async def _body(request: Request, receive: Receive, limit_s: float) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MAX_UPLOAD_BYTES:
        raise BadRequest.of(FaultKind.TOO_LARGE, "", int(declared), MAX_UPLOAD_BYTES)
    try:
        async with asyncio.timeout(limit_s) as limit:
            return await _received(receive, limit, limit_s)
    except TimeoutError:
        raise BadRequest.of(FaultKind.TOO_SLOW, "") from None


async def _received(receive: Receive, limit: asyncio.Timeout, limit_s: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    began = asyncio.get_running_loop().time()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest.of(FaultKind.BAD_JSON, "", None, "the client went away", size)
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_UPLOAD_BYTES:
            raise BadRequest.of(FaultKind.TOO_LARGE, "", size, MAX_UPLOAD_BYTES)
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks) if len(chunks) > 1 else chunks[0]
        limit.reschedule(began + limit_s + size / SLOWEST_BYTES_PER_S)


async def _send(response: Response, request: Request, send: Send) -> None:
    content = b"" if response.status == NO_CONTENT else response.body
    described = (
        {}
        if response.status == NO_CONTENT
        else {"content-type": response.content_type, "content-length": str(len(content))}
    )
    headers = {
        **described,
        "x-request-id": request.request_id,
        "cache-control": "no-store",
        **CORS,
        **response.headers,
    }
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": encoded})
    body = b"" if request.method == "HEAD" else content
    await send({"type": "http.response.body", "body": body})
