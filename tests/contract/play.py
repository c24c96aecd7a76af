"""A dialect on seeded data: by which exchanges its operations are reached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.dialects.caller import Caller, Reply


@dataclass
class Play:
    """A seeded dialect: who calls it, what reaches every operation, and ids by the start of the path."""

    caller: Caller
    exchanges: Callable[[Caller], None]
    ids: Callable[[str, str], list[str]]
    other: Caller
    """Somebody else with every right."""
    powerless: Caller | None = None
    """Somebody without any; None where that is tried elsewhere."""


def ok(reply: Reply) -> Any:
    """The body of a success."""
    assert reply.status < 300, reply.text.decode()
    return reply.body if reply.text and "json" in reply.content_type else None
