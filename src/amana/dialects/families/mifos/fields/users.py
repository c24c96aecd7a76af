"""Users, and what a user learns at login, on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, SECRET, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.fields.roles import ROLES
from amana.kernel.access.queries import OfficeOption

DOTS_PER_LEVEL = "...."


class Decorated:
    """The name of an office with four dots for each level above it."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: OfficeOption) -> str:
        return DOTS_PER_LEVEL * value.depth + value.name

    def schema(self) -> Schema:
        return {"type": "string"}


USER = Fields(
    "User",
    Field("id", "id", ID),
    Field("username", "username", Text(100)),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("firstname", "first_name", Text(100)),
    Field("lastname", "last_name", Text(100)),
    Field("email", "email", Text(254)),
    Field("staffId", "staff_id", ID),
    Field("staffDisplayName", "staff_name", TEXT),
)
USER_DETAILS = USER.plus(
    Field("availableRoles", "available_roles", ROLES, about="the roles that the user has not"),
    Field("selectedRoles", "selected_roles", ROLES),
    name="UserDetails",
)
OFFICE_OPTION = Fields(
    "OfficeOption",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("nameDecorated", ".", Decorated()),
)
USER_TEMPLATE = Fields(
    "UserTemplate",
    Field("allowedOffices", "offices", ListOf(Nested(OFFICE_OPTION))),
    Field("availableRoles", "roles", ROLES),
)
NEW_USER = Fields(
    "NewUser",
    Field("username", "username", Text(100), required=True),
    Field("firstname", "first_name", Text(100), required=True),
    Field("lastname", "last_name", Text(100), required=True),
    Field("email", "email", Text(254), required=True),
    Field("officeId", "office", ID, required=True),
    Field("roles", "roles", ListOf(ID), required=True),
    Field("staffId", "staff", ID),
    Field(
        "sendPasswordToEmail",
        "mail_password",
        BOOLEAN,
        about="default true: a password is generated and mailed, one that is sent is ignored",
    ),
    Field("password", "password", SECRET),
    Field("repeatPassword", "password_repeated", SECRET),
)
USER_CHANGES = Fields(
    "UserChanges",
    Field("username", "username", Text(100)),
    Field("firstname", "first_name", Text(100)),
    Field("lastname", "last_name", Text(100)),
    Field("email", "email", Text(254)),
    Field("officeId", "office", ID),
    Field("roles", "roles", ListOf(ID)),
    Field("staffId", "staff", ID, clears=True),
    Field("password", "password", SECRET),
    Field("repeatPassword", "password_repeated", SECRET),
)
USER_CHANGED = USER_CHANGES.without("password", "repeatPassword", name="UserChanged").plus(
    Field("passwordEncoded", "password", TEXT)
)
CREDENTIALS = Fields(
    "Credentials",
    Field("username", "username", TEXT),
    Field("password", "password", SECRET),
)
LOGGED_IN = Fields(
    "LoggedIn",
    Field("username", "who.username", TEXT),
    Field("userId", "who.user_id", ID),
    Field("base64EncodedAuthenticationKey", "key", TEXT, about="to be sent as `Authorization: Basic <key>`"),
    Field("authenticated", "authenticated", BOOLEAN),
    Field("officeId", "who.office_id", ID),
    Field("officeName", "who.office_name", TEXT),
    Field("staffId", "who.staff_id", ID),
    Field("staffDisplayName", "who.staff_name", TEXT),
    Field("roles", "who.roles", ROLES),
    Field("permissions", "who.permissions", ListOf(TEXT)),
)
