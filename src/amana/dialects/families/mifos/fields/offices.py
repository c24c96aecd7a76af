"""Offices on the wire."""

from amana.dialects.base.codecs import ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY

OFFICE = Fields(
    "Office",
    Field("id", "id", ID),
    Field("name", "name", Text(50)),
    Field(
        "nameDecorated", "name_decorated", TEXT, about="the name behind four dots per level below the root"
    ),
    Field("externalId", "external_id", Text(100)),
    Field("openingDate", "opened_on", DAY),
    Field("hierarchy", "hierarchy", TEXT),
    Field("parentId", "parent_id", ID),
    Field("parentName", "parent_name", TEXT),
)
OFFICE_NAME = Fields(
    "OfficeName",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("nameDecorated", "name_decorated", TEXT),
)
OFFICE_NAMES = ListOf(Nested(OFFICE_NAME))
OFFICE_TEMPLATE = Fields(
    "OfficeTemplate",
    Field("openingDate", "opened_on", DAY),
    Field("allowedParents", "parents", OFFICE_NAMES),
)
NEW_OFFICE = Fields(
    "NewOffice",
    Field("name", "name", Text(50), required=True),
    Field("externalId", "external_id", Text(100)),
    Field("openingDate", "opened_on", DAY, required=True),
    Field("parentId", "parent", ID, required=True),
)
OFFICE_CHANGES = NEW_OFFICE.optional(name="OfficeChanges").plus(
    Field("externalId", "external_id", Text(100), clears=True)
)
