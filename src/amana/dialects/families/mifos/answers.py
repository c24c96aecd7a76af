"""Shapes of answers that the Mifos family shares: write results, lists, pages, templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from amana.dialects.base.codecs import Codec, Schema
from amana.dialects.base.fields import NOTHING, Fields
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Answer
from amana.dialects.families.mifos.codec import DAY, Day, MifosSpelling
from amana.dialects.families.mifos.joda import BadPattern, compiled
from amana.kernel.outcome import Outcome, PendingApproval

IDS: dict[str, str] = {
    "officeId": "office",
    "clientId": "client",
    "groupId": "group",
    "loanId": "loan",
    "savingsId": "savings",
    "resourceId": "id",
}

DEFAULT_PATTERN = "dd MMMM yyyy"


@dataclass(frozen=True)
class Written:
    """The result of a write: the ids that the outcome has, of those listed, and ``changes``.

    ``changes`` are field rows over our names. What the core says has changed is shown under the wire's name, numbers
    normalised; dates as text in the request's own pattern; rows listed in ``as_sent`` exactly as the client sent
    them, and only where it did. ``locale`` and ``dateFormat`` follow where they were sent.
    """

    ids: tuple[str, ...] = tuple(IDS)
    changes: Fields = NOTHING
    as_sent: tuple[str, ...] = ()
    always: bool = False
    """Show ``changes`` even when nothing changed."""
    more: Fields = NOTHING
    """Further properties, read from the outcome's ``more``."""

    def showing(self, changes: Fields, *as_sent: str) -> "Written":
        """The same ids with these changes."""
        return Written(self.ids, changes, as_sent, self.always, self.more)

    def render(self, result: Outcome | PendingApproval, request: Request) -> dict[str, Any]:
        """The body of the answer."""
        if isinstance(result, PendingApproval):
            return pending(result)
        body: dict[str, Any] = {}
        for wire in self.ids:
            value = getattr(result, IDS[wire])
            if value is not None:
                body[wire] = value
        body.update(self.more.write(result.more))
        if result.changes is not None and (self.changes.rows or self.always):
            changes = self._changes(result.changes, request)
            if changes or self.always:
                body["changes"] = changes
        return body

    def _changes(self, changed: Mapping[str, Any], request: Request) -> dict[str, Any]:
        if not self.changes.rows:
            return {}
        sent = request.object
        shown: dict[str, Any] = {}
        for row in self.changes:
            if row.ours not in changed:
                continue
            if row.wire in self.as_sent:
                if sent.get(row.wire) not in (None, ""):
                    shown[row.wire] = sent[row.wire]
            else:
                shown[row.wire] = _as_changed(row.codec, changed[row.ours], request)
        if shown:
            shown.update({name: sent[name] for name in ("locale", "dateFormat") if sent.get(name)})
        return shown

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        properties: dict[str, Schema] = {wire: {"type": "integer"} for wire in self.ids}
        properties |= self.more.schema()["properties"]
        if self.changes.rows or self.always:
            properties["changes"] = {"type": "object"}
        properties["commandId"] = {"type": "integer", "description": "the command waits for a checker"}
        return {"type": "object", "properties": properties}


def pending(result: PendingApproval) -> dict[str, Any]:
    """What the maker gets back when a checker has to approve first."""
    body: dict[str, Any] = {"commandId": result.audit_id}
    if result.office is not None:
        body["officeId"] = result.office
    if result.resource is not None:
        body["resourceId"] = result.resource
    return body


def _as_changed(codec: Codec, value: Any, request: Request) -> Any:
    if value is None:
        return ""
    if isinstance(codec, Day):
        return date_text(value, request)
    return codec.write(value)


def date_text(value: date, request: Request) -> str:
    """A date in the request's own pattern and language."""
    spelling = request.spelling
    assert isinstance(spelling, MifosSpelling)  # noqa: S101 - the family's dialects declare it
    try:
        return compiled(spelling.date_format or DEFAULT_PATTERN, spelling.locale or "en").write(value)
    except BadPattern:
        return compiled(DEFAULT_PATTERN, "en").write(value)


WRITTEN = Written()
RESOURCE = Written(ids=("resourceId",))
OFFICE_RESOURCE = Written(ids=("officeId", "resourceId"))
CLIENT_RESOURCE = Written(ids=("officeId", "groupId", "clientId", "resourceId"))
GROUP_RESOURCE = Written(ids=("officeId", "groupId", "resourceId"))
LOAN_RESOURCE = Written(ids=("officeId", "clientId", "groupId", "loanId", "resourceId"))


@dataclass(frozen=True)
class Listed:
    """A bare array. ``attribute`` names the list within the result where the result is more than a list."""

    item: Answer
    attribute: str | None = None

    def render(self, result: Any, request: Request) -> list[Any]:
        """One entry per record, a page's items alone."""
        rows = result if self.attribute is None else getattr(result, self.attribute)
        rows = getattr(rows, "items", rows) if not isinstance(rows, list | tuple) else rows
        return [self.item.render(row, request) for row in rows]

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True)
class Paged:
    """``{totalFilteredRecords, pageItems}``."""

    item: Answer

    def render(self, result: Any, request: Request) -> dict[str, Any]:
        """The envelope."""
        return {
            "totalFilteredRecords": result.total,
            "pageItems": [self.item.render(row, request) for row in result.items],
        }

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {
            "type": "object",
            "properties": {
                "totalFilteredRecords": {"type": "integer"},
                "pageItems": {"type": "array", "items": self.item.schema()},
            },
        }


@dataclass(frozen=True)
class WithTemplate:
    """A record; with ``template=true`` also the allowed-value lists, read from the record's ``options``."""

    record: Fields
    template: Fields
    options: str = "options"

    def render(self, result: Any, request: Request) -> dict[str, Any]:
        """The record, and the lists when they are asked for."""
        body = self.record.write(result)
        if request.asks("template"):
            body.update(self.template.write(getattr(result, self.options)))
        return body

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        schema = self.record.schema()
        return {**schema, "properties": {**schema["properties"], **self.template.schema()["properties"]}}


__all__ = [
    "CLIENT_RESOURCE",
    "DAY",
    "GROUP_RESOURCE",
    "LOAN_RESOURCE",
    "OFFICE_RESOURCE",
    "RESOURCE",
    "WRITTEN",
    "Listed",
    "Paged",
    "WithTemplate",
    "Written",
    "date_text",
    "pending",
]
