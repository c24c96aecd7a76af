"""Branches."""

from amana.dialects.base.fields import Field
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.answers import Listed
from amana.dialects.mambu.fields.organisation import BRANCH
from amana.dialects.mambu.listing import Paging
from amana.kernel.references import Unknown
from amana.parties.offices.queries import GetOffice, ListOffices

ROW = Rows("branch", places={"branchId": Field("branchId", "office", Referred("office", Unknown.NOT_FOUND))})

ROWS = (
    ROW.shows("get-all-branches", "GET branches", ListOffices, Listed(BRANCH), listing=Paging()),
    ROW.shows("get-branch-by-id", "GET branches/{branchId}", GetOffice, BRANCH),
)
