"""Filters of list queries as JSON: ``{"field": "name", "is": "like", "values": ["K%"]}``, ``{"all": [...]}``, ``{"any":
[...]}``, ``{"not": {...}}``. In a query string it is the same JSON as text.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from amana.dialects.base.codecs import Schema, Spelling
from amana.dialects.base.faults import BadRequest, FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn, Number, decode
from amana.kernel.filtering import AllOf, AnyOf, Compare, Condition, Not, Operator

MAX_DEPTH = 10
VALUES = {
    Operator.BETWEEN: 2,
    Operator.EMPTY: 0,
    Operator.NOT_EMPTY: 0,
    Operator.ONE_OF: None,
}


class AsCondition:
    """The codec of ``Condition``."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Condition:
        if isinstance(wire, str) and not isinstance(wire, Number):
            try:
                wire = decode(wire.encode())
            except BadRequest:
                raise Unreadable(FaultKind.BAD_FILTER, "not JSON") from None
        return self._part(wire, 0)

    def _part(self, wire: JsonIn, depth: int) -> Condition:
        if not isinstance(wire, dict) or depth > MAX_DEPTH:
            raise Unreadable(FaultKind.BAD_FILTER, "an object is expected")
        match sorted(wire):
            case ["all"]:
                return AllOf(self._parts(wire["all"], depth))
            case ["any"]:
                return AnyOf(self._parts(wire["any"], depth))
            case ["not"]:
                return Not(self._part(wire["not"], depth + 1))
            case ["field", "is"] | ["field", "is", "values"]:
                return self._compare(wire)
        raise Unreadable(FaultKind.BAD_FILTER, f"{sorted(wire)} is not a condition")

    def _parts(self, wires: JsonIn, depth: int) -> tuple[Condition, ...]:
        if not isinstance(wires, list):
            raise Unreadable(FaultKind.BAD_FILTER, "a list is expected")
        return tuple(self._part(wire, depth + 1) for wire in wires)

    def _compare(self, wire: dict[str, JsonIn]) -> Compare:
        try:
            operator = Operator(wire["is"])
        except ValueError:
            raise Unreadable(FaultKind.BAD_FILTER, f"{wire['is']} is no comparison") from None
        values = wire.get("values", [])
        wanted = VALUES.get(operator, 1)
        if (
            not isinstance(values, list)
            or (wanted is not None and len(values) != wanted)
            or isinstance(wire["field"], Number)
        ):
            raise Unreadable(FaultKind.BAD_FILTER, f"{operator} takes {wanted} values")
        return Compare(str(wire["field"]), operator, tuple(_value(value) for value in values))

    def write(self, value: Any) -> Any:
        raise TypeError("conditions are only read")

    def schema(self) -> Schema:
        return {"type": "object", "description": "a filter: field/is/values, all, any, not"}


def _value(wire: JsonIn) -> Any:
    """A comparison's value: numbers are decimals, ISO dates are dates, the rest stays."""
    if isinstance(wire, Number):
        return int(wire) if wire.lstrip("-").isdigit() else Decimal(wire)
    if isinstance(wire, str) and len(wire) == 10 and wire[4] == wire[7] == "-":
        try:
            return date.fromisoformat(wire)
        except ValueError:
            return wire
    if isinstance(wire, list | dict):
        raise Unreadable(FaultKind.BAD_FILTER, "values are plain")
    return wire


CONDITION = AsCondition()
