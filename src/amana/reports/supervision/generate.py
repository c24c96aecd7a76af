"""A report: the dashboard of a team and a period, frozen."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from amana.kernel.codec import to_plain
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.reports.supervision.figures import dashboard
from amana.reports.supervision.queries import require_report
from amana.reports.supervision.records import supervisor_report
from amana.reports.supervision.teams import supervisor_for
from amana.reports.supervision.views import ReportType
from amana.storage.statement import Statement

MAXIMUM_TITLE_LENGTH = 200

_COLUMNS = [column.name for column in supervisor_report.columns if column.name != "id"]
_INSERT = Statement(
    sa.insert(supervisor_report)
    .values({name: sa.bindparam(name) for name in _COLUMNS})
    .returning(supervisor_report.c.id)
)


@dataclass(frozen=True, kw_only=True)
class GenerateSupervisorReport:
    """Moments carry their offset; the period's days are those of the offset, both included.

    ``supervisor``: whose team (a member of staff); the actor's own where it is left out.
    """

    report_type: ReportType
    period_start: datetime
    period_end: datetime
    title: str | None = None
    supervisor: int | None = None


@handles(GenerateSupervisorReport, permission="CREATE_SUPERVISORREPORT", grouping="report", checkable=False)
def generate(command: GenerateSupervisorReport, work: Work) -> Outcome:
    """Raises OtherTeam, NotFound, InvalidInput, SeveralCurrencies."""
    supervisor = supervisor_for(work, command.supervisor)
    _require_sound(command)
    first, last = command.period_start.date(), command.period_end.date()
    made = dashboard(work, supervisor, first, last)
    figures = made.figures
    number = work.session.insert(
        _INSERT,
        supervisor_id=supervisor.id,
        report_type=str(command.report_type),
        title=command.title or f"{command.report_type.upper()} Report - {first} to {last}",
        period_start=command.period_start,
        period_end=command.period_end,
        officers=made.officers,
        unions=figures.unions,
        members=figures.members,
        loans=figures.loans,
        active_loans=figures.active_loans,
        completed_loans=figures.completed_loans,
        defaulted_loans=figures.defaulted_loans,
        currency=made.currency,
        disbursed=figures.disbursed,
        repaid=figures.repaid,
        outstanding=figures.outstanding,
        collection_rate=figures.collection_rate,
        data=to_plain(made),
        generated_at=work.now,
        generated_by=work.actor.user_id,
    )
    return Outcome(
        kind="supervisor_report", id=number, more={"report": require_report(work, number, supervisor.id)}
    )


def _require_sound(command: GenerateSupervisorReport) -> None:
    problems = []
    start, end = command.period_start, command.period_end
    for field, moment in (("period_start", start), ("period_end", end)):
        if moment.tzinfo is None:
            text = "The moment needs its offset."
            problems.append(Problem(field=field, kind="format", message=text, value=moment.isoformat()))
    if not problems and end < start:
        text = "The period ends before it begins."
        problems.append(Problem(field="period_end", kind="inconsistent", message=text, value=end.isoformat()))
    if command.title is not None and len(command.title) > MAXIMUM_TITLE_LENGTH:
        text = f"A title has at most {MAXIMUM_TITLE_LENGTH} characters."
        problems.append(Problem(field="title", kind="too_long", message=text, limit=MAXIMUM_TITLE_LENGTH))
    if problems:
        raise InvalidInput(tuple(problems))
