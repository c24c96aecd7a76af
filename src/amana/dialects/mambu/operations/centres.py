"""Centres."""

from amana.dialects.base.fields import Field
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.answers import Listed
from amana.dialects.mambu.fields.organisation import CENTRE
from amana.dialects.mambu.listing import Lookup, Paging
from amana.kernel.references import Unknown
from amana.parties.groups.queries import GetCentre, ListCentres

ROW = Rows("centre", places={"centreId": Field("centreId", "centre", Referred("centre", Unknown.NOT_FOUND))})
OF_BRANCH = Lookup("office_id", Referred("office", Unknown.NOBODY))

ROWS = (
    ROW.shows(
        "get-all-centres",
        "GET centres",
        ListCentres,
        Listed(CENTRE),
        listing=Paging({"branchID": OF_BRANCH, "branchId": OF_BRANCH}),
    ),
    ROW.shows("get-centre-by-id", "GET centres/{centreId}", GetCentre, CENTRE),
)
