"""How the Mifos family spells an enumeration: ``{id, code, value}`` out, the number (or its text) in.

A table is keyed by our words. ``table.of(Enum)`` binds it to the ``StrEnum`` of the slice that owns the words and
refuses to be made when a member has no row, so that a member added in the core cannot be forgotten here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from amana.dialects.base.codecs import Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn


@dataclass(frozen=True, slots=True)
class EnumRow:
    """One member: our word, and the wire's number, code and display text."""

    ours: str
    id: int
    code: str
    value: str


class EnumTable:
    """All members of one wire enumeration. ``prefix`` is put before every code."""

    def __init__(self, name: str, prefix: str, *rows: tuple[str, int, str, str]) -> None:
        self.name = name
        self.prefix = prefix
        self.rows = tuple(
            EnumRow(ours, number, f"{prefix}.{code}" if prefix else code, value)
            for ours, number, code, value in rows
        )
        self.by_ours = {row.ours: row for row in self.rows}
        if len(self.by_ours) != len(self.rows) or len({row.id for row in self.rows}) != len(self.rows):
            raise ValueError(f"{name}: a member is listed twice")

    def of(
        self,
        enum: type[StrEnum],
        *,
        flags: Mapping[str, Iterable[str]] | None = None,
        bare: bool = False,
        except_for: Iterable[str] = (),
    ) -> "EnumCodec":
        """The codec for ``enum``.

        ``flags`` adds one boolean per key, true for the members it lists. ``bare`` writes the number alone.
        ``except_for`` names members this wire never shows.
        """
        missing = {member.value for member in enum} - set(self.by_ours) - set(except_for)
        if missing:
            raise ValueError(f"{self.name} has no row for {sorted(missing)}")
        return EnumCodec(self, enum, dict(flags or {}), bare=bare)

    def recoded(self, prefix: str, **values: str) -> "EnumTable":
        """The same members under another code prefix, some display texts replaced (by our word)."""
        strip = len(self.prefix) + 1 if self.prefix else 0
        rows = ((r.ours, r.id, r.code[strip:], values.get(r.ours, r.value)) for r in self.rows)
        return EnumTable(f"{self.name} as {prefix}", prefix, *rows)


class EnumCodec:
    """Reads a number (or its text), writes ``{id, code, value}`` with the table's flags."""

    def __init__(
        self, table: EnumTable, enum: type[StrEnum], flags: Mapping[str, Iterable[str]], *, bare: bool = False
    ) -> None:
        self.table, self.enum, self.bare = table, enum, bare
        self._written: dict[str, dict[str, Any]] = {}
        for member in enum:
            row = table.by_ours.get(member.value)
            if row is not None:
                shown = {flag: member.value in set(members) for flag, members in flags.items()}
                self._written[member.value] = {"id": row.id, "code": row.code, "value": row.value, **shown}
        members = {member.value: member for member in enum}
        self._by_id = {row.id: members[row.ours] for row in table.rows if row.ours in members}

    def read(self, wire: JsonIn, spelling: Spelling) -> StrEnum:
        text = wire.strip() if isinstance(wire, str) else ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise Unreadable(FaultKind.NOT_AN_INTEGER)
        found = self._by_id.get(int(text))
        if found is None:
            raise Unreadable(FaultKind.NOT_ONE_OF, *sorted(self._by_id))
        return found

    def write(self, value: str) -> Any:
        return self._written[value]["id"] if self.bare else self._written[value]

    def options(self, *members: StrEnum) -> list[dict[str, Any]]:
        """The allowed-value list of a template: of the members given, or of all, in the table's order."""
        wanted = {str(member) for member in members}
        return [
            {"id": row.id, "code": row.code, "value": row.value}
            for row in self.table.rows
            if row.ours in self._written and (not wanted or row.ours in wanted)
        ]

    def schema(self) -> Schema:
        if self.bare:
            return {"type": "integer", "enum": sorted(self._by_id)}
        first = next(iter(self._written.values()), {})
        properties: dict[str, Schema] = {
            "id": {"type": "integer", "enum": sorted(shown["id"] for shown in self._written.values())},
            "code": {"type": "string"},
            "value": {"type": "string"},
        }
        properties |= {name: {"type": "boolean"} for name in first if name not in properties}
        return {"type": "object", "title": self.table.name, "properties": properties}

    def request_schema(self) -> Schema:
        return {"type": "integer", "enum": sorted(self._by_id)}


class EnumNumber(EnumCodec):
    """The number alone, both ways (``loanType`` ids in filters, ``type`` in queries)."""

    def __init__(self, codec: EnumCodec) -> None:
        super().__init__(codec.table, codec.enum, {}, bare=True)


class EnumWord:
    """A word instead of a number (``loanType: individual``), written as the table's object."""

    def __init__(self, codec: EnumCodec, words: Mapping[str, StrEnum]) -> None:
        self.codec, self.words = codec, {word.casefold(): member for word, member in words.items()}

    def read(self, wire: JsonIn, spelling: Spelling) -> StrEnum:
        found = self.words.get(wire.strip().casefold()) if isinstance(wire, str) else None
        if found is None:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.words)
        return found

    def write(self, value: str) -> Any:
        return self.codec.write(value)

    def schema(self) -> Schema:
        return self.codec.schema()

    def request_schema(self) -> Schema:
        return {"type": "string", "enum": list(self.words)}


class Choices:
    """The same list whatever the record: what a template offers of an enumeration."""

    def __init__(self, choices: Iterable[Mapping[str, Any]]) -> None:
        self.choices = [dict(choice) for choice in choices]

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: object) -> list[dict[str, Any]]:
        return self.choices

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "object"}}
