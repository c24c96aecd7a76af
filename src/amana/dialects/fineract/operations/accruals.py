"""Periodic accruals of all loans up to a day."""

from typing import Any

from amana.dialects.base.desk import Desk
from amana.dialects.base.faults import BadRequest
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import Written
from amana.dialects.families.mifos.codec import DAY
from amana.jobs.named import periodic_accruals
from amana.kernel.inquiry import reading
from amana.loans.accrue import RIGHT, AccrueLoan
from amana.loans.refusals import DateInFuture

ROW = Rows("periodicaccrual")
TILL = Fields("AccrualsAsked", Field("tillDate", "until", DAY, required=True))


def run_accruals(request: Request, desk: Desk) -> Response:
    """Done when the answer comes; refuses a day that is to come."""
    asked, faults = TILL.gather(request.object, request.spelling, tolerated=request.spelling.consumed)
    if faults:
        raise BadRequest(tuple(faults))
    desk.actor.require(RIGHT)
    with reading(desk.tenant, desk.actor) as at:
        today = at.business_date
    if asked["until"] > today:
        raise DateInFuture(what="accrual", on=asked["until"])
    periodic_accruals(asked["until"]).go_over_loans(desk.tenant)
    return desk.show({})


_WRITES: tuple[type[Any], ...] = (AccrueLoan,)

ROWS: tuple[Row, ...] = (
    ROW.odd(
        "accruals_run",
        "POST runaccruals",
        run_accruals,
        because="it goes over many loans, a command for each",
        fields=TILL,
        answers=Written(ids=()),
        writes=_WRITES,
    ),
)
