"""Loans found by their state, with the columns asked for."""

from amana.dialects.base.desk import Desk
from amana.dialects.base.faults import BadRequest
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import Paged
from amana.dialects.families.mifos.listing import Listing
from amana.dialects.musoni.fields.loan_columns import COLUMNS, SORTED_BY
from amana.dialects.musoni.fields.loan_search import SEARCH
from amana.kernel.filtering import Compare, Operator
from amana.kernel.queries import PageRequest
from amana.loans.asking import ListLoans

ROW = Rows("loan")
PAGES = Listing(largest=200)


def loans_in_state(request: Request, desk: Desk) -> Response:
    """At most 200 of them, in the order asked for."""
    asked, faults = SEARCH.gather(request.object, request.spelling, tolerated=request.spelling.consumed)
    paging, wrong = PAGES.gather(request)
    if faults or wrong:
        raise BadRequest((*faults, *wrong))
    page: PageRequest = paging["page"]
    first, *others = asked.get("sorting") or (None,)
    found = desk.ask(
        ListLoans(
            office=asked.get("office"),
            officer=asked.get("officer"),
            where=Compare("status", Operator.EQUALS, (asked["status"],)),
            page=PageRequest(
                offset=page.offset,
                limit=page.limit,
                order_by=None if first is None else SORTED_BY[first.name],
                descending=first is not None and first.descending,
                then_by=tuple((SORTED_BY[one.name], one.descending) for one in others),
            ),
        )
    )
    shown = COLUMNS.only(*dict.fromkeys(one.name for one in asked["columns"]))
    return desk.show(Paged(shown).render(found, request))


ROWS: tuple[Row, ...] = (
    ROW.odd(
        "loans.searchByState",
        "POST loans/states",
        loans_in_state,
        because="the request names the columns of its answer",
        fields=SEARCH,
        answers=Paged(COLUMNS),
        reads=(ListLoans,),
    ),
)
