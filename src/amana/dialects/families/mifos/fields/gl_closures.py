"""Accounting closures on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields
from amana.dialects.families.mifos.codec import DAY

GL_CLOSURE = Fields(
    "GLClosure",
    Field("id", "id", ID),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("closingDate", "closed_on", DAY),
    Field("deleted", "deleted", BOOLEAN),
    Field("createdDate", "created_at", DAY),
    Field("lastUpdatedDate", "updated_at", DAY),
    Field("createdByUserId", "created_by", ID),
    Field("createdByUsername", "created_by_username", TEXT),
    Field("lastUpdatedByUserId", "updated_by", ID),
    Field("lastUpdatedByUsername", "updated_by_username", TEXT),
    Field("comments", "comments", TEXT),
)
NEW_GL_CLOSURE = Fields(
    "NewGLClosure",
    Field("officeId", "office", ID, required=True),
    Field("closingDate", "closed_on", DAY, required=True),
    Field("comments", "comments", Text(500)),
)
GL_CLOSURE_CHANGES = Fields("GLClosureChanges", Field("comments", "comments", Text(500), clears=True))
GL_CLOSURE_FILTERS = Fields("GLClosureFilters", Field("officeId", "office", ID))
