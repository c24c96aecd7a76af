"""Clients and groups: the family's rows, and what Musoni shows besides."""

from typing import Any

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.enum_tables import CLIENT_STATUS, GROUP_STATUS
from amana.dialects.families.mifos.enums import EnumNumber
from amana.dialects.families.mifos.fields import clients as family_clients
from amana.dialects.families.mifos.fields import groups as family_groups
from amana.dialects.musoni.codec import SECONDS
from amana.dialects.musoni.listing import MusoniListing
from amana.parties.clients.states import ClientStatus
from amana.parties.groups.states import GroupStatus

NO_CODE = {"active": False, "isDefault": False}
"""How a code value that was not chosen is shown."""


class Chosen:
    """A value of a code, chosen for the record."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> dict[str, Any]:
        return {"id": value.id, "name": value.name, "active": True, "isDefault": False}

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {
                "id": {"type": "integer"},
                "name": {"type": "string"},
                "active": {"type": "boolean"},
                "isDefault": {"type": "boolean"},
            },
        }


class Always:
    """A property that says the same of every record here."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: object) -> Any:
        return self.value

    def schema(self) -> Schema:
        return {"const": self.value}


class Depth:
    """How many groups deep a group lies, by its path: 1 for one that stands alone."""

    def read(self, wire: JsonIn, spelling: Spelling) -> int:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: str) -> int:
        return value.count(".") - 1

    def schema(self) -> Schema:
        return COUNT.schema()


def step(wire: str, ours: str) -> tuple[Field, ...]:
    """Day and user of a step of the life cycle."""
    return (
        Field(f"{wire}OnDate", f"timeline.{ours}.on", DAY),
        Field(f"{wire}ByUsername", f"timeline.{ours}.username", TEXT),
        Field(f"{wire}ByFirstname", f"timeline.{ours}.first_name", TEXT),
        Field(f"{wire}ByLastname", f"timeline.{ours}.last_name", TEXT),
    )


AUDIT_DATA = Field(
    "auditData",
    ".",
    Nested(
        Fields(
            "AuditData",
            Field("createdOnTimestamp", "created_at", SECONDS),
            Field("createdByUsername", "timeline.submitted.username", TEXT),
            Field("lastModifiedOnTimestamp", "changed_at", SECONDS),
        )
    ),
)
NOT_A_BUSINESS = {"constitution": NO_CODE, "mainBusinessLine": NO_CODE}

CLIENT = Fields(
    "Client",
    *family_clients.CLIENT_BRIEF.only("id", "officeId", "officeName", "accountNo", "externalId"),
    Field("status", "status", CLIENT_STATUS.of(ClientStatus)),
    Field("subStatus", "status", Always(NO_CODE)),
    Field("active", "active", BOOLEAN),
    *family_clients.CLIENT_BRIEF.only(
        "activationDate", "firstname", "middlename", "lastname", "fullname", "mobileNo", "emailAddress"
    ),
    Field("displayname", "display_name", TEXT),
    Field("mobileNoSecondary", "mobile_no_2", TEXT),
    Field("dateOfBirth", "birth_date", DAY),
    Field("gender", "gender", Chosen(), null=NO_CODE),
    Field("clientType", "client_type", Chosen(), null=NO_CODE),
    Field("clientClassification", "classification", Chosen(), null=NO_CODE),
    Field("staffId", "staff_id", ID),
    Field("staffName", "staff_name", TEXT),
    Field(
        "timeline",
        ".",
        Nested(
            Fields(
                "ClientTimeline",
                *step("submitted", "submitted"),
                *step("activated", "activated"),
                *step("closed", "closed"),
            )
        ),
    ),
    Field("groups", "groups", ListOf(Nested(family_clients.REFERENCE))),
    Field("clientUsers", "status", Always([]), about="clients have no users of their own yet"),
    Field("clientNonPersonDetails", "status", Always(NOT_A_BUSINESS)),
    Field("isStaff", "is_staff", BOOLEAN),
    Field("tags", "status", Always([]), about="tags are not there yet"),
    AUDIT_DATA,
)
NEW_CLIENT = family_clients.NEW_CLIENT.plus(Field("mobileNoSecondary", "mobile_no_2", Text(50)))
CLIENT_CHANGES = family_clients.CLIENT_CHANGES.plus(
    Field("mobileNoSecondary", "mobile_no_2", Text(50), clears=True)
)
CLIENT_FILTERS = Fields(
    "ClientFilters",
    Field("officeId", "office", ID),
    Field("staffId", "staff", ID),
    Field("orphansOnly", "orphans_only", BOOLEAN, about="only clients that belong to no group"),
)
CLIENT_LISTING = MusoniListing(
    sort={"id": "id", "external_id": "external_id", "display_name": "display_name"},
    search=family_clients.CLIENT_SEARCH,
    likes={
        "externalId": "external_id",
        "displayName": "display_name",
        "firstname": "first_name",
        "lastname": "last_name",
        "hierarchy": "office_hierarchy",
    },
    anywhere=("display_name", "account_no", "external_id", "mobile_no"),
)

GROUP = Fields(
    "Group",
    Field("id", "id", ID),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("parentId", "parent_id", ID),
    Field("parentName", "parent_name", TEXT),
    Field("accountNo", "account_no", TEXT),
    Field("name", "name", TEXT),
    Field("externalId", "external_id", TEXT),
    Field("status", "status", GROUP_STATUS.recoded("clientStatusType").of(GroupStatus)),
    Field("active", "active", BOOLEAN),
    Field("activationDate", "activated_on", DAY),
    Field("staffId", "staff_id", ID),
    Field("staffName", "staff_name", TEXT),
    Field("hierarchy", "hierarchy", TEXT),
    Field("groupLevel", "hierarchy", Depth()),
    Field(
        "timeline",
        ".",
        Nested(
            Fields(
                "GroupTimeline",
                *step("submitted", "submitted"),
                *step("activated", "activated"),
                *step("closed", "closed"),
            )
        ),
    ),
    AUDIT_DATA,
)
GROUP_WITH_MEMBERS = GROUP.plus(
    Field("clientMembers", "clients", ListOf(Nested(CLIENT))), name="GroupWithMembers"
)
NEW_GROUP = family_groups.NEW_GROUP.without("staffId", "centerId")
GROUP_FILTERS = Fields(
    "GroupFilters",
    Field("underHierarchy", "under_hierarchy", TEXT, about="path of an office, for everything below it"),
    Field("staffId", "staff", ID),
    Field("name", "name", TEXT, about="part of it, in any case"),
    Field("externalId", "external_id", TEXT),
    Field("status", "status", EnumNumber(GROUP_STATUS.of(GroupStatus))),
    Field("orphansOnly", "orphans_only", BOOLEAN, about="only groups that belong to no center"),
)
GROUP_LISTING = MusoniListing(
    sort={"id": "id", "external_id": "external_id", "name": "name"},
    search=family_groups.GROUP_SEARCH,
    exact={"officeId": ("office_id", ID)},
    anywhere=("name", "account_no", "external_id"),
)
