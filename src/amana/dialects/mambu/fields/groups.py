"""Groups. Answers call the group ``theGroup`` in the expanded form, requests call it ``group``."""

from typing import Any

from amana.dialects.base.codecs import COUNT, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.late import Referred
from amana.dialects.mambu.answers import Afterwards, Detailed
from amana.dialects.mambu.codec import (
    GROUP_TYPE_KEY,
    KEY,
    MEMBERSHIP_KEY,
    MIDNIGHT,
    MOMENT,
    NONE_YET,
    Children,
)
from amana.dialects.mambu.fields.clients import (
    ADDRESS,
    LANGUAGE,
    NEW_ADDRESS,
    NO_CUSTOM_FIELDS,
    Nothing,
    first,
)
from amana.dialects.mambu.listing import Lookup, Paging
from amana.dialects.mambu.search import Search, key, moment, number, text, word
from amana.kernel.references import Unknown
from amana.parties.groups.enrol import Membership
from amana.parties.groups.file import GetGroupFile


class BuiltInType:
    """Groups have one type, the built-in one: it is shown, and taken where it is sent."""

    key = GROUP_TYPE_KEY.write(0)

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[str, Any]:
        if not isinstance(wire, dict) or set(wire) != {"encodedKey"}:
            raise Unreadable(FaultKind.NOT_AN_OBJECT)
        if wire["encodedKey"] != self.key:
            raise Unreadable(FaultKind.NOT_ONE_OF, self.key)
        return {}

    def write(self, value: object) -> dict[str, Any]:
        return {"encodedKey": self.key}

    def schema(self) -> Schema:
        return {"type": "object", "properties": {"encodedKey": {"const": self.key}}}


class MemberKey:
    """A key for a client's membership."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> str:
        return MEMBERSHIP_KEY.write((value.parent.key, value.one.client_key))

    def schema(self) -> Schema:
        return MEMBERSHIP_KEY.schema()


BRIEF = Fields(
    "Group",
    Field("encodedKey", "group.key", KEY),
    Field("id", "group.account_no", TEXT),
    Field("creationDate", "group.created_at", MOMENT),
    Field("lastModifiedDate", "group.changed_at", MOMENT),
    Field("groupName", "group.name", TEXT),
    Field("notes", "group.remarks", TEXT),
    Field("assignedUserKey", "group.staff_key", KEY),
    Field("assignedBranchKey", "group.office_key", KEY),
    Field("assignedCentreKey", "group.parent_key", KEY),
    Field("loanCycle", "loan_cycle", COUNT),
    Field("emailAddress", "group.email", TEXT),
    Field("mobilePhone1", "group.mobile_no", TEXT),
    Field("homePhone", "group.home_phone", TEXT),
    Field("preferredLanguage", "group.preferred_language", TEXT),
    Field("clientRole", "group.key", BuiltInType()),
)
MEMBER = Fields(
    "GroupMember",
    Field("encodedKey", ".", MemberKey()),
    Field("groupKey", "parent.key", KEY),
    Field("clientKey", "one.client_key", KEY),
    Field("creationDate", "one.joined_on", MIDNIGHT),
    Field("indexInList", "index", COUNT),
)
EXPANDED = Fields(
    "GroupExpanded",
    Field("theGroup", ".", Nested(BRIEF)),
    Field("addresses", ".", Children(ADDRESS, "address")),
    Field("customInformation", "key", NONE_YET),
    Field("groupRoles", "key", NONE_YET, about="roles in groups are not there yet"),
    Field("groupMembers", ".", Children(MEMBER, "members")),
)
GROUP = Detailed(BRIEF, EXPANDED)
AS_IT_STANDS = Afterwards(lambda outcome: GetGroupFile(group=int(outcome.id)), BRIEF)

NEW_MEMBER = Fields(
    "NewGroupMember",
    Field("clientKey", "client", Referred("client"), required=True),
    Field("creationDate", "joined_on", MIDNIGHT),
    builds=Membership,
)
AROUND = (
    Field("addresses", "address", ListOf(Nested(NEW_ADDRESS), becomes=first)),
    Field("groupMembers", "members", ListOf(Nested(NEW_MEMBER))),
    Field("groupRoles", ".", Nothing()),
    NO_CUSTOM_FIELDS,
)
DETAILS = Fields(
    "GroupDetails",
    Field("id", "account_no", Text(100)),
    Field("groupName", "name", Text(100)),
    Field("notes", "remarks", Text(4000), clears=True),
    Field("assignedUserKey", "staff", Referred("staff"), clears=True),
    Field("assignedBranchKey", "office", Referred("office")),
    Field("assignedCentreKey", "centre", Referred("centre"), clears=True),
    Field("emailAddress", "email", Text(150), clears=True),
    Field("mobilePhone1", "mobile_no", Text(50), clears=True),
    Field("homePhone", "home_phone", Text(50), clears=True),
    Field("preferredLanguage", "preferred_language", LANGUAGE, clears=True),
    Field("clientRole", ".", BuiltInType()),
)
NEW_GROUP = Fields(
    "CreateGroup",
    Field("group", ".", Nested(DETAILS.requiring("groupName", name="NewGroup")), required=True),
    *AROUND,
)
NAMED_CHANGES = Fields(
    "UpdateNamedGroup",
    Field(
        "group",
        ".",
        Nested(
            DETAILS.plus(Field("encodedKey", "group", Referred("group"), required=True), name="ChangedGroup")
        ),
        required=True,
    ),
    *AROUND,
)
"""An edit through the path of creation: the body says who is meant."""
PATCH = Fields("PatchGroup", Field("group", ".", Nested(DETAILS)), *AROUND)

OFFICE = Referred("office", Unknown.NOBODY)
CENTRE = Referred("centre", Unknown.NOBODY)
IN_CENTRE, OF_BRANCH = Lookup("parent_id", CENTRE), Lookup("office_id", OFFICE)
LOOK_UP = Paging(
    {
        **dict.fromkeys(("centreID", "centreId"), IN_CENTRE),
        **dict.fromkeys(("branchID", "branchId"), OF_BRANCH),
        "creditOfficerUsername": Lookup("officer_username", TEXT),
    }
)
"""The contract prints both spellings of the branch's and the centre's parameter."""
SEARCH = Search(
    fields={
        "BRANCH_KEY": key("office_id", OFFICE),
        "CENTRE_KEY": key("parent_id", CENTRE),
        "CREDIT_OFFICER_KEY": key("staff_id", Referred("staff", Unknown.NOBODY)),
        "ENCODED_KEY": key("key"),
        "GROUP_NAME": text("name"),
        "CREATION_DATE": moment("created_at"),
        "LAST_MODIFIED_DATE": moment("changed_at"),
        "ID": text("account_no"),
        "PREFERRED_LANGUAGE": word("preferred_language", LANGUAGE),
        "NUMBER_OF_MEMBERS": number("members", COUNT),
        "LOAN_CYCLE": number("loan_cycle", COUNT),
    },
    item_type="GROUP",
)
"""Balances and custom fields are not there yet."""
