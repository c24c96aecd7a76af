"""Templates, associations and comma lists: how the family asks for more, and how it leaves out what is empty."""

from collections.abc import Callable, Iterable
from typing import Any

from amana.dialects.base.codecs import Codec, Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.json_in import JsonIn


class Template(Fields):
    """Lists of allowed values; one without anything to choose from is left out."""

    def write(self, record: Any) -> dict[str, Any]:
        return {name: value for name, value in super().write(record).items() if value != []}

    def _with(self, name: str | None, rows: Iterable[Field]) -> "Template":
        return Template(name or self.name, *rows)


class Mentions:
    """A comma list that counts as true when it names one of these words (``associations=clientMembers``)."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read(self, wire: JsonIn, spelling: Spelling) -> bool:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_TEXT)
        named = {word.strip().casefold() for word in wire.split(",")}
        return not named.isdisjoint({"all", *(word.casefold() for word in self.words)})

    def write(self, value: Any) -> str:
        return self.words[0] if value else ""

    def schema(self) -> Schema:
        return {"type": "string", "description": f"a comma list of {', '.join(('all', *self.words))}"}


class CommaList:
    """A comma list of what another codec reads."""

    def __init__(self, item: Codec, becomes: Callable[[list[Any]], Any] = tuple) -> None:
        self.item, self.becomes = item, becomes

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_TEXT)
        return self.becomes([self.item.read(part, spelling) for part in wire.split(",") if part.strip()])

    def write(self, value: Any) -> str:
        return ",".join(str(self.item.write(one)) for one in value)

    def schema(self) -> Schema:
        return {"type": "string", "description": "a comma list"}
