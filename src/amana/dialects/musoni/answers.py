"""Results of writes as Musoni words them: the new record alone, or the number of the command beside it."""

from dataclasses import dataclass
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Answer
from amana.dialects.families.mifos.answers import RESOURCE, Listed, Paged, Written, pending
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome, PendingApproval

CREATED = RESOURCE
UPDATED = Written(ids=("resourceId",), always=True)
"""The record, and ``changes`` even where nothing changed."""


@dataclass(frozen=True)
class Commanded:
    """``{commandId, resourceId, rollbackTransaction}``: the number is that of the audit row."""

    rollback: bool = True
    """Whether the last of them is told."""

    def seen(self, outcome: Outcome, work: Work) -> tuple[int, Outcome]:
        """The outcome and the number of its command."""
        return work.command_id, outcome

    def render(self, result: tuple[int, Outcome] | PendingApproval, request: Request) -> dict[str, Any]:
        """The body of the answer."""
        if isinstance(result, PendingApproval):
            return pending(result)
        number, outcome = result
        told = {"rollbackTransaction": False} if self.rollback else {}
        return {"commandId": number, "resourceId": outcome.id, **told}

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        whole: Schema = {"type": "integer"}
        properties = {"commandId": whole, "resourceId": whole, "rollbackTransaction": {"type": "boolean"}}
        return {"type": "object", "properties": properties}


COMMANDED = Commanded()
DELETED = Commanded(rollback=False)


@dataclass(frozen=True)
class PagedOnRequest:
    """A bare array; with ``paged=true`` the family's envelope."""

    item: Answer

    def render(self, result: Any, request: Request) -> Any:
        """The form asked for."""
        shape = Paged(self.item) if request.asks("paged") else Listed(self.item)
        return shape.render(result, request)

    def schema(self) -> Schema:
        """Either."""
        return {"anyOf": [Listed(self.item).schema(), Paged(self.item).schema()]}
