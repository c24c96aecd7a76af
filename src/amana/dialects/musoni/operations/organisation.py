"""Offices, staff and funds: the family's rows."""

from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.offices import OFFICE, OFFICE_CHANGES
from amana.dialects.families.mifos.fields.staff import STAFF_CHANGES
from amana.dialects.families.mifos.rows import relative
from amana.dialects.musoni.answers import CREATED, UPDATED
from amana.dialects.musoni.fields.organisation import STAFF

ROWS = (
    relative("offices_list", "offices.list", "GET offices"),
    relative("offices_retrieve", "offices.get", "GET offices/{id}", OFFICE),
    relative("offices_create", "offices.create", "POST offices", CREATED),
    relative("offices_update", "offices.update", "PUT offices/{id}", UPDATED.showing(OFFICE_CHANGES)),
    relative("staff_list", "staff.list", "GET staff", Listed(STAFF)),
    relative("staff_retrieve", "staff.get", "GET staff/{id}", STAFF),
    relative("staff_create", "staff.create", "POST staff", CREATED),
    relative("staff_update", "staff.update", "PUT staff/{id}", UPDATED.showing(STAFF_CHANGES)),
    relative("fund_update", "funds.update", "PUT funds/{fundId}", RESOURCE),
)
