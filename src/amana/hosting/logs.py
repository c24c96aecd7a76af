"""Structured logs: one JSON object a line on standard error, also for what libraries log."""

import logging
import logging.config
import sys
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from structlog.types import EventDict, Processor

from amana.hosting.settings import LogFormat, LogLevel

# Libraries whose ordinary remarks are noise to an operator.
QUIET = ("uvicorn.access", "alembic", "psycopg.pool", "asyncio", "procrastinate")


def configure_logs(level: LogLevel, form: LogFormat) -> None:
    """Set logging up for this process; may be called again."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    ending: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_as_json)]
        if form is LogFormat.JSON
        else [_for_people()]
    )
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def _as_json(event: EventDict, **_: Any) -> str:
    return _encode(event).decode()


_encode: Callable[[Any], bytes] = msgspec.json.Encoder(enc_hook=str).encode


def _for_people() -> structlog.dev.ConsoleRenderer:
    """Lines for a terminal. Tracebacks without the values of variables: a password may be among them."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
