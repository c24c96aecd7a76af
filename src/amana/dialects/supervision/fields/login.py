"""The login on the wire."""

from amana.dialects.base.codecs import SECRET, TEXT
from amana.dialects.base.fields import Field, Fields, Nested
from amana.dialects.supervision.codec import MOMENT

CREDENTIALS = Fields(
    "Credentials",
    Field("email", "email", TEXT, about="the user's e-mail address; his user name is taken too"),
    Field("username", "username", TEXT, about="instead of email"),
    Field("password", "password", SECRET, required=True),
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
