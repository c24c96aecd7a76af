"""Groups and centres on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.enum_tables import GROUP_STATUS
from amana.dialects.families.mifos.enums import EnumNumber
from amana.dialects.families.mifos.fields.clients import CLIENT_BRIEF
from amana.dialects.families.mifos.fields.offices import OFFICE_NAMES
from amana.dialects.families.mifos.fields.staff import STAFF_NAMES
from amana.dialects.families.mifos.sql_search import SqlColumn
from amana.dialects.families.mifos.templates import Mentions, Template
from amana.parties.groups.states import GroupStatus

STATUS = GROUP_STATUS.of(GroupStatus)
LISTED_STATUS = GROUP_STATUS.recoded("clientStatusType").of(GroupStatus)
"""Lists of groups, and only they, spell the status with the prefix of clients."""

GROUP_BRIEF = Fields(
    "GroupBrief",
    Field("id", "id", ID),
    Field("name", "name", Text(100)),
    Field("externalId", "external_id", Text(100)),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("hierarchy", "hierarchy", TEXT),
)
PLACED = (
    Field("activationDate", "activated_on", DAY),
    Field("staffId", "staff_id", ID),
    Field("staffName", "staff_name", TEXT),
    Field("centerId", "parent_id", ID),
    Field("centerName", "parent_name", TEXT),
)
GROUP_LISTED = GROUP_BRIEF.plus(
    Field("status", "status", LISTED_STATUS), Field("active", "active", BOOLEAN), *PLACED, name="GroupListed"
)
GROUP = GROUP_BRIEF.plus(
    Field("status", "status", STATUS),
    *PLACED,
    Field("clientMembers", "clients", ListOf(Nested(CLIENT_BRIEF))),
    name="Group",
)
CENTRE_LISTED = GROUP_BRIEF.plus(
    Field("status", "status", STATUS),
    Field("active", "active", BOOLEAN),
    Field("activationDate", "activated_on", DAY),
    Field("staffId", "staff_id", ID),
    Field("staffName", "staff_name", TEXT),
    name="CenterListed",
)
CENTRE = CENTRE_LISTED.plus(Field("groupMembers", "groups", ListOf(Nested(GROUP_BRIEF))), name="Center")

CLIENT_NAME = Fields(
    "ClientName",
    Field("id", "id", ID),
    Field("displayName", "display_name", TEXT),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
)
GROUP_TEMPLATE = Template(
    "GroupTemplate",
    Field("officeId", "office_id", ID),
    Field("centerId", "centre_id", ID),
    Field("centerName", "centre_name", TEXT),
    Field("officeOptions", "offices", OFFICE_NAMES),
    Field("staffOptions", "staff", STAFF_NAMES),
    Field("clientOptions", "clients", ListOf(Nested(CLIENT_NAME))),
)
CENTRE_TEMPLATE = Template(
    "CenterTemplate",
    Field("active", "active", BOOLEAN),
    Field("activationDate", "activated_on", DAY),
    Field("officeId", "office_id", ID),
    Field("officeOptions", "offices", OFFICE_NAMES),
    Field("staffOptions", "staff", STAFF_NAMES),
    Field("groupMembersOptions", "groups", ListOf(Nested(GROUP_BRIEF))),
)
GROUP_LISTS = GROUP_TEMPLATE.only("officeOptions", "staffOptions", "clientOptions", name="GroupLists")
CENTRE_LISTS = CENTRE_TEMPLATE.only(
    "officeOptions", "staffOptions", "groupMembersOptions", name="CenterLists"
)

OFFICE_CHOICE = (
    Field("officeId", "office", ID),
    Field("staffInSelectedOfficeOnly", "staff_of_office_only", BOOLEAN),
)
GROUP_TEMPLATE_FILTERS = Fields("GroupTemplateFilters", *OFFICE_CHOICE, Field("centerId", "centre", ID))
CENTRE_TEMPLATE_FILTERS = Fields("CenterTemplateFilters", *OFFICE_CHOICE)

FOUNDED = (
    Field("name", "name", Text(100), required=True),
    Field("officeId", "office", ID, required=True),
    Field("active", "active", BOOLEAN, required=True),
    Field("activationDate", "activated_on", DAY, about="demanded where active is true"),
    Field("submittedOnDate", "submitted_on", DAY),
    Field("externalId", "external_id", Text(100)),
    Field("accountNo", "account_no", Text(20)),
    Field("staffId", "staff", ID),
)
NEW_GROUP = Fields(
    "NewGroup", *FOUNDED, Field("centerId", "centre", ID), Field("clientMembers", "clients", ListOf(ID))
)
NEW_CENTRE = Fields("NewCenter", *FOUNDED, Field("groupMembers", "groups", ListOf(ID)))
CENTRE_CHANGES = Fields(
    "CenterChanges",
    Field("officeId", "office", ID, about="may be repeated, not changed"),
    Field("active", "active", BOOLEAN, about="may be repeated, not changed: there are commands"),
    Field("name", "name", Text(100)),
    Field("externalId", "external_id", Text(100), clears=True),
    Field("accountNo", "account_no", Text(20)),
    Field("staffId", "staff", ID, clears=True),
    Field("submittedOnDate", "submitted_on", DAY),
    Field("activationDate", "activated_on", DAY),
)
GROUP_CHANGES = CENTRE_CHANGES.plus(Field("centerId", "centre", ID, clears=True), name="GroupChanges")
CLOSURE = Fields(
    "GroupClosure",
    Field("closureDate", "on", DAY, required=True),
    Field("closureReasonId", "reason", ID, required=True),
)
GROUP_STAFF = Fields(
    "GroupStaff",
    Field("staffId", "staff", ID, required=True),
    Field(
        "inheritStaffForClientAccounts", "inherit", BOOLEAN, about="members and their running loans follow"
    ),
)
MEMBERS = Fields("GroupMembers", Field("clientMembers", "clients", ListOf(ID), required=True))
GROUP_MEMBERS = Fields("CenterMembers", Field("groupMembers", "groups", ListOf(ID), required=True))
MOVED = Fields("MovedClient", Field("id", "client", ID, required=True))
MOVE = Fields(
    "ClientsMove",
    Field("destinationGroupId", "destination", ID, required=True),
    Field("clients", "clients", ListOf(Nested(MOVED, builds=lambda client: client)), required=True),
    Field("inheritDestinationGroupLoanOfficer", "inherit_officer", BOOLEAN, about="default true"),
    Field("transferActiveLoans", "accounts_follow", BOOLEAN, about="default true"),
)

CENTRE_FILTERS = Fields(
    "CenterFilters",
    Field("officeId", "office", ID),
    Field("underHierarchy", "under_hierarchy", TEXT, about="path of an office, for everything below it"),
    Field("name", "name", TEXT, about="part of it, in any case"),
    Field("externalId", "external_id", TEXT),
    Field("staffId", "staff", ID),
)
GROUP_FILTERS = CENTRE_FILTERS.plus(
    Field("orphansOnly", "orphans_only", BOOLEAN, about="only groups that belong to no center"),
    name="GroupFilters",
)
GROUP_SORT = {
    "id": "id",
    "name": "name",
    "displayName": "name",
    "accountNo": "account_no",
    "officeId": "office_id",
    "officeName": "office_name",
}
GROUP_SEARCH = {
    "id": SqlColumn("id", ID),
    "account_no": SqlColumn("account_no"),
    "external_id": SqlColumn("external_id"),
    "status_enum": SqlColumn("status", EnumNumber(STATUS)),
    "activation_date": SqlColumn("activated_on"),
    "office_id": SqlColumn("office_id", ID),
    "staff_id": SqlColumn("staff_id", ID),
    "parent_id": SqlColumn("parent_id", ID),
    "display_name": SqlColumn("name"),
    "name": SqlColumn("name"),
    "hierarchy": SqlColumn("office_hierarchy"),
}
GROUP_MORE = Fields(
    "GroupMore",
    Field("associations", "with_clients", Mentions("clientMembers")),
    Field("template", "with_options", BOOLEAN),
)
CENTRE_MORE = Fields(
    "CenterMore",
    Field("associations", "with_groups", Mentions("groupMembers")),
    Field("template", "with_options", BOOLEAN),
)
