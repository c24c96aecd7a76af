"""Groups."""

from amana.dialects.base.fields import Field
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.answers import Executed, Listed
from amana.dialects.mambu.fields.groups import (
    AS_IT_STANDS,
    GROUP,
    LOOK_UP,
    NAMED_CHANGES,
    NEW_GROUP,
    PATCH,
    SEARCH,
)
from amana.dialects.mambu.oddities import create_or_update
from amana.kernel.references import Unknown
from amana.parties.groups.enrol import EnrolGroup
from amana.parties.groups.file import GetGroupFile, ListGroupFiles
from amana.parties.groups.revise import ReviseGroup

ROW = Rows("group", places={"groupId": Field("groupId", "group", Referred("group", Unknown.NOT_FOUND))})
CREATED = ROW.does("create-new-group", "POST groups", EnrolGroup, NEW_GROUP, answers=AS_IT_STANDS)
CHANGED = ROW.does("create-new-group", "POST groups", ReviseGroup, NAMED_CHANGES, answers=AS_IT_STANDS)

ROWS = (
    ROW.shows("get-all-groups", "GET groups", ListGroupFiles, Listed(GROUP), listing=LOOK_UP),
    ROW.shows("get-group-by-id", "GET groups/{groupId}", GetGroupFile, GROUP),
    ROW.shows("search-for-groups", "POST groups/search", ListGroupFiles, Listed(GROUP), listing=SEARCH),
    ROW.odd(
        "create-new-group",
        "POST groups",
        create_or_update("group", CREATED, CHANGED),
        because="a group's key in the body makes an update of a creation",
        fields=NEW_GROUP,
        answers=AS_IT_STANDS,
        writes=(EnrolGroup, ReviseGroup),
    ),
    ROW.does("update-group-info", "PATCH groups/{groupId}", ReviseGroup, PATCH, answers=Executed()),
)
