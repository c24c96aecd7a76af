"""The ASGI application: offers each request to the dialects, and answers what concerns no dialect itself."""

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import structlog

from amana.dialects.base.asgi import DialectApp
from amana.dialects.base.core import Core
from amana.dialects.base.dialect import Dialect
from amana.dialects.base.entry import Entry
from amana.dialects.base.mount import Dialects
from amana.dialects.base.request import Response
from amana.dialects.base.rows import Row
from amana.hosting import slices  # noqa: F401 - registers every command and query
from amana.hosting.background import background_worker
from amana.hosting.logs import configure_logs
from amana.hosting.serving import CONTROL_VARIABLE, PARENT_VARIABLE, WORKER_VARIABLE
from amana.hosting.settings import Settings, settings
from amana.hosting.wires import dialects
from amana.jobs.worker import Worker
from amana.kernel.tenancy import Tenants
from amana.server import metrics
from amana.server.health import not_ready
from amana.storage.control import ControlDatabase

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

JSON = b"application/json"
PARENT_CHECK_S = 0.5
STUCK_THREAD_LIMIT_S = 5.0
GARBAGE_THRESHOLDS = (50_000, 20, 50)
"""Looked for this seldom, garbage costs a long list a quarter less time; little of it is circular."""

log = structlog.get_logger("amana.request")


class Application:
    """Health, metrics, and the dialects, over the tenants of one control database."""

    def __init__(
        self, control: str, *, dialects: Iterable[Dialect], configured: Settings, worker: Worker | None = None
    ) -> None:
        self.control = control
        connections = configured.database_connections
        self.tenants = Tenants(ControlDatabase(control), connections=connections)
        # A thread without a connection would only wait for one; a few more serve what needs none.
        self.executor = ThreadPoolExecutor(connections + 4, thread_name_prefix="request")
        core = Core(tenants=self.tenants, largest_list=configured.largest_list)
        self.worker = worker
        self.dialects = Dialects(
            [
                DialectApp(Entry(core, dialect, _count), self.executor, body_limit_s=configured.body_limit_s)
                for dialect in dialects
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            raise ValueError(f"no {scope['type']} here")

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        app = self.dialects.find(path)
        if app is not None:
            await _observed(app, scope, receive, send)
            return
        own = {
            "/health/live": self._answer_alive,
            "/health/ready": self._answer_ready,
            "/metrics": self._answer_metrics,
            "/": self._answer_root,
        }.get(path)
        if own is None:
            await _reply(send, 404, _problem("There is nothing at this address."))
        elif scope["method"] not in {"GET", "HEAD"}:
            await _reply(send, 405, _problem("Only GET here."), (b"allow", b"GET, HEAD"))
        else:
            await own(send)

    async def _answer_alive(self, send: Send) -> None:
        await _reply(send, 200, msgspec.json.encode({"status": "alive"}))

    async def _answer_ready(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        reason = await loop.run_in_executor(None, not_ready, self.control)
        if reason is None:
            await _reply(send, 200, msgspec.json.encode({"status": "ready"}))
        else:
            await _reply(send, 503, msgspec.json.encode({"status": "not ready", "reason": reason}))

    async def _answer_metrics(self, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body, content_type = await loop.run_in_executor(None, metrics.exposition, self.control)
        await _reply(send, 200, body, content_type=content_type.encode())

    async def _answer_root(self, send: Send) -> None:
        spoken = [app.entry.dialect for app in self.dialects.apps]
        answers = {dialect.name: list(dialect.bases) for dialect in spoken}
        await _reply(send, 200, msgspec.json.encode({"server": "Amana", "dialects": answers}))

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if self.worker:
                    self.worker.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self.worker:
                    await asyncio.get_running_loop().run_in_executor(None, self.worker.stop)
                # uvicorn has waited for requests; a thread that still works has had its time.
                self.executor.shutdown(wait=False, cancel_futures=True)
                self.tenants.close()
                _end_soon_if_worker()
                metrics.forget_process()
                await send({"type": "lifespan.shutdown.complete"})
                return


def create() -> Application:
    """The application of a serving process, from its settings and what its parent left in the environment."""
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    configured = settings()
    configure_logs(configured.log_level, configured.log_format)
    parent = int(os.environ.get(PARENT_VARIABLE, "0"))
    if parent not in {0, os.getpid()}:
        threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    url = configured.database_url
    control = url.get_secret_value() if url is not None else os.environ[CONTROL_VARIABLE]
    works = os.environ.get(WORKER_VARIABLE, "1") != "0"
    return Application(
        control,
        dialects=dialects(),
        configured=configured,
        worker=background_worker(configured, control) if works else None,
    )


def _end_with_parent(parent: int) -> None:
    """A worker whose supervisor was killed must not go on holding the port."""
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_S)
    os.kill(os.getpid(), signal.SIGTERM)


def _end_soon_if_worker() -> None:
    """A worker's stuck thread must not keep its supervisor, and so the database, from stopping."""
    if os.environ.get(PARENT_VARIABLE, str(os.getpid())) != str(os.getpid()):
        timer = threading.Timer(STUCK_THREAD_LIMIT_S, os._exit, [1])
        timer.daemon = True
        timer.start()


def _count(dialect: str, row: Row | None, response: Response) -> None:
    metrics.REQUESTS.labels(dialect, row.id if row else "", str(response.status)).inc()


async def _observed(app: DialectApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve through a dialect, measuring and logging; the query string is left out, it may hold secrets."""
    name = app.entry.dialect.name
    began = time.perf_counter()
    head: Message = {}

    async def watched(message: Message) -> None:
        if message["type"] == "http.response.start":
            head.update(message)
        await send(message)

    metrics.IN_FLIGHT.inc()
    try:
        await app(scope, receive, watched)
    finally:
        seconds = time.perf_counter() - began
        metrics.IN_FLIGHT.dec()
        metrics.SECONDS.labels(name).observe(seconds)
        headers = dict(head.get("headers", ()))
        log.info(
            "request",
            dialect=name,
            method=scope["method"],
            path=scope["path"],
            status=head.get("status"),
            milliseconds=round(seconds * 1000, 2),
            request_id=headers.get(b"x-request-id", b"").decode("latin-1"),
            client=(scope.get("client") or ("",))[0],
        )


def _problem(detail: str) -> bytes:
    return msgspec.json.encode({"detail": detail})


async def _reply(
    send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes], content_type: bytes = JSON
) -> None:
    length = str(len(body)).encode()
    own = [(b"content-type", content_type), (b"content-length", length), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body})
