"""Groups."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field, Fields, ListOf
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import GROUP_RESOURCE, RESOURCE, Paged, WithTemplate, Written
from amana.dialects.families.mifos.fields.clients import ACTIVATION, STAFF_CHOICE
from amana.dialects.families.mifos.fields.groups import (
    CLOSURE,
    GROUP,
    GROUP_CHANGES,
    GROUP_FILTERS,
    GROUP_LISTED,
    GROUP_LISTS,
    GROUP_MORE,
    GROUP_SEARCH,
    GROUP_SORT,
    GROUP_STAFF,
    GROUP_TEMPLATE,
    GROUP_TEMPLATE_FILTERS,
    MEMBERS,
    MOVE,
    NEW_GROUP,
)
from amana.dialects.families.mifos.listing import Listing
from amana.parties.groups.activate import ActivateGroup
from amana.parties.groups.assign_staff import AssignGroupStaff, UnassignGroupStaff
from amana.parties.groups.close import CloseGroup
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.delete import DeleteGroup
from amana.parties.groups.members import AssociateClients, DisassociateClients, MoveGroupClients
from amana.parties.groups.options import GetGroupOptions
from amana.parties.groups.queries import GetGroup, ListGroups
from amana.parties.groups.update import UpdateGroup

ROW = Rows("group", places={"groupId": Field("groupId", "group", ID)})
ONE = "groups/{groupId}"
MEMBERS_RESULT = Written(
    ids=("officeId", "groupId", "resourceId"),
    more=Fields("Members", Field("clientMembers", "clients", ListOf(ID))),
)

ROWS = (
    ROW.shows(
        "groups_template",
        "GET groups/template",
        GetGroupOptions,
        GROUP_TEMPLATE,
        filters=GROUP_TEMPLATE_FILTERS,
    ),
    ROW.shows(
        "groups_list",
        "GET groups",
        ListGroups,
        Paged(GROUP_LISTED),
        filters=GROUP_FILTERS,
        listing=Listing(sort=GROUP_SORT, search=GROUP_SEARCH),
    ),
    ROW.shows(
        "groups_retrieve", f"GET {ONE}", GetGroup, WithTemplate(GROUP, GROUP_LISTS), filters=GROUP_MORE
    ),
    ROW.does("groups_create", "POST groups", CreateGroup, NEW_GROUP, answers=GROUP_RESOURCE),
    ROW.does(
        "groups_update",
        f"PUT {ONE}",
        UpdateGroup,
        GROUP_CHANGES,
        answers=GROUP_RESOURCE.showing(GROUP_CHANGES),
    ),
    ROW.does("groups_delete", f"DELETE {ONE}", DeleteGroup, answers=GROUP_RESOURCE),
    ROW.does(
        "groups_activate", f"POST {ONE}?command=activate", ActivateGroup, ACTIVATION, answers=GROUP_RESOURCE
    ),
    ROW.does("groups_close", f"POST {ONE}?command=close", CloseGroup, CLOSURE, answers=GROUP_RESOURCE),
    ROW.does(
        "groups_associate_clients",
        f"POST {ONE}?command=associateClients",
        AssociateClients,
        MEMBERS,
        answers=MEMBERS_RESULT,
    ),
    ROW.does(
        "groups_disassociate_clients",
        f"POST {ONE}?command=disassociateClients",
        DisassociateClients,
        MEMBERS,
        answers=MEMBERS_RESULT,
    ),
    ROW.does(
        "groups_transfer_clients",
        f"POST {ONE}?command=transferClients",
        MoveGroupClients,
        MOVE,
        answers=RESOURCE,
    ),
    ROW.does(
        "groups_assign_staff",
        f"POST {ONE}?command=assignStaff",
        AssignGroupStaff,
        GROUP_STAFF,
        answers=GROUP_RESOURCE.showing(STAFF_CHOICE),
    ),
    ROW.does(
        "groups_unassign_staff",
        f"POST {ONE}?command=unassignStaff",
        UnassignGroupStaff,
        STAFF_CHOICE,
        answers=GROUP_RESOURCE.showing(STAFF_CHOICE),
    ),
)
