"""Paging, sorting and searching of the family's lists.

``offset``, ``limit`` (zero or less lifts it), ``orderBy`` with ``sortBy`` or ``sortOrder`` (some samples write
``orderBy=displayName,sortOrder=DESC``, which is taken too), and ``sqlSearch`` (see ``sql_search``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.faults import BadRequest, Fault, FaultKind
from amana.dialects.base.request import Request
from amana.dialects.families.mifos.sql_search import SqlColumn, parse_search
from amana.kernel.queries import PageRequest

DEFAULT_LIMIT = 200


@dataclass(frozen=True)
class Listing:
    """``sort`` maps the wire's sort columns to our fields, ``search`` the SQL columns of ``sqlSearch``.

    ``downwards``: the list's own order is turned round where none is asked for.
    """

    sort: Mapping[str, str] = field(default_factory=dict)
    search: Mapping[str, SqlColumn] = field(default_factory=dict)
    limit: int = DEFAULT_LIMIT
    largest: int | None = None
    downwards: bool = False

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """``page`` and, where asked for, ``where``."""
        faults: list[Fault] = []
        page = self._page(request, faults)
        values: dict[str, Any] = {"page": page}
        text = request.query.get("sqlSearch", "").strip()
        if text:
            try:
                values["where"] = parse_search(text, self.search, request.spelling)
            except BadRequest as refused:
                faults.extend(refused.faults)
        return values, faults

    def _page(self, request: Request, faults: list[Fault]) -> PageRequest:
        offset = _whole(request, "offset", 0, faults)
        limit = _whole(request, "limit", self.limit, faults)
        if self.largest is not None and not 0 < limit <= self.largest:
            limit = self.largest
        order, descending = self._order(request, faults)
        return PageRequest(
            offset=max(offset, 0),
            limit=limit if limit > 0 else None,
            order_by=order,
            descending=descending,
        )

    def _order(self, request: Request, faults: list[Fault]) -> tuple[str | None, bool]:
        column, _, stray = request.query.get("orderBy", "").partition(",")
        direction = request.query.get("sortBy") or request.query.get("sortOrder") or stray.rpartition("=")[2]
        column = column.strip()
        if not column:
            return None, self.downwards
        if column not in self.sort:
            known = ", ".join(self.sort)
            faults.append(Fault(FaultKind.BAD_FILTER, "orderBy", column, (f"it is none of {known}",)))
            return None, False
        word = direction.strip().upper() or "ASC"
        if word not in {"ASC", "DESC"}:
            faults.append(Fault(FaultKind.NOT_ONE_OF, "sortBy", direction, ("ASC", "DESC")))
        return self.sort[column], word == "DESC"

    def parameters(self) -> list[Schema]:
        """OpenAPI parameters."""
        named: list[tuple[str, Schema]] = [
            ("offset", {"type": "integer", "default": 0}),
            ("limit", {"type": "integer", "default": self.limit}),
        ]
        if self.sort:
            named.append(("orderBy", {"type": "string", "enum": list(self.sort)}))
            named.append(("sortBy", {"type": "string", "enum": ["ASC", "DESC"]}))
        if self.search:
            about = f"a condition over {', '.join(self.search)}"
            named.append(("sqlSearch", {"type": "string", "description": about}))
        return [{"name": name, "in": "query", "schema": schema} for name, schema in named]


def _whole(request: Request, name: str, default: int, faults: list[Fault]) -> int:
    text = request.query.get(name, "").strip()
    if not text:
        return default
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        faults.append(Fault(FaultKind.NOT_AN_INTEGER, name, text))
        return default
    return int(text)
