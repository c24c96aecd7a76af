"""Connections whose other end does not keep up: they may not hold memory and sockets for as long as they please.

What a client takes its time with, and what ends it: a request's line and headers (``head_limit_s`` from the first
byte, or from connecting), its body (``dialects.base.asgi``, which can answer 408), taking the answer (nothing taken for
``STALLED_S``, watched by the kernel), the next request (``timeout_keep_alive``, uvicorn's own).
"""

import asyncio
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

STALLED_S = 30.0


def limit_stalling(listening: socket.socket, seconds: float = STALLED_S) -> None:
    """Make the kernel end accepted connections whose other end takes nothing for so long. How much of an answer has
    arrived is known to nobody else: megabytes of it may lie in the socket's buffer. Where the kernel cannot (it is not
    Linux), such connections stay until the other end is gone.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))


class Config(uvicorn.Config):
    """``head_limit_s``: how long a request's line and headers may take."""

    def __init__(self, app: Any, *, head_limit_s: float, **options: Any) -> None:
        super().__init__(app, http=ImpatientProtocol, **options)
        self.head_limit_s = head_limit_s


class ImpatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with limits."""

    config: Config
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The clock runs from here: most clients speak first."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """No clock runs any more."""
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The first byte of a further request sets the clock again."""
        if self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """What follows is the body."""
        self._head_is_here()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.config.head_limit_s, self.transport.abort)

    def _head_is_here(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
