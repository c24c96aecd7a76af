"""Codecs derived from type annotations: how the native API spells any declared command, query or view.

Dates and times in ISO form, decimals as text, enumerations by our own words, bytes as base64, absent values as null.
A type this module does not know fails at start, so that nothing is left out by accident.
"""

import base64
import binascii
import types
from collections.abc import Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from msgspec import Struct, UnsetType

from amana.dialects.base.codecs import (
    BOOLEAN,
    DECIMAL_TEXT,
    INTEGER,
    ISO_DATE,
    ISO_DATE_TIME,
    TEXT,
    Codec,
    Schema,
    Spelling,
    Text,
    Word,
)
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn, Number
from amana.dialects.native.conditions import CONDITION
from amana.kernel.filtering import Condition

SIMPLE: dict[Any, Codec] = {
    str: TEXT,
    int: INTEGER,
    bool: BOOLEAN,
    Decimal: DECIMAL_TEXT,
    date: ISO_DATE,
    datetime: ISO_DATE_TIME,
}
"""Filled up below with the codecs of this module."""


class AsUuid:
    """A UUID in its usual form."""

    def read(self, wire: JsonIn, spelling: Spelling) -> UUID:
        try:
            return UUID(wire)
        except (ValueError, AttributeError, TypeError):
            raise Unreadable(FaultKind.NOT_TEXT) from None

    def write(self, value: UUID) -> str:
        return str(value)

    def schema(self) -> Schema:
        return {"type": "string", "format": "uuid"}


class AsBase64:
    """Bytes."""

    def read(self, wire: JsonIn, spelling: Spelling) -> bytes:
        try:
            return base64.b64decode(wire, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise Unreadable(FaultKind.NOT_TEXT) from None

    def write(self, value: bytes) -> str:
        return base64.b64encode(value).decode()

    def schema(self) -> Schema:
        return {"type": "string", "contentEncoding": "base64"}


class Anything:
    """A value whose type is only known when it is there; written by what it is."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        if isinstance(wire, Number):
            return int(wire) if wire.lstrip("-").isdigit() else Decimal(wire)
        if isinstance(wire, dict):
            return {key: self.read(inner, spelling) for key, inner in wire.items()}
        if isinstance(wire, list):
            return [self.read(inner, spelling) for inner in wire]
        return wire

    def write(self, value: Any) -> Any:
        return plain(value)

    def schema(self) -> Schema:
        return {}


class MapOf:
    """An object used as a mapping from text (or enum words) to values of one type."""

    def __init__(self, keys: Codec, values: Codec) -> None:
        self.keys, self.values = keys, values

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[Any, Any]:
        if not isinstance(wire, dict):
            raise Unreadable(FaultKind.NOT_AN_OBJECT)
        return {
            self.keys.read(key, spelling): None if value is None else self.values.read(value, spelling)
            for key, value in wire.items()
        }

    def write(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        return {
            str(self.keys.write(key)): None if inner is None else self.values.write(inner)
            for key, inner in value.items()
        }

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": nullable(self.values.schema())}


class Lazy:
    """The codec of a type that contains itself."""

    def __init__(self, hint: Any) -> None:
        self.hint = hint

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        return codec_of(self.hint).read(wire, spelling)

    def write(self, value: Any) -> Any:
        return codec_of(self.hint).write(value)

    def schema(self) -> Schema:
        return {"type": "object"}


class OneOf:
    """Several dataclasses, told apart by the property ``type`` (on the way out only)."""

    def __init__(self, members: tuple[type, ...]) -> None:
        self.members = members

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        kind = wire.get("type") if isinstance(wire, dict) else None
        for member in self.members:
            if member.__name__ == kind:
                inner = {name: value for name, value in wire.items() if name != "type"}
                return codec_of(member).read(inner, spelling)
        raise Unreadable(FaultKind.NOT_ONE_OF, *(member.__name__ for member in self.members))

    def write(self, value: Any) -> Any:
        return {"type": type(value).__name__, **codec_of(type(value)).write(value)}

    def schema(self) -> Schema:
        return {"type": "object", "properties": {"type": {"enum": [m.__name__ for m in self.members]}}}


SIMPLE |= {UUID: AsUuid(), bytes: AsBase64()}


def plain(value: Any) -> Any:
    """Any value of ours as plain JSON."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and not isinstance(value, Enum):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, bytes):
        return [plain(inner) for inner in value]
    return codec_of(type(value)).write(value)


def nullable(schema: Schema) -> Schema:
    """The schema of a value that may be null."""
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema:
        return {**schema, "type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]} if schema else {}


_BUILDING: set[Any] = set()
_MADE: dict[Any, Codec] = {}


def codec_of(hint: Any) -> Codec:
    """The codec of a type annotation; raises ``TypeError`` for one it does not know."""
    hint, _ = without_absence(hint)
    made = _MADE.get(hint)
    if made is None:
        made = next((codec for make in MAKERS if (codec := make(hint)) is not None), None)
        if made is None:
            raise TypeError(f"no native spelling for {hint}")
        if not isinstance(made, Lazy):
            _MADE[hint] = made
    return made


def _plainly(hint: Any) -> Codec | None:
    if hint == Condition:
        return CONDITION
    if hint is Any or hint is object or hint in {dict, list}:
        return Anything()
    supertype = getattr(hint, "__supertype__", None)
    return codec_of(supertype) if supertype is not None else SIMPLE.get(hint)


def _choice(hint: Any) -> Codec | None:
    origin = get_origin(hint)
    if origin is Literal:
        return Text(one_of=tuple(str(word) for word in get_args(hint)))
    if origin not in {Union, types.UnionType}:
        return None
    members = get_args(hint)
    return OneOf(members) if all(is_dataclass(member) for member in members) else Anything()


def _container(hint: Any) -> Codec | None:
    origin = get_origin(hint)
    if not isinstance(origin, type):
        return None
    arguments = [argument for argument in get_args(hint) if argument is not Ellipsis]
    if issubclass(origin, Mapping):
        return MapOf(codec_of(arguments[0]), codec_of(arguments[1]))
    if issubclass(origin, tuple) and Ellipsis not in get_args(hint):
        return ListOf(codec_of(arguments[0]) if len(set(arguments)) == 1 else Anything())
    becomes = frozenset if issubclass(origin, Set) else list if issubclass(origin, list) else tuple
    if issubclass(origin, Sequence | Set):
        return ListOf(codec_of(arguments[0]), becomes=becomes)
    return None


def _class(hint: Any) -> Codec | None:
    if not isinstance(hint, type):
        return None
    if issubclass(hint, StrEnum):
        return Word(hint)
    if issubclass(hint, tuple):
        return Nested(fields_of_tuple(hint), builds=hint) if hasattr(hint, "_fields") else ListOf(Anything())
    if issubclass(hint, Struct):
        return Nested(fields_of_struct(hint), builds=hint)
    return _dataclass(hint) if is_dataclass(hint) else None


def _dataclass(hint: type) -> Codec:
    if hint in _BUILDING:
        return Lazy(hint)
    _BUILDING.add(hint)
    try:
        return Nested(fields_of(hint), builds=hint)
    finally:
        _BUILDING.discard(hint)


MAKERS = (_plainly, _choice, _container, _class)
"""Each makes the codec of some annotations, or passes."""


def without_absence(hint: Any) -> tuple[Any, bool]:
    """The annotation without ``None`` and ``UnsetType``, and whether it may be null."""
    if get_origin(hint) not in {Union, types.UnionType} or hint == Condition:
        return hint, False
    members = get_args(hint)
    kept = [member for member in members if member not in {type(None), UnsetType}]
    none = type(None) in members
    return (Union[tuple(kept)] if kept else Any), none  # noqa: UP007 - built from members


@cache
def fields_of(kind: type) -> Fields:
    """The field rows of a dataclass: wire names are ours; what has no default is required."""
    hints = get_type_hints(kind)
    rows = []
    for declared in fields(kind):
        if not declared.init or declared.name.startswith("_"):
            continue
        _, none = without_absence(hints[declared.name])
        absent = declared.default is MISSING and declared.default_factory is MISSING
        rows.append(
            Field(
                declared.name,
                declared.name,
                codec_of(hints[declared.name]),
                required=absent and not none,
                clears=none,
                null=None,
            )
        )
    return Fields(kind.__name__, *rows, builds=kind)


def fields_of_tuple(kind: type) -> Fields:
    """The field rows of a named tuple."""
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return _all_required(kind, names)


def fields_of_struct(kind: type[Struct]) -> Fields:
    """The field rows of a small value of the domain (an amount by component)."""
    return _all_required(kind, kind.__struct_fields__)


def _all_required(kind: type, names: tuple[str, ...]) -> Fields:
    hints = get_type_hints(kind)
    return Fields(
        kind.__name__,
        *(Field(n, n, codec_of(hints[n]), required=True, null=None) for n in names),
        builds=kind,
    )
