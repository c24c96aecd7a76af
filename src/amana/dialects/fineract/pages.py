"""Lists paged as newer resources of Fineract are: ``page``, ``size`` and ``sort`` in, Spring Data's page out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.faults import Fault, FaultKind
from amana.dialects.base.request import Request
from amana.dialects.base.rows import Answer
from amana.kernel.queries import Page, PageRequest

DEFAULT_SIZE = 20
LARGEST_SIZE = 2000
DIRECTIONS = ("asc", "desc")


@dataclass(frozen=True)
class Pages:
    """``sort`` maps the wire's sort properties to our fields; ``words`` the values of the parameter ``excluded`` to the
    members of an enumeration that the query leaves out (``without``; None for a word nothing here stands for).
    """

    sort: Mapping[str, str]
    excluded: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """``page`` and, where something is left out, ``without``."""
        faults: list[Fault] = []
        number, size = place(request, faults)
        order, descending = self._order(request, faults)
        page = PageRequest(offset=number * size, limit=size, order_by=order, descending=descending)
        values: dict[str, Any] = {"page": page}
        if self.excluded:
            values["without"] = self._without(request, faults)
        return values, faults

    def _without(self, request: Request, faults: list[Fault]) -> frozenset[Any]:
        known = {_plain(word): member for word, member in self.words.items()}
        found = set()
        for word in request.every(self.excluded):
            if _plain(word) in known:
                found.add(known[_plain(word)])
            else:
                faults.append(Fault(FaultKind.NOT_ONE_OF, self.excluded, word, tuple(self.words)))
        return frozenset(found - {None})

    def _order(self, request: Request, faults: list[Fault]) -> tuple[str | None, bool]:
        asked = request.every("sort")
        if not asked:
            return None, False
        name, *rest = asked
        if name not in self.sort:
            faults.append(Fault(FaultKind.NOT_ONE_OF, "sort", name, tuple(self.sort)))
            return None, False
        if len(rest) > 1 or any(word.lower() not in DIRECTIONS for word in rest):
            faults.append(Fault(FaultKind.NOT_ONE_OF, "sort", ",".join(rest), DIRECTIONS))
            return None, False
        return self.sort[name], [word.lower() for word in rest] == ["desc"]

    def parameters(self) -> list[Schema]:
        """OpenAPI parameters."""
        about = f"a property ({', '.join(self.sort)}), then asc or desc"
        named: list[tuple[str, Schema]] = [
            ("page", {"type": "integer", "default": 0}),
            ("size", {"type": "integer", "default": DEFAULT_SIZE, "maximum": LARGEST_SIZE}),
            ("sort", {"type": "string", "description": about}),
        ]
        if self.excluded:
            one = {"type": "string", "enum": list(self.words)}
            named.append((self.excluded, {"type": "array", "items": one}))
        return [{"name": name, "in": "query", "schema": schema} for name, schema in named]


@dataclass(frozen=True)
class SpringPage:
    """A page in the envelope that Spring Data makes of one."""

    item: Answer

    def render(self, result: Page[Any], request: Request) -> dict[str, Any]:
        """The envelope."""
        number, size = place(request, [])
        pages = -(-result.total // size)
        is_sorted = bool(request.every("sort"))
        sort = {"empty": not is_sorted, "sorted": is_sorted, "unsorted": not is_sorted}
        return {
            "content": [self.item.render(one, request) for one in result.items],
            "pageable": {
                "pageNumber": number,
                "pageSize": size,
                "sort": sort,
                "offset": number * size,
                "paged": True,
                "unpaged": False,
            },
            "last": number + 1 >= pages,
            "totalPages": pages,
            "totalElements": result.total,
            "size": size,
            "number": number,
            "sort": sort,
            "first": number == 0,
            "numberOfElements": len(result.items),
            "empty": not result.items,
        }

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        whole, flag = {"type": "integer"}, {"type": "boolean"}
        counts = dict.fromkeys(("totalPages", "totalElements", "size", "number", "numberOfElements"), whole)
        return {
            "type": "object",
            "properties": {
                "content": {"type": "array", "items": self.item.schema()},
                "pageable": {"type": "object"},
                "sort": {"type": "object"},
                **counts,
                **dict.fromkeys(("first", "last", "empty"), flag),
            },
        }


def place(request: Request, faults: list[Fault]) -> tuple[int, int]:
    """Number (from 0) and size of the page asked for; as in Spring, what is below the least is the least."""
    number, size = (_whole(request, name, faults) for name in ("page", "size"))
    return max(number or 0, 0), min(size, LARGEST_SIZE) if size is not None and size > 0 else DEFAULT_SIZE


def _whole(request: Request, name: str, faults: list[Fault]) -> int | None:
    text = request.query.get(name, "").strip()
    digits = text.removeprefix("-")
    if not text:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        faults.append(Fault(FaultKind.NOT_AN_INTEGER, name, text))
        return None
    return int(text)


def _plain(word: str) -> str:
    """A word however the client's generator spells constants: ``ACCRUAL_ACTIVITY``, ``accrualActivity``."""
    return word.replace("_", "").lower()
