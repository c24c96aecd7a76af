"""The login on the wire."""

from amana.dialects.base.codecs import TEXT, Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, Nested
from amana.dialects.base.json_in import JsonIn, storable
from amana.dialects.supervision.codec import MOMENT


class Secret:
    """A password: taken exactly as it is sent, and never written."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        if not isinstance(wire, str) or not storable(wire):
            raise Unreadable(FaultKind.NOT_TEXT)
        return str(wire)

    def write(self, value: object) -> str:
        raise TypeError("a password is never shown")

    def schema(self) -> Schema:
        return {"type": "string", "format": "password", "writeOnly": True}


CREDENTIALS = Fields(
    "Credentials",
    Field("email", "email", TEXT, about="the user's e-mail address; his user name is taken too"),
    Field("username", "username", TEXT, about="instead of email"),
    Field("password", "password", Secret(), required=True),
)
USER = Fields(
    "User",
    Field("id", "id", TEXT),
    Field("email", "email", TEXT),
    Field("firstName", "first_name", TEXT),
    Field("lastName", "last_name", TEXT),
    Field("role", "role", TEXT, about="ADMIN, SUPERVISOR or CREDIT_OFFICER"),
)
SESSION = Fields(
    "Session",
    Field("accessToken", "token", TEXT),
    Field("expiresAt", "expires_at", MOMENT),
    Field("user", "user", Nested(USER)),
)
