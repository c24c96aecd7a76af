"""Answers about requests to pay otherwise."""

from dataclasses import dataclass

from amana.finance.cumulative import ScheduleError
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans import statements as sql
from amana.loans.events import Recorded, Rescheduled
from amana.loans.model import derive
from amana.loans.parts import schedule_view
from amana.loans.records import reschedule_request
from amana.loans.refusals import NoSchedule
from amana.loans.rescheduling.requests import SELECT, RescheduleRequest, read_request, request_of
from amana.loans.rescheduling.terms import RescheduleTerms, require_sound, variations
from amana.loans.rows import event_of
from amana.loans.schedule_views import ScheduleView
from amana.loans.selecting import loan_view


@dataclass(frozen=True, kw_only=True)
class GetReschedule:
    """One request: a ``RescheduleRequest``."""

    request: int


@dataclass(frozen=True, kw_only=True)
class ListReschedules:
    """The requests about a loan, oldest first."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class PreviewReschedule:
    """The schedule a loan would have: a ``ScheduleView``; nothing is stored."""

    loan: int
    changes: RescheduleTerms


@answers(GetReschedule, permission="READ_RESCHEDULELOAN")
def get_request(query: GetReschedule, reading: Reading) -> RescheduleRequest:
    """A request about a loan the actor may see."""
    found = read_request(reading, query.request)
    loan_view(reading, found.loan)
    return found


@answers(ListReschedules, permission="READ_RESCHEDULELOAN")
def list_requests(query: ListReschedules, reading: Reading) -> list[RescheduleRequest]:
    """The requests about a loan."""
    loan_view(reading, query.loan)
    table = reschedule_request
    rows = reading.session.records(SELECT.where(table.c.loan_id == query.loan).order_by(table.c.id))
    return [request_of(row) for row in rows]


@answers(PreviewReschedule, permission="READ_RESCHEDULELOAN")
def preview(query: PreviewReschedule, reading: Reading) -> ScheduleView:
    """The same derivation with one event more."""
    view = loan_view(reading, query.loan)
    today = reading.business_date
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=query.loan)]
    require_sound(query.changes, derive(events, today))
    last = events[-1]
    supposed = Recorded(
        id=0,
        seq=last.seq + 1,
        value_date=today,
        business_date=today,
        booked_at=reading.moment.now,
        command_id=0,
        user_id=reading.actor.user_id,
        body=Rescheduled(variations=variations(query.changes)),
    )
    try:
        state = derive([*events, supposed], today)
    except ScheduleError as error:
        raise NoSchedule(reason=str(error)) from error
    return schedule_view(
        view.currency,
        today,
        state.disbursements,
        state.instalments,
        state.charges,
        preview=True,
        progressive=state.contract.is_progressive,
    )
