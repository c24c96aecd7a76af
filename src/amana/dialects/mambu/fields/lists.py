"""Lists to choose from: client types, role names in groups, currencies."""

from dataclasses import dataclass
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, COUNT, INTEGER, TEXT, Schema, Spelling
from amana.dialects.base.faults import BadRequest, FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.request import Request
from amana.dialects.mambu.codec import CLIENT_TYPE_KEY, GROUP_TYPE_KEY, ROLE_KEY, Constant

ROLE_NAME = Fields("GroupRoleName", Field("encodedKey", "id", ROLE_KEY), Field("name", "name", TEXT))


class SymbolOf:
    """A currency's sign; its code where it has none."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> str:
        return str(value.symbol or value.code)

    def schema(self) -> Schema:
        return TEXT.schema()


CURRENCY = Fields(
    "Currency",
    Field("code", "code", TEXT),
    Field("name", "name", TEXT),
    Field("symbol", ".", SymbolOf()),
    Field("digitsAfterDecimal", "digits", COUNT),
)


TYPE_ROWS = (
    Field("name", "name", TEXT),
    Field("id", "word", TEXT),
    Field("clientType", "kind", TEXT),
    Field("canOpenAccounts", "key", Constant(value=True)),
    Field("canGuarantee", "guarantees", BOOLEAN),
    Field("requireID", "key", Constant(value=False)),
    Field("index", "index", INTEGER),
)
CLIENT_TYPE = Fields("ClientType", Field("encodedKey", "key", CLIENT_TYPE_KEY), *TYPE_ROWS)
GROUP_TYPE = Fields("GroupType", Field("encodedKey", "key", GROUP_TYPE_KEY), *TYPE_ROWS)

LAST = 2147483647
"""The index of types that the institution has added."""


@dataclass(frozen=True, slots=True)
class Type:
    """A client or group type as the wire shows it; the key 0 is the built-in one."""

    key: int
    word: str
    name: str
    kind: str
    guarantees: bool
    index: int


CLIENT = Type(key=0, word="client", name="Client", kind="CLIENT", guarantees=True, index=-1)
GROUP = Type(key=0, word="group", name="Group", kind="GROUP", guarantees=False, index=-1)


class Types:
    """The built-in types, and between them the values of the code ClientType; ``for`` keeps one kind."""

    def render(self, result: Any, request: Request) -> list[Any]:
        """One entry per type."""
        wanted = request.query.get("for", "").strip().upper()
        if wanted not in {"", "CLIENTS", "GROUPS"}:
            raise BadRequest.of(FaultKind.NOT_ONE_OF, "for", wanted, "CLIENTS", "GROUPS")
        own = [Type(one.id, str(one.id), one.name, "CLIENT", guarantees=True, index=LAST) for one in result]
        clients = [CLIENT_TYPE.write(one) for one in (CLIENT, *own)]
        groups = [GROUP_TYPE.write(GROUP)]
        return {"CLIENTS": clients, "GROUPS": groups}.get(wanted, clients + groups)

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {"type": "array", "items": CLIENT_TYPE.schema()}
