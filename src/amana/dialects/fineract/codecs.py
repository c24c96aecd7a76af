"""Codecs that only today's names need."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, Codec, Schema, Spelling, Word
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.enums import EnumTable


class CodeWord:
    """A member by its code (``mifos-standard-strategy``), as text both ways."""

    def __init__(self, table: EnumTable, enum: type[StrEnum]) -> None:
        members = {member.value: member for member in enum}
        self.to_wire = {row.ours: row.code for row in table.rows}
        self.from_wire = {row.code.casefold(): members[row.ours] for row in table.rows if row.ours in members}

    def read(self, wire: JsonIn, spelling: Spelling) -> StrEnum:
        found = self.from_wire.get(wire.strip().casefold()) if isinstance(wire, str) else None
        if found is None:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.from_wire)
        return found

    def write(self, value: str) -> str:
        return self.to_wire[value]

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.to_wire.values())}


class Ordered:
    """A tuple of words that travels as ``[{"<name>": word, "order": 1}, ...]``."""

    def __init__(self, name: str, word: Word) -> None:
        self.name, self.word = name, word

    def read(self, wire: JsonIn, spelling: Spelling) -> tuple[StrEnum, ...]:
        if not isinstance(wire, list):
            raise Unreadable(FaultKind.NOT_A_LIST)
        found: list[tuple[int, StrEnum]] = []
        for one in wire:
            place = one.get("order") if isinstance(one, dict) else None
            if not isinstance(one, dict) or set(one) != {self.name, "order"} or not str(place).isdigit():
                raise Unreadable(FaultKind.NOT_AN_OBJECT)
            found.append((int(str(place)), self.word.read(one[self.name], spelling)))
        return tuple(word for _, word in sorted(found, key=lambda entry: entry[0]))

    def write(self, value: tuple[StrEnum, ...]) -> list[dict[str, Any]]:
        return [{self.name: self.word.write(word), "order": place} for place, word in enumerate(value, 1)]

    def schema(self) -> Schema:
        inner = {self.name: self.word.schema(), "order": {"type": "integer"}}
        return {"type": "array", "items": {"type": "object", "properties": inner}}


class ForKind:
    """A list of one ``{"transactionType": kind, "<name>": ...}`` (or none), standing for what it holds."""

    def __init__(self, kind: str, name: str, inner: Codec) -> None:
        self.kind, self.name, self.inner = kind, name, inner

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        if not isinstance(wire, list):
            raise Unreadable(FaultKind.NOT_A_LIST)
        if not wire:
            return ()
        one = wire[0]
        if len(wire) > 1 or not isinstance(one, dict) or set(one) != {"transactionType", self.name}:
            raise Unreadable(FaultKind.NOT_AN_OBJECT)
        if one["transactionType"] != self.kind:
            raise Unreadable(FaultKind.NOT_ONE_OF, self.kind)
        return self.inner.read(one[self.name], spelling)

    def write(self, value: Any) -> list[dict[str, Any]]:
        return [{"transactionType": self.kind, self.name: self.inner.write(value)}] if value else []

    def schema(self) -> Schema:
        inner = {"transactionType": {"const": self.kind}, self.name: self.inner.schema()}
        return {"type": "array", "items": {"type": "object", "properties": inner}}


class WordOption:
    """A word that is read as such and written as ``{id, code, value}``."""

    def __init__(self, enum: type[StrEnum], words: Mapping[StrEnum, tuple[int, str, str]]) -> None:
        self.word = Word(enum, {member: code for member, (_, code, _) in words.items()})
        self.words = words

    def read(self, wire: JsonIn, spelling: Spelling) -> StrEnum:
        return self.word.read(wire, spelling)

    def write(self, value: Any) -> dict[str, Any]:
        number, code, text = self.words[value]
        return {"id": number, "code": code, "value": text}

    def schema(self) -> Schema:
        properties = {"id": {"type": "integer"}, "code": {"type": "string"}, "value": {"type": "string"}}
        return {"type": "object", "properties": properties}

    def request_schema(self) -> Schema:
        return self.word.schema()


class Enabling:
    """A flag beside the terms it switches: off, it clears them; on, the slice refuses if they are not there.

    ``own`` is the flag's own name.
    """

    def __init__(self, own: str, /, **cleared: Any) -> None:
        self.own = own
        self.cleared = cleared

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[str, Any]:
        is_on = bool(BOOLEAN.read(wire, spelling))
        return {self.own: is_on} if is_on else {self.own: is_on, **self.cleared}

    def write(self, value: Any) -> bool:
        return bool(value)

    def schema(self) -> Schema:
        return BOOLEAN.schema()


class AlwaysOn:
    """A flag for what happens in any case: on, it adds nothing; off, it is not there yet."""

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[str, Any]:
        if not BOOLEAN.read(wire, spelling):
            raise Unreadable(FaultKind.UNSUPPORTED)
        return {}

    def write(self, value: Any) -> bool:
        return True

    def schema(self) -> Schema:
        return BOOLEAN.schema()


class Inverted:
    """A flag whose wire name says the opposite of ours."""

    def read(self, wire: JsonIn, spelling: Spelling) -> bool:
        return not BOOLEAN.read(wire, spelling)

    def write(self, value: Any) -> bool:
        return not value

    def schema(self) -> Schema:
        return BOOLEAN.schema()


class IsThere:
    """Shows whether there is a value."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> bool:
        return True

    def schema(self) -> Schema:
        return BOOLEAN.schema()


IS_THERE = IsThere()
