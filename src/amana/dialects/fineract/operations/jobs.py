"""Jobs that are started over the wire, and close of business by loan."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT, Schema, Word
from amana.dialects.base.desk import Desk
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import Written
from amana.dialects.families.mifos.codec import DAY
from amana.jobs.named import CATCH_UP, NAMED_JOBS, NamedJob
from amana.kernel.configuration.business_date import GetBusinessDate, SetBusinessDate
from amana.kernel.refusals import NotFound
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.closing.queries import GetOldestClosedDay
from amana.loans.closing.steps import (
    ArrangeClosing,
    ClosingStep,
    GetClosingSteps,
    ListClosingSteps,
    PlacedStep,
)

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
CLOSING = "LOAN_CLOSE_OF_BUSINESS"
STEP = Word(
    ClosingStep,
    {
        ClosingStep.PENALTIES: "APPLY_CHARGE_TO_OVERDUE_LOANS",
        ClosingStep.DELINQUENCY: "LOAN_DELINQUENCY_CLASSIFICATION",
        ClosingStep.DUE_NOTICES: "CHECK_LOAN_REPAYMENT_DUE",
        ClosingStep.OVERDUE_NOTICES: "CHECK_LOAN_REPAYMENT_OVERDUE",
        ClosingStep.ARREARS: "UPDATE_LOAN_ARREARS_AGING",
        ClosingStep.ACCRUALS: "ADD_PERIODIC_ACCRUAL_ENTRIES",
        ClosingStep.ACTIVITY: "ACCRUAL_ACTIVITY_POSTING",
        ClosingStep.INTEREST: "LOAN_INTEREST_RECALCULATION",
    },
)
DESCRIBED = Word(
    ClosingStep,
    {
        ClosingStep.PENALTIES: "Apply charge to overdue loans",
        ClosingStep.DELINQUENCY: "Loan delinquency classification",
        ClosingStep.DUE_NOTICES: "Check loan repayment due",
        ClosingStep.OVERDUE_NOTICES: "Check loan repayment overdue",
        ClosingStep.ARREARS: "Update loan arrears aging",
        ClosingStep.ACCRUALS: "Add periodic accrual entries",
        ClosingStep.ACTIVITY: "Accrual activity posting",
        ClosingStep.INTEREST: "Loan interest recalculation",
    },
)
PLACED = Fields(
    "BusinessStep",
    Field("stepName", "step", STEP, required=True),
    Field("order", "place", COUNT, required=True),
    builds=PlacedStep,
)
NEW_STEPS = Fields("BusinessSteps", Field("businessSteps", "steps", ListOf(Nested(PLACED)), required=True))
AVAILABLE = Fields(
    "AvailableBusinessStep", Field("stepName", "step", STEP), Field("stepDescription", "step", DESCRIBED)
)


@dataclass(frozen=True)
class OfClosing:
    """Steps under the name of the job."""

    name: str
    item: Fields

    def render(self, result: Any, request: Request) -> dict[str, Any]:
        """The job and its steps."""
        return {"jobName": CLOSING, self.name: [self.item.write(one) for one in result]}

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        listed = {"type": "array", "items": self.item.schema()}
        return {"type": "object", "properties": {"jobName": {"type": "string"}, self.name: listed}}


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


def closings(_request: Request, desk: Desk) -> Response:
    """The one job whose steps can be chosen."""
    desk.actor.require("READ_BATCH_BUSINESS_STEP")
    return desk.show({"businessJobs": [CLOSING]})


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
    ROW.odd("jobs_names", "GET jobs/names", closings, because=_WHY),
    ROW.shows("jobs_steps", f"GET jobs/{CLOSING}/steps", GetClosingSteps, OfClosing("businessSteps", PLACED)),
    ROW.shows(
        "jobs_available_steps",
        f"GET jobs/{CLOSING}/available-steps",
        ListClosingSteps,
        OfClosing("availableBusinessSteps", AVAILABLE),
    ),
    ROW.does(
        "jobs_arrange_steps",
        f"PUT jobs/{CLOSING}/steps",
        ArrangeClosing,
        NEW_STEPS,
        answers=NOTHING,
        status=204,
    ),
)
