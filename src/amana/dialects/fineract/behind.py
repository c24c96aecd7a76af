"""A loan whose days are closed is taken through those that are over before it is changed, as in Apache Fineract: what
is booked is booked on a loan that is up to date. A loan no day of which was ever closed is left alone, and so is every
loan where the user may work on loans that are behind (super users may).
"""

from amana.dialects.base.codecs import record_id
from amana.dialects.base.desk import Desk, only_tried
from amana.dialects.base.faults import Unreadable
from amana.dialects.families.mifos.codec import MifosSpelling
from amana.jobs.named import close_days_of
from amana.kernel.inquiry import reading
from amana.loans.closing.queries import is_behind

PLACE = "loanId"


def brought_up_to_date(desk: Desk) -> None:
    """Close the days of the loan that a request is about; raises NotFound where the actor may not see it."""
    request = desk.request
    loan = _loan_of(desk)
    if request.method == "GET" or loan is None or only_tried(request):
        return
    with reading(desk.tenant, desk.actor) as at:
        behind = is_behind(at, loan)
    if behind:
        close_days_of(desk.tenant, loan)


def _loan_of(desk: Desk) -> int | None:
    """The loan that a request names; None where it is no number of a loan, which its operation refuses."""
    try:
        found: int = record_id().read(desk.request.places.get(PLACE, ""), MifosSpelling())
    except Unreadable:
        return None
    return found
