"""Staff: the family's rows under Musoni's spelling."""

from amana.dialects.base.codecs import BOOLEAN, TEXT
from amana.dialects.base.fields import Field
from amana.dialects.families.mifos.fields import staff as family

STAFF = family.STAFF.without("displayName", "emailAddress").plus(
    Field("displayname", "display_name", TEXT), Field("isActive", "active", BOOLEAN), name="Staff"
)
