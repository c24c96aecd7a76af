"""Branches and centres. A branch is an office: known by its external id, failing that by its number."""

from amana.dialects.base.codecs import TEXT
from amana.dialects.base.fields import Field, Fields
from amana.dialects.mambu.codec import KEY, MOMENT, Capitals, Constant
from amana.parties.groups.states import GroupStatus

ACTIVE = Constant("ACTIVE")

BRANCH = Fields(
    "Branch",
    Field("encodedKey", "key", KEY),
    Field("id", "number", TEXT),
    Field("creationDate", "created_at", MOMENT),
    Field("lastModifiedDate", "changed_at", MOMENT),
    Field("name", "name", TEXT),
    Field("state", "key", ACTIVE, about="offices are never closed here"),
)
CENTRE_STATE = Capitals(
    GroupStatus,
    {GroupStatus.PENDING: "INACTIVE", GroupStatus.ACTIVE: "ACTIVE", GroupStatus.CLOSED: "INACTIVE"},
)
CENTRE = Fields(
    "Centre",
    Field("encodedKey", "key", KEY),
    Field("id", "account_no", TEXT),
    Field("creationDate", "created_at", MOMENT),
    Field("lastModifiedDate", "changed_at", MOMENT),
    Field("name", "name", TEXT),
    Field("state", "status", CENTRE_STATE),
    Field("assignedBranchKey", "office_key", KEY),
)
