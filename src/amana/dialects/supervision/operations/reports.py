"""Reports, the live dashboard, and officers."""

from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.supervision.answers import PAGES, Done, Listed, Made, Paged
from amana.dialects.supervision.codec import OPAQUE_ID
from amana.dialects.supervision.fields.reports import (
    BY_SUPERVISOR,
    DASHBOARD,
    DASHBOARD_FILTERS,
    NEW_REPORT,
    OFFICER,
    REPORT,
    REPORT_SUMMARY,
)
from amana.reports.supervision.delete import DeleteSupervisorReport
from amana.reports.supervision.generate import GenerateSupervisorReport
from amana.reports.supervision.queries import (
    SupervisorReport,
    SupervisorReports,
    TeamDashboard,
    TeamOfficers,
)

ROW = Rows("report", places={"id": Field("id", "report", OPAQUE_ID)})

ROWS = (
    ROW.does(
        "generate-report",
        "POST supervisor-reports/generate",
        GenerateSupervisorReport,
        NEW_REPORT,
        answers=Made("report", REPORT),
        status=201,
        title="Generate a report",
    ),
    ROW.shows(
        "list-report-sessions",
        "GET supervisor-reports/sessions",
        SupervisorReports,
        Paged("reports", REPORT_SUMMARY),
        filters=BY_SUPERVISOR,
        listing=PAGES,
        title="List reports",
    ),
    ROW.shows(
        "get-report-session",
        "GET supervisor-reports/sessions/{id}",
        SupervisorReport,
        REPORT,
        filters=BY_SUPERVISOR,
        title="Read a report",
    ),
    ROW.does(
        "delete-report-session",
        "DELETE supervisor-reports/sessions/{id}",
        DeleteSupervisorReport,
        answers=Done("Report deleted successfully"),
        title="Delete a report",
    ),
    ROW.shows(
        "list-credit-officers",
        "GET supervisor-reports/officers",
        TeamOfficers,
        Listed(OFFICER),
        filters=BY_SUPERVISOR,
        title="List the officers of a team",
    ),
    ROW.shows(
        "get-dashboard",
        "GET supervisor-reports/dashboard",
        TeamDashboard,
        DASHBOARD,
        filters=DASHBOARD_FILTERS,
        title="The present figures of a team",
    ),
)
