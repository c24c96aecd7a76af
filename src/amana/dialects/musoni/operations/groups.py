"""Groups."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.fields.clients import ACTIVATION, STAFF_CHOICE
from amana.dialects.families.mifos.fields.groups import CLOSURE, GROUP_CHANGES, GROUP_STAFF, MEMBERS
from amana.dialects.families.mifos.rows import relative
from amana.dialects.families.mifos.templates import Mentions
from amana.dialects.musoni.answers import COMMANDED, CREATED, DELETED, UPDATED, PagedOnRequest
from amana.dialects.musoni.fields.loans import GROUP_ACCOUNTS
from amana.dialects.musoni.fields.parties import (
    GROUP,
    GROUP_FILTERS,
    GROUP_LISTING,
    GROUP_WITH_MEMBERS,
    NEW_GROUP,
)
from amana.loans.borrowing import AccountsOfGroup
from amana.parties.groups.activate import ActivateGroup
from amana.parties.groups.assign_staff import AssignGroupStaff, UnassignGroupStaff
from amana.parties.groups.close import CloseGroup
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.members import AssociateClients, DisassociateClients
from amana.parties.groups.queries import GetGroup, ListGroups

ROW = Rows("group", places={"id": Field("id", "group", ID)})
ONE = "groups/{id}"
MORE = Fields(
    "GroupMore",
    Field("associations", "with_clients", Mentions("clientMembers", "activeClientMembers")),
)

ROWS = (
    ROW.shows(
        "groups.list",
        "GET groups",
        ListGroups,
        PagedOnRequest(GROUP),
        filters=GROUP_FILTERS,
        listing=GROUP_LISTING,
    ),
    ROW.shows("groups.get", f"GET {ONE}", GetGroup, GROUP_WITH_MEMBERS, filters=MORE),
    ROW.shows("groups.accounts", f"GET {ONE}/accounts", AccountsOfGroup, GROUP_ACCOUNTS),
    ROW.does("groups.create", "POST groups", CreateGroup, NEW_GROUP, answers=CREATED),
    relative("groups_update", "groups.update", f"PUT {ONE}", UPDATED.showing(GROUP_CHANGES)),
    relative("groups_delete", "groups.delete", f"DELETE {ONE}", DELETED),
    ROW.does("groups.activate", f"POST {ONE}?command=activate", ActivateGroup, ACTIVATION, answers=COMMANDED),
    ROW.does(
        "groups.associateClients",
        f"POST {ONE}?command=associateClients",
        AssociateClients,
        MEMBERS,
        answers=COMMANDED,
    ),
    ROW.does(
        "groups.disassociateClients",
        f"POST {ONE}?command=disassociateClients",
        DisassociateClients,
        MEMBERS,
        answers=COMMANDED,
    ),
    ROW.does(
        "groups.assignStaff",
        f"POST {ONE}?command=assignStaff",
        AssignGroupStaff,
        GROUP_STAFF,
        answers=COMMANDED,
    ),
    ROW.does(
        "groups.unassignStaff",
        f"POST {ONE}?command=unassignStaff",
        UnassignGroupStaff,
        STAFF_CHOICE,
        answers=COMMANDED,
    ),
    ROW.does("groups.close", f"POST {ONE}?command=close", CloseGroup, CLOSURE, answers=COMMANDED),
)
