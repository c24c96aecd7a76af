"""Routes as the rows write them, and the matching of requests against them.

``POST loans/{loanId}/transactions?command=repayment`` is a method, a path with placeholders, and
discriminators that tell operations of one path apart. Besides query parameters, ``[multipart/form-data]``
after the path tells by the request's content type and ``[accept application/octet-stream]`` by what the
caller wants back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from amana.dialects.base.faults import MethodNotAllowed, UnknownDiscriminator, UnknownPath

_ROUTE = re.compile(
    r"(?P<method>[A-Z]+) (?P<path>[^?\[\s]+)(\?(?P<query>[^\[\s]+))?(\s*\[(?P<media>[^\]]+)\])?\Z"
)
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}\Z")

COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Route:
    """Where an operation lives."""

    method: str
    path: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()
    content: str | None = None
    accept: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Route":
        """Read a route as the rows write it."""
        found = _ROUTE.match(text)
        if found is None:
            raise ValueError(f"not a route: {text!r}")
        path = found["path"].strip("/")
        pairs = [pair.partition("=") for pair in (found["query"] or "").split("&") if pair]
        media = found["media"]
        accept = media.removeprefix("accept ") if media and media.startswith("accept ") else None
        return cls(
            method=found["method"],
            path=path,
            segments=tuple(path.split("/")),
            query=tuple((name, value) for name, _, value in pairs),
            content=None if accept else media,
            accept=accept,
        )

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Names of the path's placeholders, in order."""
        return tuple(m.group(1) for s in self.segments if (m := _PLACEHOLDER.match(s)))

    @property
    def shape(self) -> tuple[object, ...]:
        """What makes two routes the same one, whatever their placeholders are called."""
        path = tuple("{}" if _PLACEHOLDER.match(s) else s for s in self.segments)
        query = tuple((name, value.casefold()) for name, value in self.query)
        return (self.method, path, query, self.content, self.accept)

    def suits(self, query: Mapping[str, str], content: str, accept: str) -> bool:
        """Whether the request carries every discriminator of this route."""
        return (
            all((query.get(name) or "").casefold() == value.casefold() for name, value in self.query)
            and (self.content is None or content.startswith(self.content))
            and (self.accept is None or self.accept in accept)
        )

    @property
    def weight(self) -> int:
        """How specific the route is among those of the same path."""
        return len(self.query) + (self.content is not None) + (self.accept is not None)

    def __str__(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query)
        media = f" [{self.content or 'accept ' + str(self.accept)}]" if self.content or self.accept else ""
        return f"{self.method} {self.path}{'?' + query if query else ''}{media}"


class Routed(Protocol):
    """Anything that has a route."""

    @property
    def route(self) -> Route:
        """Where it lives."""


R = TypeVar("R", bound=Routed)


@dataclass(slots=True)
class _Node(Generic[R]):
    literals: dict[str, "_Node[R]"] = field(default_factory=dict)
    anything: "_Node[R] | None" = None
    methods: dict[str, list[R]] = field(default_factory=dict)


class Router(Generic[R]):
    """Finds the row for a request. Literal segments win over placeholders, specific routes over others."""

    def __init__(self, rows: Iterable[R]) -> None:
        self._root: _Node[R] = _Node()
        for row in rows:
            node = self._root
            for segment in row.route.segments:
                if _PLACEHOLDER.match(segment):
                    node.anything = node.anything or _Node()
                    node = node.anything
                else:
                    node = node.literals.setdefault(segment, _Node())
            node.methods.setdefault(row.route.method, []).append(row)
            node.methods[row.route.method].sort(key=lambda found: -found.route.weight)

    def find(
        self, method: str, path: str, query: Mapping[str, str], content: str = "", accept: str = ""
    ) -> tuple[R, dict[str, str]]:
        """The row and the values of its placeholders.

        Raises ``UnknownPath``, ``MethodNotAllowed`` or ``UnknownDiscriminator``.
        """
        segments = [segment for segment in path.split("/") if segment]
        nodes: list[_Node[R]] = []
        self._walk(self._root, segments, 0, nodes)
        if not nodes:
            raise UnknownPath(path)
        for node in nodes:
            rows = node.methods.get(method) or (node.methods.get("GET") if method == "HEAD" else None)
            if rows:
                row = self._suited(rows, query, content, accept)
                return row, _placeholder_values(row.route, segments)
        raise MethodNotAllowed(method, self.allowed(nodes))

    def methods(self, path: str) -> tuple[str, ...]:
        """The methods known at a path (for ``OPTIONS``); raises ``UnknownPath``."""
        nodes: list[_Node[R]] = []
        self._walk(self._root, [segment for segment in path.split("/") if segment], 0, nodes)
        if not nodes:
            raise UnknownPath(path)
        return self.allowed(nodes)

    @staticmethod
    def allowed(nodes: list[_Node[R]]) -> tuple[str, ...]:
        """Methods of any of the nodes, with those every path has."""
        known = {method for node in nodes for method in node.methods}
        return (*sorted(known | ({"HEAD"} if "GET" in known else set())), "OPTIONS")

    @staticmethod
    def _suited(rows: list[R], query: Mapping[str, str], content: str, accept: str) -> R:
        asked = query.get(COMMAND)
        commands = [dict(row.route.query).get(COMMAND) for row in rows]
        if asked and any(commands) and asked.casefold() not in {c.casefold() for c in commands if c}:
            raise UnknownDiscriminator(COMMAND, asked, tuple(sorted(c for c in commands if c)))
        for row in rows:
            if row.route.suits(query, content, accept):
                return row
        raise UnknownDiscriminator(COMMAND, asked, tuple(sorted(c for c in commands if c)))

    def _walk(self, node: _Node[R], segments: list[str], depth: int, found: list[_Node[R]]) -> None:
        if depth == len(segments):
            if node.methods:
                found.append(node)
            return
        literal = node.literals.get(segments[depth])
        if literal is not None:
            self._walk(literal, segments, depth + 1, found)
        if node.anything is not None:
            self._walk(node.anything, segments, depth + 1, found)


def _placeholder_values(route: Route, segments: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for declared, actual in zip(route.segments, segments, strict=True):
        found = _PLACEHOLDER.match(declared)
        if found:
            values[found.group(1)] = actual
    return values
