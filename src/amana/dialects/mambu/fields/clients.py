"""Clients. The human id is the account number; ACTIVE is who has a running account, INACTIVE who may have one."""

from typing import Any

from amana.dialects.base.codecs import COUNT, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.late import Referred
from amana.dialects.mambu.answers import Afterwards, Detailed
from amana.dialects.mambu.codec import (
    ADDRESS_KEY,
    CLIENT_TYPE_KEY,
    KEY,
    MIDNIGHT,
    MOMENT,
    NONE_YET,
    PAPER_KEY,
    Capitals,
    Children,
)
from amana.parties.addresses import Address
from amana.parties.clients.enrol import PersonGender
from amana.parties.clients.file import GetClientFile
from amana.parties.clients.papers_by_name import NamedPaper
from amana.parties.clients.revise import Standing

GENDER = Capitals(PersonGender, {PersonGender.MALE: "MALE", PersonGender.FEMALE: "FEMALE"})
LANGUAGES = (
    *("PORTUGESE", "RUSSIAN", "ROMANIAN", "ENGLISH", "SPANISH", "GEORGIAN", "BURMESE", "PHRASE"),
    *("CHINESE", "FRENCH", "INDONESIAN"),
)
LANGUAGE = Text(one_of=LANGUAGES)

STANDINGS = {
    "PENDING_APPROVAL": Standing.PENDING,
    "INACTIVE": Standing.ACCEPTED,
    "ACTIVE": Standing.ACCEPTED,
    "EXITED": Standing.EXITED,
    "BLACKLISTED": Standing.BLACKLISTED,
    "REJECTED": Standing.REJECTED,
}
WORDS = {standing: word for word, standing in STANDINGS.items() if word != "ACTIVE"}


class State:
    """The state as it is shown: an accepted client is ACTIVE or INACTIVE by its accounts. Read: where it is to stand.

    ACTIVE cannot be asked for: it follows from an account becoming active.
    """

    def read(self, wire: JsonIn, spelling: Spelling) -> Standing:
        said = wire.strip().upper() if isinstance(wire, str) else ""
        if said not in STANDINGS or said == "ACTIVE":
            raise Unreadable(FaultKind.NOT_ONE_OF, *WORDS.values())
        return STANDINGS[said]

    def write(self, value: Any) -> str:
        running = value.standing is Standing.ACCEPTED and value.running
        return "ACTIVE" if running else WORDS[value.standing]

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(STANDINGS)}

    def request_schema(self) -> Schema:
        return {"type": "string", "enum": list(WORDS.values())}


class FirstState(State):
    """The state a new client is to have: whether it is accepted."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        standing = super().read(wire, spelling)
        if standing not in {Standing.PENDING, Standing.ACCEPTED}:
            raise Unreadable(FaultKind.NOT_ONE_OF, "PENDING_APPROVAL", "INACTIVE")
        return standing is Standing.ACCEPTED

    def request_schema(self) -> Schema:
        return {"type": "string", "enum": ["PENDING_APPROVAL", "INACTIVE"]}


class FamilyName:
    """The last name; of an entity, or a person with a single name, the full name."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        return TEXT.read(wire, spelling)

    def write(self, value: Any) -> str:
        return value.last_name or value.full_name or ""

    def schema(self) -> Schema:
        return TEXT.schema()


class GenderName:
    """A value of the code Gender in capitals."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        return GENDER.read(wire, spelling)

    def write(self, value: str) -> str:
        return value.upper()

    def schema(self) -> Schema:
        return TEXT.schema()


class TypeId:
    """A client type by its id: ``client`` for the built-in one (ours: 0), else the number of the code's value."""

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        text = wire.strip() if isinstance(wire, str) else ""
        if text == "client":
            return 0
        if not (text.isascii() and text.isdigit() and 0 < len(text) < 19):
            raise Unreadable(FaultKind.NOT_ONE_OF, "client")
        return int(text)

    def write(self, value: int) -> str:
        return str(value) if value else "client"

    def schema(self) -> Schema:
        return TEXT.schema()


class TypeOf:
    """The key of a client's type; the built-in one has the number 0."""

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        return CLIENT_TYPE_KEY.read(wire, spelling)

    def write(self, value: Any) -> str:
        return CLIENT_TYPE_KEY.write(0 if value.client_type is None else value.client_type.id)

    def schema(self) -> Schema:
        return CLIENT_TYPE_KEY.schema()


class Nothing:
    """Custom values in a request: there are no definitions yet, so only an empty list says something true."""

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[str, Any]:
        NONE_YET.read(wire, spelling)
        return {}

    def write(self, value: object) -> list[Any]:
        return []

    def schema(self) -> Schema:
        return NONE_YET.schema()


ROLE_SHOWN = Nested(Fields("ClientRole", Field("encodedKey", ".", TypeOf())))

BRIEF = Fields(
    "Client",
    Field("encodedKey", "client.key", KEY),
    Field("state", ".", State()),
    Field("id", "client.account_no", TEXT),
    Field("creationDate", "client.created_at", MOMENT),
    Field("lastModifiedDate", "client.changed_at", MOMENT),
    Field("activationDate", "active_since", MIDNIGHT),
    Field("approvedDate", "client.activated_on", MIDNIGHT),
    Field("closedDate", "client.closed_on", MIDNIGHT),
    Field("firstName", "client.first_name", TEXT),
    Field("middleName", "client.middle_name", TEXT),
    Field("lastName", "client", FamilyName()),
    Field("homePhone", "client.home_phone", TEXT),
    Field("mobilePhone1", "client.mobile_no", TEXT),
    Field("mobilePhone2", "client.mobile_no_2", TEXT),
    Field("emailAddress", "client.email", TEXT),
    Field("birthDate", "client.birth_date", MIDNIGHT),
    Field("gender", "client.gender.name", GenderName()),
    Field("notes", "client.remarks", TEXT),
    Field("assignedUserKey", "client.staff_key", KEY),
    Field("assignedBranchKey", "client.office_key", KEY),
    Field("assignedCentreKey", "centre_key", KEY),
    Field("loanCycle", "loan_cycle", COUNT),
    Field("groupLoanCycle", "member_loan_cycle", COUNT),
    Field("preferredLanguage", "client.preferred_language", TEXT),
    Field("clientRole", "client", ROLE_SHOWN),
)

ADDRESS = Fields(
    "Address",
    Field("encodedKey", "one.id", ADDRESS_KEY),
    Field("parentKey", "parent.key", KEY),
    Field("line1", "one.line_1", TEXT, null=""),
    Field("line2", "one.line_2", TEXT, null=""),
    Field("city", "one.city", TEXT, null=""),
    Field("region", "one.region", TEXT, null=""),
    Field("postcode", "one.postcode", TEXT, null=""),
    Field("country", "one.country", TEXT, null=""),
    Field("indexInList", "index", COUNT),
)
PAPER = Fields(
    "IdDocument",
    Field("encodedKey", "one.id", PAPER_KEY),
    Field("clientKey", "parent.key", KEY),
    Field("documentType", "one.document_type.name", TEXT),
    Field("documentId", "one.document_key", TEXT),
    Field("issuingAuthority", "one.issued_by", TEXT),
    Field("validUntil", "one.valid_until", MIDNIGHT),
    Field("indexInList", "index", COUNT),
)
EXPANDED = Fields(
    "ClientExpanded",
    Field("client", ".", Nested(BRIEF)),
    Field("addresses", ".", Children(ADDRESS, "address")),
    Field("customInformation", "key", NONE_YET),
    Field("idDocuments", ".", Children(PAPER, "papers")),
    Field("groupKeys", "group_keys", ListOf(KEY)),
)
"""Message templates are not there yet, nor are custom fields."""
CLIENT = Detailed(BRIEF, EXPANDED)
AS_IT_STANDS = Afterwards(lambda outcome: GetClientFile(client=int(outcome.id)), EXPANDED)

NEW_ADDRESS = Fields(
    "NewAddress",
    Field("line1", "line_1", Text(256)),
    Field("line2", "line_2", Text(256)),
    Field("city", "city", Text(256)),
    Field("region", "region", Text(256)),
    Field("postcode", "postcode", Text(256)),
    Field("country", "country", Text(256)),
    builds=Address,
)
NEW_PAPER = Fields(
    "NewIdDocument",
    Field("documentType", "document_type", Text(100), required=True),
    Field("documentId", "document_key", Text(100), required=True),
    Field("issuingAuthority", "issued_by", Text(200)),
    Field("validUntil", "valid_until", MIDNIGHT),
    builds=NamedPaper,
)


def first(addresses: list[Address]) -> Address | None:
    """Only the first address is kept; an empty list is none."""
    return addresses[0] if addresses else None


ROLE = Nested(Fields("ClientRole", Field("encodedKey", "client_type", CLIENT_TYPE_KEY, required=True)))
PERSON = Fields(
    "PersonDetails",
    Field("id", "account_no", Text(100)),
    Field("firstName", "first_name", Text(50)),
    Field("middleName", "middle_name", Text(50), clears=True),
    Field("lastName", "last_name", Text(50)),
    Field("birthDate", "birth_date", MIDNIGHT, clears=True),
    Field("gender", "gender", GENDER, clears=True),
    Field("homePhone", "home_phone", Text(50), clears=True),
    Field("mobilePhone1", "mobile_no", Text(50), clears=True),
    Field("mobilePhone2", "mobile_no_2", Text(50), clears=True),
    Field("emailAddress", "email", Text(150), clears=True),
    Field("preferredLanguage", "preferred_language", LANGUAGE, clears=True),
    Field("notes", "remarks", Text(4000), clears=True),
    Field("assignedBranchKey", "office", Referred("office")),
    Field("assignedUserKey", "staff", Referred("staff"), clears=True),
    Field("clientRole", ".", ROLE),
)
AROUND = (
    Field("idDocuments", "papers", ListOf(Nested(NEW_PAPER))),
    Field("addresses", "address", ListOf(Nested(NEW_ADDRESS), becomes=first)),
)
NO_CUSTOM_FIELDS = Field("customInformation", ".", Nothing())

NEW_PERSON = PERSON.plus(
    Field("state", "accepted", FirstState()), Field("assignedCentreKey", "centre", Referred("centre"))
).requiring("firstName", "lastName", name="NewClient")
NEW_CLIENT = Fields(
    "CreateClient", Field("client", ".", Nested(NEW_PERSON), required=True), *AROUND, NO_CUSTOM_FIELDS
)
CHANGED_PERSON = PERSON.plus(
    Field("state", "standing", State()),
    Field("encodedKey", "again", Referred("client")),
    name="ChangedClient",
)
CLIENT_CHANGES = Fields(
    "UpdateClient", Field("client", ".", Nested(CHANGED_PERSON)), *AROUND, NO_CUSTOM_FIELDS
)
NAMED_PERSON = CHANGED_PERSON.plus(Field("encodedKey", "client", Referred("client"), required=True))
NAMED_CHANGES = Fields(
    "UpdateNamedClient", Field("client", ".", Nested(NAMED_PERSON), required=True), *AROUND, NO_CUSTOM_FIELDS
)
"""The same without a client in the path: the body says who is meant."""
PATCH = Fields(
    "PatchClient",
    Field(
        "client",
        ".",
        Nested(
            CHANGED_PERSON.without("encodedKey", "clientRole", name="PatchedClient").plus(
                Field("clientRoleId", "client_type", TypeId())
            )
        ),
        required=True,
    ),
)
SHORT_FORM = Fields(
    "NewClientByQuery",
    Field("firstName", "first_name", Text(50), required=True),
    Field("lastName", "last_name", Text(50), required=True),
    Field("birthDate", "birth_date", MIDNIGHT),
    Field("gender", "gender", GENDER),
    Field("homephone", "home_phone", Text(50)),
    Field("mobilephone", "mobile_no", Text(50)),
    Field("emailAddress", "email", Text(150)),
    Field("notes", "remarks", Text(4000)),
    Field("clientRole", "client_type", CLIENT_TYPE_KEY),
    Field("assignedUserKey", "staff", Referred("staff")),
)
