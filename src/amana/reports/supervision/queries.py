"""What supervisors and administrators ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.codec import from_plain
from amana.kernel.context import Reading
from amana.kernel.queries import Page, PageRequest, answers
from amana.kernel.refusals import NotFound, invalid
from amana.parties.records import staff
from amana.reports.supervision import figures
from amana.reports.supervision.records import supervisor_report
from amana.reports.supervision.teams import officers_of, sees_all_teams, supervisor_for
from amana.reports.supervision.views import Dashboard, OfficerView, Person, ReportType, ReportView

READ = "READ_SUPERVISORREPORT"
NEWEST = PageRequest(limit=10)


@dataclass(frozen=True, kw_only=True)
class TeamDashboard:
    """The present figures of a team; an end that is left out is open."""

    supervisor: int | None = None
    period_start: datetime | None = None
    period_end: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TeamOfficers:
    """The officers of a team."""

    supervisor: int | None = None


@dataclass(frozen=True, kw_only=True)
class SupervisorReports:
    """Kept reports, newest first: one's own; for an administrator all, or one supervisor's."""

    supervisor: int | None = None
    page: PageRequest = NEWEST


@dataclass(frozen=True, kw_only=True)
class SupervisorReport:
    """One kept report; ``supervisor`` has to be its owner where it is given."""

    report: int
    supervisor: int | None = None


@answers(TeamDashboard, permission=READ)
def team_dashboard(query: TeamDashboard, at: Reading) -> Dashboard:
    """Raises OtherTeam, NotFound, InvalidInput, SeveralCurrencies."""
    start, end = query.period_start, query.period_end
    if start is not None and end is not None and end < start:
        raise invalid("period_end", "inconsistent", "The period ends before it begins.", end.isoformat())
    supervisor = supervisor_for(at, query.supervisor)
    return figures.dashboard(at, supervisor, start and start.date(), end and end.date())


@answers(TeamOfficers, permission=READ)
def team_officers(query: TeamOfficers, at: Reading) -> list[OfficerView]:
    """By name. Who is no supervisor himself and names none has no team. Raises OtherTeam, NotFound."""
    if query.supervisor is None and at.actor.staff_id is None:
        return []
    supervisor = supervisor_for(at, query.supervisor)
    return [
        OfficerView(
            officer=one.person,
            active=one.active and not one.disabled,
            last_login_at=one.last_login_at,
            last_activity_at=one.last_activity_at,
            login_count=one.login_count,
            unions=one.unions,
        )
        for one in officers_of(at, supervisor)
    ]


_ACCOUNT = (
    sa.select(app_user.c.email)
    .where(app_user.c.staff_id == staff.c.id, ~app_user.c.deleted)
    .order_by(app_user.c.id)
    .limit(1)
    .scalar_subquery()
)
_SUMMARY = [column for column in supervisor_report.columns if column.name not in {"data", "generated_by"}]
_REPORTS = (
    sa.select(
        *_SUMMARY,
        staff.c.first_name,
        staff.c.last_name,
        sa.func.coalesce(sa.func.nullif(_ACCOUNT, ""), staff.c.email, "").label("email"),
    )
    .select_from(
        supervisor_report.join(staff, staff.c.id == supervisor_report.c.supervisor_id).join(
            office, office.c.id == staff.c.office_id
        )
    )
    .order_by(supervisor_report.c.generated_at.desc(), supervisor_report.c.id.desc())
)


def _visible(at: Reading) -> sa.ColumnElement[bool]:
    """An administrator sees the reports on staff of his offices, everybody else those on himself."""
    if sees_all_teams(at.actor):
        return office.c.hierarchy.startswith(at.actor.hierarchy, autoescape=True)
    return supervisor_report.c.supervisor_id == at.actor.staff_id


@answers(SupervisorReports, permission=READ)
def supervisor_reports(query: SupervisorReports, at: Reading) -> Page[ReportView]:
    """Raises OtherTeam, NotFound for a supervisor there is not."""
    rows = _REPORTS.where(_visible(at))
    if query.supervisor is not None:
        rows = rows.where(supervisor_report.c.supervisor_id == supervisor_for(at, query.supervisor).id)
    total = at.session.scalar(sa.select(sa.func.count()).select_from(rows.order_by(None).subquery()))
    found = at.session.records(rows.limit(query.page.limit).offset(query.page.offset))
    return Page(items=[_view(one) for one in found], total=total)


@answers(SupervisorReport, permission=READ)
def supervisor_report_details(query: SupervisorReport, at: Reading) -> ReportView:
    """Raises NotFound: a report of another looks absent."""
    return require_report(at, query.report, query.supervisor)


def require_report(at: Reading, number: int, owner: int | None = None) -> ReportView:
    """The report, where the actor may see it; raises NotFound."""
    rows = _REPORTS.add_columns(supervisor_report.c.data).where(
        _visible(at), supervisor_report.c.id == number
    )
    found = at.session.record(rows)
    if found is None or (owner is not None and found["supervisor_id"] != owner):
        raise NotFound(kind="report", id=number)
    return _view(found)


def _view(found: dict[str, Any]) -> ReportView:
    person = Person(
        id=found.pop("supervisor_id"),
        first_name=found.pop("first_name"),
        last_name=found.pop("last_name"),
        email=found.pop("email"),
    )
    data = found.pop("data", None)
    return ReportView(
        **{**found, "report_type": ReportType(found["report_type"])},
        supervisor=person,
        data=None if data is None else from_plain(Dashboard, data),
    )
