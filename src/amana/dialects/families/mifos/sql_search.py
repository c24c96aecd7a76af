"""``sqlSearch``: an SQL condition sent by the caller, parsed into a filter over whitelisted columns.

Nothing the caller wrote ever reaches SQL. sqlglot parses the text; comparisons, LIKE, IN, BETWEEN, IS NULL, AND, OR
and NOT over the listed columns become a ``Condition``; anything else (functions, subqueries, arithmetic, unknown
columns, several statements) is refused with what was not understood.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from amana.dialects.base.codecs import TEXT, Codec, Spelling
from amana.dialects.base.faults import BadRequest, FaultKind, Unreadable
from amana.dialects.base.json_in import storable
from amana.kernel.filtering import AllOf, AnyOf, Compare, Condition, Not, Operator

PARAMETER = "sqlSearch"
MAX_TEXT = 2000
MAX_PARTS = 100

Node: TypeAlias = Any
"""A node of sqlglot's tree; its base class changed its name between versions."""

_BARE_PATTERN = re.compile(r"(\blike\s+)(?!['\"])(%?[\w .-]*%?)(?=\s*(?:\)|$|\band\b|\bor\b))", re.IGNORECASE)

_COMPARISONS: dict[type, Operator] = {
    exp.EQ: Operator.EQUALS,
    exp.NEQ: Operator.NOT_EQUALS,
    exp.LT: Operator.LESS,
    exp.LTE: Operator.LESS_OR_EQUAL,
    exp.GT: Operator.MORE,
    exp.GTE: Operator.MORE_OR_EQUAL,
    exp.Like: Operator.LIKE_ANY_CASE,
    exp.ILike: Operator.LIKE_ANY_CASE,
}
_MIRRORED: dict[Operator, Operator] = {
    Operator.LESS: Operator.MORE,
    Operator.LESS_OR_EQUAL: Operator.MORE_OR_EQUAL,
    Operator.MORE: Operator.LESS,
    Operator.MORE_OR_EQUAL: Operator.LESS_OR_EQUAL,
}


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column callers may name: our field, and how its values are read."""

    ours: str
    codec: Codec = TEXT


def parse_search(text: str, columns: Mapping[str, SqlColumn], spelling: Spelling) -> Condition:
    """The condition; raises ``BadRequest`` about ``sqlSearch``."""
    if len(text) > MAX_TEXT or not storable(text):
        raise _refused(text, "it is too long or holds characters that cannot be stored")
    quoted = _BARE_PATTERN.sub(lambda m: f"{m.group(1)}'{m.group(2)}'", text)
    try:
        parsed = sqlglot.parse(f"SELECT 1 FROM t WHERE {quoted}", read="mysql")  # noqa: S608 - parsed, not run
    except (SqlglotError, RecursionError):
        raise _refused(text, "it is not a condition") from None
    select = parsed[0] if len(parsed) == 1 else None
    if not isinstance(select, exp.Select) or set(_used(select)) - {"expressions", "from", "from_", "where"}:
        raise _refused(text, "it is more than a condition")
    where = select.args["where"].this
    if sum(1 for _ in where.walk()) > MAX_PARTS * 4:
        raise _refused(text, "it has too many parts")
    return _Reader(text, columns, spelling).condition(where)


def _used(select: exp.Select) -> list[str]:
    return [name for name, value in select.args.items() if value]


def _refused(text: str, why: str) -> BadRequest:
    return BadRequest.of(FaultKind.BAD_FILTER, PARAMETER, text, why)


class _Reader:
    def __init__(self, text: str, columns: Mapping[str, SqlColumn], spelling: Spelling) -> None:
        self.text, self.columns, self.spelling = text, columns, spelling

    def condition(self, node: Node) -> Condition:
        """The condition a node stands for."""
        if isinstance(node, exp.Paren):
            return self.condition(node.this)
        if isinstance(node, exp.And | exp.Or):
            parts = (self.condition(node.left), self.condition(node.right))
            return AllOf(parts) if isinstance(node, exp.And) else AnyOf(parts)
        if isinstance(node, exp.Not):
            return Not(self.condition(node.this))
        return self._test(node)

    def _test(self, node: Node) -> Condition:
        if isinstance(node, exp.Is):
            return self._null(node)
        if isinstance(node, exp.In):
            return self._one_of(node)
        if isinstance(node, exp.Between):
            column = self._column(node.this)
            low, high = (self._value(column, node.args[bound]) for bound in ("low", "high"))
            return Compare(column.ours, Operator.BETWEEN, (low, high))
        operator = _COMPARISONS.get(type(node))
        if operator is None:
            raise self._wrong(node)
        return self._comparison(node, operator)

    def _comparison(self, node: Node, operator: Operator) -> Condition:
        left, right = node.left, node.right
        if not isinstance(left, exp.Column) and isinstance(right, exp.Column):
            if operator is Operator.LIKE_ANY_CASE:
                raise self._wrong(node)
            left, right, operator = right, left, _MIRRORED.get(operator, operator)
        column = self._column(left)
        if operator is Operator.LIKE_ANY_CASE:
            return Compare(column.ours, operator, (self._literal(right),))
        return Compare(column.ours, operator, (self._value(column, right),))

    def _null(self, node: Node) -> Condition:
        if not isinstance(node.expression, exp.Null):
            raise self._wrong(node)
        return Compare(self._column(node.this).ours, Operator.EMPTY)

    def _one_of(self, node: Node) -> Condition:
        values = node.expressions
        if not values or node.args.get("query") is not None:
            raise self._wrong(node)
        column = self._column(node.this)
        return Compare(column.ours, Operator.ONE_OF, tuple(self._value(column, value) for value in values))

    def _column(self, node: Node) -> SqlColumn:
        if not isinstance(node, exp.Column):
            raise self._wrong(node)
        found = self.columns.get(node.name.lower())
        if found is None:
            known = ", ".join(self.columns) or "nothing"
            raise _refused(self.text, f"the column {node.name} cannot be searched, only {known}")
        return found

    def _literal(self, node: Node) -> str:
        if isinstance(node, exp.Literal):
            return str(node.this)
        if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal) and not node.this.is_string:
            return f"-{node.this.this}"
        if isinstance(node, exp.Boolean):
            return "true" if node.this else "false"
        raise self._wrong(node)

    def _value(self, column: SqlColumn, node: Node) -> Any:
        text = self._literal(node)
        try:
            return column.codec.read(text, self.spelling)
        except Unreadable:
            raise _refused(self.text, f"{text} is no value for {column.ours}") from None

    def _wrong(self, node: Node) -> BadRequest:
        return _refused(self.text, f"{node.sql(dialect='mysql')} is not understood")
