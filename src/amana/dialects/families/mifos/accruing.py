"""Periodic accruals up to a day: of all loans, or of one where the wire can name it."""

from typing import Any

from amana.dialects.base.desk import Desk
from amana.dialects.base.faults import BadRequest
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.request import Request, Response
from amana.dialects.families.mifos.answers import Written
from amana.dialects.families.mifos.codec import DAY
from amana.jobs.named import periodic_accruals
from amana.kernel.inquiry import reading
from amana.loans.accrue import RIGHT, AccrueLoan
from amana.loans.refusals import DateInFuture

TILL = Fields("AccrualsAsked", Field("tillDate", "until", DAY, required=True))
WRITES: tuple[type[Any], ...] = (AccrueLoan,)
ALL_LOANS = Written(ids=())
ONE_LOAN = Written(ids=("resourceId",))


def asked(fields: Fields, request: Request) -> dict[str, Any]:
    """What the request says by our names; raises ``BadRequest``."""
    values, faults = fields.gather(request.object, request.spelling, tolerated=request.spelling.consumed)
    if faults:
        raise BadRequest(tuple(faults))
    return values


def accrue_all(desk: Desk, values: dict[str, Any]) -> Response:
    """Done when the answer comes; refuses a day that is to come."""
    desk.actor.require(RIGHT)
    with reading(desk.tenant, desk.actor) as at:
        today = at.business_date
    if values["until"] > today:
        raise DateInFuture(what="accrual", on=values["until"])
    periodic_accruals(values["until"]).go_over_loans(desk.tenant)
    return desk.show({})


def accrue_loan(desk: Desk, values: dict[str, Any]) -> Response:
    """The loan named, by an ordinary command; its id in the answer."""
    return desk.do(AccrueLoan(loan=values["loan"], until=values["until"]), ONE_LOAN)
