"""Jobs that are started over the wire, and close of business by loan."""

from datetime import timedelta
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT
from amana.dialects.base.desk import Desk
from amana.dialects.base.fields import Field, Fields, ListOf
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import Written
from amana.dialects.families.mifos.codec import DAY
from amana.jobs.named import CATCH_UP, NAMED_JOBS, NamedJob
from amana.kernel.configuration.business_date import GetBusinessDate, SetBusinessDate
from amana.kernel.refusals import NotFound
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.closing.queries import GetOldestClosedDay

RIGHT = "EXECUTEJOB_SCHEDULER"
ROW = Rows("job", places={"jobId": Field("jobId", "job", ID), "shortName": Field("shortName", "job", TEXT)})
JOB = Fields(
    "Job",
    Field("jobId", "id", ID),
    Field("displayName", "name", TEXT),
    Field("shortName", "short_name", TEXT),
    Field("active", "active", BOOLEAN),
    Field("currentlyRunning", "running", BOOLEAN),
)
INLINE = Fields("LoansToClose", Field("loanIds", "loans", ListOf(ID), required=True))
OLDEST = Fields(
    "OldestClosedDay",
    Field("loanIds", "loans", ListOf(ID)),
    Field("cobProcessedDate", "oldest", DAY),
    Field("cobBusinessDate", "day", DAY),
)
NOTHING = Written(ids=())


def _named(request: Request) -> NamedJob:
    """By number, or by short name."""
    wanted = next(iter(request.places.values()))
    for job in NAMED_JOBS:
        if wanted in (str(job.id), job.short_name):
            return job
    raise NotFound(kind="job", id=wanted)


def jobs(_request: Request, desk: Desk) -> Response:
    """All jobs there are."""
    desk.actor.require("READ_SCHEDULER")
    return desk.show([JOB.write(one) for one in NAMED_JOBS])


def job(request: Request, desk: Desk) -> Response:
    """One job."""
    desk.actor.require("READ_SCHEDULER")
    return desk.show(JOB.write(_named(request)))


def execute(request: Request, desk: Desk) -> Response:
    """Run it to its end: the answer comes when it is done."""
    return _run(_named(request), desk)


def catch_up(_request: Request, desk: Desk) -> Response:
    """Close the days of every loan that is behind."""
    return _run(CATCH_UP, desk)


def is_catching_up(_request: Request, desk: Desk) -> Response:
    """Never, seen from outside: who starts it waits for its end."""
    desk.actor.require("READ_SCHEDULER")
    return desk.show({"catchUpRunning": False})


def _run(one: NamedJob, desk: Desk) -> Response:
    """Over loans a command for each, which may be repeated without harm; else the one command there is."""
    desk.actor.require(RIGHT)
    if one.moves is not None:
        next_day = desk.ask(GetBusinessDate(which=one.moves)).day + timedelta(days=1)
        return desk.do(SetBusinessDate(day=next_day, which=one.moves), NOTHING)
    one.go_over_loans(desk.tenant)
    return desk.show({})


_WRITES: tuple[type[Any], ...] = (CloseLoanDays, SetBusinessDate)

_WHY = "jobs are the server's own, and one goes over many loans, a command for each"

ROWS: tuple[Row, ...] = (
    ROW.does("jobs_inline", "POST jobs/LOAN_COB/inline", CloseLoanDays, INLINE, answers=NOTHING),
    ROW.odd("jobs_list", "GET jobs", jobs, because=_WHY),
    ROW.odd("jobs_retrieve", "GET jobs/{jobId}", job, because=_WHY),
    ROW.odd("jobs_retrieve_by_short_name", "GET jobs/short-name/{shortName}", job, because=_WHY),
    ROW.odd(
        "jobs_execute",
        "POST jobs/{jobId}?command=executeJob",
        execute,
        because=_WHY,
        status=202,
        writes=_WRITES,
    ),
    ROW.odd(
        "jobs_execute_by_short_name",
        "POST jobs/short-name/{shortName}?command=executeJob",
        execute,
        because=_WHY,
        status=202,
        writes=_WRITES,
    ),
    ROW.odd("loans_catch_up", "POST loans/catch-up", catch_up, because=_WHY, status=202, writes=_WRITES),
    ROW.odd("loans_is_catch_up_running", "GET loans/is-catch-up-running", is_catching_up, because=_WHY),
    ROW.shows("loans_oldest_cob_closed", "GET loans/oldest-cob-closed", GetOldestClosedDay, OLDEST),
)
