"""``POST /{entity}/search``: filter constraints, all of which must hold, and one sort column.

A constraint names a field, an operator and its operands. Which operators a field takes goes by its type. Texts are
compared in any case except by the operators that say otherwise (inferred from their names).
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from amana.dialects.base.codecs import ISO_DATE, TEXT, Codec, Schema, Spelling
from amana.dialects.base.faults import BadRequest, Fault, FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.request import Request
from amana.dialects.mambu.listing import Paging, page_of
from amana.kernel.context import Reading
from amana.kernel.filtering import AllOf, AnyOf, Compare, Condition, Not, Operator
from amana.kernel.queries import PageRequest

MOST_CONSTRAINTS = 50
MOST_VALUES = 1000


class Span(StrEnum):
    """Stretches of the calendar around the business date."""

    TODAY = "TODAY"
    THIS_WEEK = "THIS_WEEK"
    THIS_MONTH = "THIS_MONTH"
    THIS_YEAR = "THIS_YEAR"
    LAST_DAYS = "LAST_DAYS"


@dataclass(frozen=True, slots=True)
class Bound:
    """The first day of a span around the business date, or the first after it."""

    span: Span
    after: bool
    as_moment: bool
    days: int = 0

    def settle(self, at: Reading) -> date | datetime:
        """The day, or its beginning in UTC."""
        today = at.business_date
        first, after = _edges(self.span, today, self.days)
        return _at_midnight(after if self.after else first, self.as_moment)


def _edges(span: Span, today: date, days: int) -> tuple[date, date]:
    tomorrow = today + timedelta(days=1)
    match span:
        case Span.TODAY:
            return today, tomorrow
        case Span.THIS_WEEK:
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=7)
        case Span.THIS_MONTH:
            first = today.replace(day=1)
            return first, (first + timedelta(days=32)).replace(day=1)
        case Span.THIS_YEAR:
            return date(today.year, 1, 1), date(today.year + 1, 1, 1)
        case Span.LAST_DAYS:
            return today - timedelta(days=days), tomorrow


def _at_midnight(day: date, as_moment: bool) -> date | datetime:  # noqa: FBT001 - one private use
    return datetime.combine(day, time.min, UTC) if as_moment else day


class KeyText:
    """A key as an operand."""

    def read(self, wire: JsonIn, spelling: Spelling) -> uuid.UUID:
        try:
            return uuid.UUID(TEXT.read(wire, spelling))
        except ValueError:
            raise Unreadable(FaultKind.NOT_ONE_OF) from None

    def write(self, value: Any) -> str:
        return str(value.hex)

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Searched:
    """A field that can be searched by: ours, how operands are read, which family of operators it takes."""

    ours: str
    codec: Codec = TEXT
    kind: str = "STRING"
    means: Callable[[Any], Condition] | None = None
    """Where one operand stands for a condition of its own (states)."""


def text(ours: str) -> Searched:
    """A STRING field."""
    return Searched(ours)


def day(ours: str) -> Searched:
    """A DATE field."""
    return Searched(ours, ISO_DATE, "DATE")


def moment(ours: str) -> Searched:
    """A DATE_UTC field."""
    return Searched(ours, ISO_DATE, "DATE_UTC")


def key(ours: str, codec: Codec | None = None) -> Searched:
    """A KEY field."""
    return Searched(ours, codec or KeyText(), "KEY")


def number(ours: str, codec: Codec) -> Searched:
    """A NUMBER field."""
    return Searched(ours, codec, "NUMBER")


def word(ours: str, codec: Codec, means: Callable[[Any], Condition] | None = None) -> Searched:
    """An ENUM field."""
    return Searched(ours, codec, "ENUM", means)


DATES = frozenset({"DATE", "DATE_UTC"})
OPERATORS: Mapping[str, frozenset[str]] = {
    "STRING": frozenset(
        {
            *("EQUALS", "EQUALS_CASE_SENSITIVE", "DIFFERENT_THAN", "STARTS_WITH"),
            *("STARTS_WITH_CASE_SENSITIVE", "IN", "EMPTY", "NOT_EMPTY"),
        }
    ),
    "NUMBER": frozenset(
        {"EQUALS", "DIFFERENT_THAN", "MORE_THAN", "LESS_THAN", "BETWEEN", "EMPTY", "NOT_EMPTY"}
    ),
    "ENUM": frozenset({"EQUALS", "DIFFERENT_THAN", "IN", "EMPTY", "NOT_EMPTY"}),
    "KEY": frozenset({"EQUALS", "DIFFERENT_THAN", "IN", "EMPTY", "NOT_EMPTY"}),
    **dict.fromkeys(
        DATES,
        frozenset(
            {
                "EQUALS",
                "ON",
                "AFTER",
                "BEFORE",
                "BETWEEN",
                "EMPTY",
                "NOT_EMPTY",
                *(span.value for span in Span),
            }
        ),
    ),
}
_SIMPLE: Mapping[str, Operator] = {
    "EQUALS": Operator.EQUALS,
    "EQUALS_CASE_SENSITIVE": Operator.EQUALS,
    "DIFFERENT_THAN": Operator.NOT_EQUALS,
    "MORE_THAN": Operator.MORE,
    "LESS_THAN": Operator.LESS,
    "STARTS_WITH": Operator.STARTS_WITH,
}
ORDERS = {"ASCENDING": False, "ASC": False, "DESCENDING": True, "DESC": True}


@dataclass(frozen=True)
class Search(Paging):
    """The searched fields of one entity, by the wire's names; ``item_type`` is what the wire calls the entity."""

    fields: Mapping[str, Searched] = field(default_factory=dict)
    item_type: str = ""

    def gather(self, request: Request) -> tuple[dict[str, Any], list[Fault]]:
        """``page`` with its order, and ``where``."""
        faults: list[Fault] = []
        reader = _Reader(self, request.spelling, faults)
        page = page_of(request, faults)
        body = request.object
        unknown = sorted(set(body) - {"filterConstraints", "sortDetails"})
        faults.extend(Fault(FaultKind.UNSUPPORTED, name) for name in unknown)
        values: dict[str, Any] = {"page": reader.ordered(page, body.get("sortDetails"))}
        where = reader.conditions(body.get("filterConstraints"))
        if where:
            values["where"] = AllOf(tuple(where))
        return values, faults

    def body(self) -> Schema:
        """JSON Schema of the request body."""
        said: Schema = {"type": "string"}
        constraint = {
            "filterSelection": {"type": "string", "enum": sorted(self.fields)},
            "filterElement": {"type": "string", "enum": sorted(set().union(*OPERATORS.values()))},
            "value": said,
            "secondValue": said,
            "values": {"type": "array", "items": said},
            "dataItemType": {"const": self.item_type},
            "dataFieldType": {"const": "NATIVE"},
        }
        order = {
            "sortingColumn": {"type": "string", "enum": sorted(self.fields)},
            "sortingOrder": {"type": "string", "enum": sorted(ORDERS)},
        }
        return {
            "type": "object",
            "properties": {
                "filterConstraints": {"type": "array", "items": {"type": "object", "properties": constraint}},
                "sortDetails": {"type": "object", "properties": order},
            },
        }


@dataclass(frozen=True, slots=True)
class _Reader:
    search: Search
    spelling: Spelling
    faults: list[Fault]

    def ordered(self, page: PageRequest, wire: JsonIn) -> PageRequest:
        """The page in the order asked for."""
        if wire is None:
            return page
        if not isinstance(wire, dict):
            self.faults.append(Fault(FaultKind.NOT_AN_OBJECT, "sortDetails", wire))
            return page
        column = self._field(wire, "sortingColumn", "sortDetails")
        direction = str(wire.get("sortingOrder") or "ASCENDING").upper()
        if direction not in ORDERS:
            self.faults.append(
                Fault(FaultKind.NOT_ONE_OF, "sortDetails.sortingOrder", direction, tuple(ORDERS))
            )
            return page
        if column is None:
            return page
        return PageRequest(
            offset=page.offset, limit=page.limit, order_by=column.ours, descending=ORDERS[direction]
        )

    def conditions(self, wire: JsonIn) -> list[Condition]:
        """One condition per constraint."""
        if wire is None:
            return []
        if not isinstance(wire, list):
            self.faults.append(Fault(FaultKind.NOT_A_LIST, "filterConstraints", wire))
            return []
        if len(wire) > MOST_CONSTRAINTS:
            self.faults.append(Fault(FaultKind.TOO_LONG, "filterConstraints", None, (MOST_CONSTRAINTS,)))
            return []
        found = []
        for index, one in enumerate(wire):
            name = f"filterConstraints[{index}]"
            if not isinstance(one, dict):
                self.faults.append(Fault(FaultKind.NOT_AN_OBJECT, name, one))
                continue
            try:
                condition = self._condition(one, name)
            except BadRequest as refused:
                self.faults.extend(refused.faults)
            else:
                found += [] if condition is None else [condition]
        return found

    def _condition(self, wire: dict[str, JsonIn], name: str) -> Condition | None:
        column = self._field(wire, "filterSelection", name)
        if column is None:
            return None
        operator = str(wire.get("filterElement") or "").upper()
        if operator not in OPERATORS[column.kind]:
            known = sorted(OPERATORS[column.kind])
            raise BadRequest.of(FaultKind.NOT_ONE_OF, f"{name}.filterElement", operator, *known)
        if operator in {"EMPTY", "NOT_EMPTY"}:
            return Compare(column.ours, Operator.EMPTY if operator == "EMPTY" else Operator.NOT_EMPTY)
        if column.kind in DATES:
            return self._dated(column, operator, wire, name)
        if operator == "IN":
            return self._one_of(column, wire, name)
        if operator == "BETWEEN":
            low = self._value(column, wire, "value", name)
            return Compare(
                column.ours, Operator.BETWEEN, (low, self._value(column, wire, "secondValue", name))
            )
        value = self._value(column, wire, "value", name)
        return self._tested(column, operator, value)

    @staticmethod
    def _tested(column: Searched, operator: str, value: Any) -> Condition:
        if column.means is not None:
            meant = column.means(value)
            return Not(meant) if operator == "DIFFERENT_THAN" else meant
        if column.kind == "STRING" and operator == "EQUALS":
            return Compare(column.ours, Operator.LIKE_ANY_CASE, (_literally(value),))
        if operator == "STARTS_WITH_CASE_SENSITIVE":
            return Compare(column.ours, Operator.LIKE, (_literally(value) + "%",))
        return Compare(column.ours, _SIMPLE[operator], (value,))

    def _one_of(self, column: Searched, wire: dict[str, JsonIn], name: str) -> Condition:
        values = wire.get("values")
        if not isinstance(values, list) or not values or len(values) > MOST_VALUES:
            raise BadRequest.of(FaultKind.NOT_A_LIST, f"{name}.values", None)
        read = tuple(self._read(column, value, f"{name}.values") for value in values)
        if column.means is not None:
            return AnyOf(tuple(column.means(value) for value in read))
        return Compare(column.ours, Operator.ONE_OF, read)

    def _dated(self, column: Searched, operator: str, wire: dict[str, JsonIn], name: str) -> Condition:
        exact = column.kind == "DATE_UTC"
        if operator in Span.__members__:
            days = self._days(wire, name) if operator == Span.LAST_DAYS else 0
            bounds = [Bound(Span(operator), after, exact, days) for after in (False, True)]
            return _from_until(column.ours, *bounds)
        first = self._value(column, wire, "value", name)
        match operator:
            case "AFTER":
                return Compare(column.ours, Operator.MORE_OR_EQUAL, (_at_midnight(_next(first), exact),))
            case "BEFORE":
                return Compare(column.ours, Operator.LESS, (_at_midnight(first, exact),))
            case "BETWEEN":
                last = self._value(column, wire, "secondValue", name)
            case _:
                last = first
        return _from_until(column.ours, _at_midnight(first, exact), _at_midnight(_next(last), exact))

    def _days(self, wire: dict[str, JsonIn], name: str) -> int:
        days = str(wire.get("value") or "")
        if not (days.isascii() and days.isdigit() and len(days) < 6):
            raise BadRequest.of(FaultKind.NOT_AN_INTEGER, f"{name}.value", days)
        return int(days)

    def _field(self, wire: dict[str, JsonIn], part: str, name: str) -> Searched | None:
        for other, only in (("dataFieldType", "NATIVE"), ("dataItemType", self.search.item_type)):
            said = wire.get(other)
            if said is not None and str(said).upper() not in {only, f"{only}S"}:
                self.faults.append(Fault(FaultKind.UNSUPPORTED, f"{name}.{other}", said))
                return None
        selection = str(wire.get(part) or "").upper()
        found = self.search.fields.get(selection)
        if found is None:
            known = tuple(sorted(self.search.fields))
            self.faults.append(Fault(FaultKind.NOT_ONE_OF, f"{name}.{part}", selection, known))
        return found

    def _value(self, column: Searched, wire: dict[str, JsonIn], part: str, name: str) -> Any:
        value = wire.get(part)
        if value is None or value == "":
            raise BadRequest.of(FaultKind.MISSING, f"{name}.{part}")
        return self._read(column, value, f"{name}.{part}")

    def _read(self, column: Searched, value: JsonIn, name: str) -> Any:
        try:
            return column.codec.read(value, self.spelling)
        except Unreadable as wrong:
            raise BadRequest.of(wrong.kind, name, value, *wrong.args) from None


def _next(value: date) -> date:
    return value if value == date.max else value + timedelta(days=1)


def _literally(value: str) -> str:
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _from_until(ours: str, first: Any, after: Any) -> Condition:
    return AllOf((Compare(ours, Operator.MORE_OR_EQUAL, (first,)), Compare(ours, Operator.LESS, (after,))))
