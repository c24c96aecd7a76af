"""Paging and look-up of Mambu's lists: ``offset`` (0), ``limit`` (50, at most 1,000), equal parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from amana.dialects.base.codecs import Codec, Schema, request_schema
from amana.dialects.base.faults import Fault, FaultKind, Unreadable
from amana.dialects.base.request import Request
from amana.kernel.filtering import AllOf, Compare, Condition, Operator
from amana.kernel.queries import PageRequest

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query parameter that a field of ours has to equal."""

    ours: str
    codec: Codec
    means: Callable[[Any], Condition] | None = None
    """Where the value stands for a condition of its own."""

    def test(self, value: Any) -> Condition:
        """The condition that the parameter stands for."""
        return Compare(self.ours, Operator.EQUALS, (value,)) if self.means is None else self.means(value)


@dataclass(frozen=True)
class Paging:
    """``lookups`` are conditions by parameter; all given ones must hold."""

    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    detailed: bool = True
    """Whether ``fullDetails`` is known here."""

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """``page`` and, where something is asked for, ``where``."""
        faults: list[Fault] = []
        values: dict[str, Any] = {"page": page_of(request, faults)}
        tests: list[Condition] = []
        for wire, lookup in self.lookups.items():
            text = request.query.get(wire, "").strip()
            if text:
                try:
                    value = lookup.codec.read(text, request.spelling)
                except Unreadable as wrong:
                    faults.append(Fault(wrong.kind, wire, text, wrong.args))
                else:
                    tests.append(lookup.test(value))
        if tests:
            values["where"] = AllOf(tuple(tests))
        return values, faults

    def parameters(self) -> list[Schema]:
        """OpenAPI parameters."""
        named: list[tuple[str, Schema]] = [
            ("offset", {"type": "integer", "minimum": 0, "default": 0}),
            ("limit", {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT}),
        ]
        if self.detailed:
            named.append(("fullDetails", {"type": "boolean", "default": False}))
        named += [(wire, request_schema(lookup.codec)) for wire, lookup in self.lookups.items()]
        return [{"name": name, "in": "query", "schema": schema} for name, schema in named]


def page_of(request: Request, faults: list[Fault]) -> PageRequest:
    """The part of the list asked for; a larger limit counts as the largest."""
    offset = _whole(request, "offset", 0, faults)
    limit = _whole(request, "limit", DEFAULT_LIMIT, faults)
    return PageRequest(offset=offset, limit=min(limit, LARGEST_LIMIT))


def _whole(request: Request, name: str, default: int, faults: list[Fault]) -> int:
    text = request.query.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        faults.append(Fault(FaultKind.NOT_AN_INTEGER, name, text))
        return default
    return int(text)
