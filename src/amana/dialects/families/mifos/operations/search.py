"""Search."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Word
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.templates import CommaList
from amana.parties.search.search import HitKind, Search, SearchKind

ROW = Rows("search")
KINDS = Word(
    SearchKind,
    {
        SearchKind.CLIENT: "clients",
        SearchKind.LOAN: "loans",
        SearchKind.IDENTIFIER: "clientIdentifiers",
        SearchKind.GROUP: "groups",
        SearchKind.SAVINGS: "savings",
    },
)
FOUND = Word(
    HitKind,
    {
        HitKind.CLIENT: "CLIENT",
        HitKind.LOAN: "LOAN",
        HitKind.IDENTIFIER: "CLIENTIDENTIFIER",
        HitKind.GROUP: "GROUP",
        HitKind.CENTRE: "CENTER",
        HitKind.SAVINGS: "SAVING",
    },
)
HIT = Fields(
    "SearchHit",
    Field("entityId", "id", ID),
    Field("entityAccountNo", "account_no", TEXT),
    Field("entityName", "name", TEXT),
    Field("entityType", "kind", FOUND),
    Field("parentId", "parent_id", ID),
    Field("parentName", "parent_name", TEXT),
)
ASKED = Fields(
    "SearchFilters",
    Field("query", "text", TEXT, required=True),
    Field("resource", "kinds", CommaList(KINDS), about="a comma list of what to search, default everything"),
    Field("exactMatch", "exact_only", BOOLEAN),
)

ROWS = (ROW.shows("search_resource", "GET search", Search, Listed(HIT), filters=ASKED),)
