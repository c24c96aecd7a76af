"""Centers."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import GROUP_RESOURCE, Paged, WithTemplate, Written
from amana.dialects.families.mifos.fields.clients import ACTIVATION, STAFF_CHOICE
from amana.dialects.families.mifos.fields.groups import (
    CENTRE,
    CENTRE_CHANGES,
    CENTRE_FILTERS,
    CENTRE_LISTED,
    CENTRE_LISTS,
    CENTRE_MORE,
    CENTRE_TEMPLATE,
    CENTRE_TEMPLATE_FILTERS,
    CLOSURE,
    GROUP_MEMBERS,
    GROUP_SEARCH,
    GROUP_SORT,
    NEW_CENTRE,
)
from amana.dialects.families.mifos.listing import Listing
from amana.parties.groups.activate import ActivateCentre
from amana.parties.groups.assign_staff import AssignCentreStaff, UnassignCentreStaff
from amana.parties.groups.close import CloseCentre
from amana.parties.groups.create import CreateCentre
from amana.parties.groups.delete import DeleteCentre
from amana.parties.groups.members import AssociateGroups, DisassociateGroups
from amana.parties.groups.options import GetCentreOptions
from amana.parties.groups.queries import GetCentre, ListCentres
from amana.parties.groups.update import UpdateCentre

ROW = Rows("center", places={"centerId": Field("centerId", "centre", ID)})
ONE = "centers/{centerId}"

ROWS = (
    ROW.shows(
        "centers_template",
        "GET centers/template",
        GetCentreOptions,
        CENTRE_TEMPLATE,
        filters=CENTRE_TEMPLATE_FILTERS,
    ),
    ROW.shows(
        "centers_list",
        "GET centers",
        ListCentres,
        Paged(CENTRE_LISTED),
        filters=CENTRE_FILTERS,
        listing=Listing(sort=GROUP_SORT, search=GROUP_SEARCH),
    ),
    ROW.shows(
        "centers_retrieve", f"GET {ONE}", GetCentre, WithTemplate(CENTRE, CENTRE_LISTS), filters=CENTRE_MORE
    ),
    ROW.does("centers_create", "POST centers", CreateCentre, NEW_CENTRE, answers=GROUP_RESOURCE),
    ROW.does(
        "centers_update",
        f"PUT {ONE}",
        UpdateCentre,
        CENTRE_CHANGES,
        answers=GROUP_RESOURCE.showing(CENTRE_CHANGES),
    ),
    ROW.does(
        "centers_delete", f"DELETE {ONE}", DeleteCentre, answers=Written(ids=("resourceId",), always=True)
    ),
    ROW.does(
        "centers_activate",
        f"POST {ONE}?command=activate",
        ActivateCentre,
        ACTIVATION,
        answers=GROUP_RESOURCE,
    ),
    ROW.does("centers_close", f"POST {ONE}?command=close", CloseCentre, CLOSURE, answers=GROUP_RESOURCE),
    ROW.does(
        "centers_associate_groups",
        f"POST {ONE}?command=associateGroups",
        AssociateGroups,
        GROUP_MEMBERS,
        answers=GROUP_RESOURCE,
    ),
    ROW.does(
        "centers_disassociate_groups",
        f"POST {ONE}?command=disassociateGroups",
        DisassociateGroups,
        GROUP_MEMBERS,
        answers=GROUP_RESOURCE,
    ),
    ROW.does(
        "centers_assign_staff",
        f"POST {ONE}?command=assignStaff",
        AssignCentreStaff,
        STAFF_CHOICE,
        answers=GROUP_RESOURCE.showing(STAFF_CHOICE),
    ),
    ROW.does(
        "centers_unassign_staff",
        f"POST {ONE}?command=unassignStaff",
        UnassignCentreStaff,
        STAFF_CHOICE,
        answers=GROUP_RESOURCE.showing(STAFF_CHOICE),
    ),
)
