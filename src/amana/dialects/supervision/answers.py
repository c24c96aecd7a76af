"""Shapes of answers of supervisor reports."""

from dataclasses import dataclass
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.faults import Fault, FaultKind
from amana.dialects.base.fields import Fields
from amana.dialects.base.request import Request
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.queries import Page, PageRequest

DEFAULT_LIMIT = 10
LARGEST_LIMIT = 100


@dataclass(frozen=True)
class Made:
    """The record that a command made, out of the outcome's ``more``."""

    name: str
    record: Fields

    def render(self, result: Outcome | PendingApproval, request: Request) -> dict[str, Any]:
        """The whole record."""
        if isinstance(result, PendingApproval):
            raise TypeError("reports wait for no checker")
        return self.record.write(result.more[self.name])

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return self.record.schema()


@dataclass(frozen=True)
class Done:
    """``{success, message}``."""

    message: str

    def render(self, result: Any, request: Request) -> dict[str, Any]:
        """Always the same."""
        return {"success": True, "message": self.message}

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {
            "type": "object",
            "properties": {"success": {"type": "boolean"}, "message": {"type": "string"}},
        }


@dataclass(frozen=True)
class Listed:
    """A bare list."""

    item: Fields

    def render(self, result: Any, request: Request) -> list[Any]:
        """One entry per record."""
        return [self.item.write(one) for one in result]

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {"type": "array", "items": self.item.schema()}


class Pages:
    """``page`` (from 1) and ``limit`` of a list."""

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """Our page request, and what is wrong."""
        faults: list[Fault] = []
        page, limit = self.asked(request, faults)
        return {"page": PageRequest(offset=(page - 1) * limit, limit=limit)}, faults

    @staticmethod
    def asked(request: Request, faults: list[Fault]) -> tuple[int, int]:
        """Page and limit; a limit beyond the largest is the largest."""
        numbers = []
        for name, default in (("page", 1), ("limit", DEFAULT_LIMIT)):
            text = request.query.get(name, "").strip() or str(default)
            sound = text.isascii() and text.isdigit() and 0 < int(text) < 10**9 and len(text) < 10
            if not sound:
                faults.append(Fault(FaultKind.NOT_AN_INTEGER, name, text))
            numbers.append(int(text) if sound else default)
        return numbers[0], min(numbers[1], LARGEST_LIMIT)

    def parameters(self) -> list[Schema]:
        """OpenAPI parameter objects."""
        return [
            {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}},
            {
                "name": "limit",
                "in": "query",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_LIMIT,
                    "default": DEFAULT_LIMIT,
                },
            },
        ]


PAGES = Pages()


@dataclass(frozen=True)
class Paged:
    """``{<name>: [...], pagination: {page, limit, total, pages}}``."""

    name: str
    item: Fields

    def render(self, result: Page[Any], request: Request) -> dict[str, Any]:
        """The envelope."""
        page, limit = PAGES.asked(request, [])
        return {
            self.name: [self.item.write(one) for one in result.items],
            "pagination": {
                "page": page,
                "limit": limit,
                "total": result.total,
                "pages": -(-result.total // limit),
            },
        }

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        numbers = {name: {"type": "integer"} for name in ("page", "limit", "total", "pages")}
        return {
            "type": "object",
            "properties": {
                self.name: {"type": "array", "items": self.item.schema()},
                "pagination": {"type": "object", "properties": numbers},
            },
        }
