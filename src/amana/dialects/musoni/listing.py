"""Paging and filters of Musoni's lists: at most 2,500 rows, partial texts, and what was changed since a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amana.dialects.base.codecs import Codec, Schema
from amana.dialects.base.faults import Fault, Unreadable
from amana.dialects.base.json_in import storable
from amana.dialects.base.request import Request
from amana.dialects.families.mifos.listing import Listing
from amana.dialects.musoni.codec import SECONDS
from amana.kernel.filtering import AllOf, AnyOf, Compare, Condition, Operator

LARGEST = 2500
SINCE = "modifiedSinceTimestamp"


def like(ours: str, text: str) -> Condition:
    """The field holds the text somewhere, in any case."""
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Compare(ours, Operator.LIKE_ANY_CASE, (f"%{literal}%",))


@dataclass(frozen=True)
class MusoniListing(Listing):
    """``likes`` are parameters that match part of a field, ``exact`` those that equal one; ``search`` any of some."""

    largest: int | None = LARGEST
    likes: Mapping[str, str] = field(default_factory=dict)
    exact: Mapping[str, tuple[str, Codec]] = field(default_factory=dict)
    anywhere: tuple[str, ...] = ()
    """The fields that the parameter ``search`` looks into."""

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """``page`` and, where asked for, ``where``."""
        values, faults = super().gather(request)
        tests: list[Condition] = [values["where"]] if "where" in values else []
        for wire, ours in self.likes.items():
            tests += [like(ours, text) for text in _given(request, wire)]
        for text in _given(request, "search"):
            tests.append(AnyOf(tuple(like(ours, text) for ours in self.anywhere)))
        for wire, (ours, codec) in {**self.exact, SINCE: ("changed_at", SECONDS)}.items():
            for text in _given(request, wire):
                try:
                    value = codec.read(text, request.spelling)
                except Unreadable as wrong:
                    faults.append(Fault(wrong.kind, wire, text, wrong.args))
                else:
                    operator = Operator.MORE_OR_EQUAL if wire == SINCE else Operator.EQUALS
                    tests.append(Compare(ours, operator, (value,)))
        if tests:
            values["where"] = AllOf(tuple(tests))
        return values, faults

    def parameters(self) -> list[Schema]:
        """OpenAPI parameters."""
        named: list[tuple[str, Schema]] = [(wire, {"type": "string"}) for wire in ("search", *self.likes)]
        named += [(wire, codec.schema()) for wire, (_, codec) in self.exact.items()]
        named.append((SINCE, SECONDS.schema()))
        family = [
            {**one, "name": "sortOrder"} if one["name"] == "sortBy" else one for one in super().parameters()
        ]
        return family + [{"name": name, "in": "query", "schema": schema} for name, schema in named]


def _given(request: Request, name: str) -> list[str]:
    text = request.query.get(name, "").strip()
    return [text] if text and storable(text) else []
