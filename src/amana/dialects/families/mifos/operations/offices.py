"""Offices."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import OFFICE_RESOURCE, Listed, WithTemplate
from amana.dialects.families.mifos.fields.offices import NEW_OFFICE, OFFICE, OFFICE_CHANGES, OFFICE_TEMPLATE
from amana.dialects.families.mifos.listing import Listing
from amana.parties.offices.create import CreateOffice
from amana.parties.offices.queries import GetOffice, GetOfficeOptions, ListOffices
from amana.parties.offices.update import UpdateOffice

ROW = Rows("office", places={"officeId": Field("officeId", "office", ID)})
TEMPLATE = Fields("Template", Field("template", "with_options", BOOLEAN))
SORT = {"id": "id", "name": "name", "hierarchy": "hierarchy", "openingDate": "opened_on"}

ROWS = (
    ROW.shows(
        "offices_list",
        "GET offices",
        ListOffices,
        Listed(OFFICE),
        filters=Fields("OfficeFilters", Field("externalId", "external_id", TEXT)),
        listing=Listing(sort=SORT, limit=0),
    ),
    ROW.shows("offices_template", "GET offices/template", GetOfficeOptions, OFFICE_TEMPLATE),
    ROW.shows(
        "offices_retrieve",
        "GET offices/{officeId}",
        GetOffice,
        WithTemplate(OFFICE, OFFICE_TEMPLATE.only("allowedParents")),
        filters=TEMPLATE,
    ),
    ROW.does("offices_create", "POST offices", CreateOffice, NEW_OFFICE, answers=OFFICE_RESOURCE),
    ROW.does(
        "offices_update",
        "PUT offices/{officeId}",
        UpdateOffice,
        OFFICE_CHANGES,
        answers=OFFICE_RESOURCE.showing(OFFICE_CHANGES),
    ),
)
