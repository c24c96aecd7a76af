"""Staff."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import OFFICE_RESOURCE, Listed, WithTemplate
from amana.dialects.families.mifos.fields.staff import (
    NEW_STAFF,
    STAFF,
    STAFF_CHANGES,
    STAFF_FILTERS,
    STAFF_TEMPLATE,
)
from amana.parties.staff.create import CreateStaff
from amana.parties.staff.queries import GetStaff, ListStaff
from amana.parties.staff.update import UpdateStaff

ROW = Rows("staff", places={"staffId": Field("staffId", "staff", ID)})
TEMPLATE = Fields("Template", Field("template", "with_options", BOOLEAN))

ROWS = (
    ROW.shows("staff_list", "GET staff", ListStaff, Listed(STAFF), filters=STAFF_FILTERS),
    ROW.shows(
        "staff_retrieve",
        "GET staff/{staffId}",
        GetStaff,
        WithTemplate(STAFF, STAFF_TEMPLATE),
        filters=TEMPLATE,
    ),
    ROW.does("staff_create", "POST staff", CreateStaff, NEW_STAFF, answers=OFFICE_RESOURCE),
    ROW.does(
        "staff_update",
        "PUT staff/{staffId}",
        UpdateStaff,
        STAFF_CHANGES,
        answers=OFFICE_RESOURCE.showing(STAFF_CHANGES),
    ),
)
