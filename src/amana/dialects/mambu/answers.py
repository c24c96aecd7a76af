"""Shapes of Mambu's answers: bare arrays, two levels of detail, execution status, a record after a write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Answer
from amana.kernel.context import Work
from amana.kernel.inquiry import answer
from amana.kernel.outcome import Outcome, PendingApproval

STATUS: Schema = {
    "type": "object",
    "title": "ExecutionStatus",
    "properties": {
        "returnCode": {"type": "integer"},
        "returnStatus": {"type": "string"},
        "errorSource": {"type": "string"},
    },
}


def waiting(result: PendingApproval) -> dict[str, Any]:
    """What the maker gets back when a checker has to approve first: done, as far as it goes."""
    return {
        "returnCode": 0,
        "returnStatus": "SUCCESS",
        "errorSource": f"waits for approval under number {result.audit_id}",
    }


@dataclass(frozen=True)
class Detailed:
    """The first level of an object, or all of it with ``fullDetails=true``."""

    basic: Answer
    full: Answer

    def render(self, result: Any, request: Request) -> Any:
        """The level asked for."""
        return (self.full if request.asks("fullDetails") else self.basic).render(result, request)

    def schema(self) -> Schema:
        """Either."""
        return {"anyOf": [self.basic.schema(), self.full.schema()]}


@dataclass(frozen=True)
class Listed:
    """A bare array of a page's items."""

    item: Answer

    def render(self, result: Any, request: Request) -> list[Any]:
        """One entry per record."""
        return [self.item.render(row, request) for row in getattr(result, "items", result)]

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True)
class Executed:
    """``{"returnCode": 0, "returnStatus": "SUCCESS"}``."""

    def render(self, result: Outcome | PendingApproval, request: Request) -> dict[str, Any]:
        """The status."""
        if isinstance(result, PendingApproval):
            return waiting(result)
        return {"returnCode": 0, "returnStatus": "SUCCESS"}

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return STATUS


@dataclass(frozen=True)
class Afterwards:
    """The record that a write made or changed, read again in the same transaction by ``question``."""

    question: Callable[[Outcome], Any]
    shape: Answer

    def seen(self, outcome: Outcome, work: Work) -> Any:
        """The record as it stands now."""
        return answer(self.question(outcome), work)

    def render(self, result: Any, request: Request) -> Any:
        """The record, or word of what it waits for."""
        return waiting(result) if isinstance(result, PendingApproval) else self.shape.render(result, request)

    def schema(self) -> Schema:
        """The record, or a status while it waits for a checker."""
        return {"anyOf": [self.shape.schema(), STATUS]}
