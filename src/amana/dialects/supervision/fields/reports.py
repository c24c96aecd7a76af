"""Reports, dashboards and officers on the wire."""

from amana.dialects.base.codecs import BOOLEAN, COUNT, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.supervision.codec import (
    MOMENT,
    MONEY_NUMBER,
    MONEY_TEXT,
    MONTH_LABEL,
    OPAQUE_ID,
    PERIOD_END,
    REPORT_TYPE,
    STANDING,
)

SUPERVISOR = Fields(
    "SupervisorRef",
    Field("id", "id", OPAQUE_ID),
    Field("firstName", "first_name", TEXT),
    Field("lastName", "last_name", TEXT),
    Field("email", "email", TEXT),
)
NAMED_SUPERVISOR = Fields(
    "NamedSupervisor",
    Field("id", "id", OPAQUE_ID),
    Field("name", "name", TEXT),
    Field("email", "email", TEXT),
)
FIGURES = (
    Field("totalUnions", "figures.unions", COUNT),
    Field("totalMembers", "figures.members", COUNT),
    Field("verifiedMembers", "figures.verified_members", COUNT),
    Field("pendingMembers", "figures.pending_members", COUNT),
    Field("totalLoans", "figures.loans", COUNT),
    Field("activeLoans", "figures.active_loans", COUNT),
    Field("completedLoans", "figures.completed_loans", COUNT),
    Field("defaultedLoans", "figures.defaulted_loans", COUNT),
    Field("totalDisbursed", "figures.disbursed", MONEY_NUMBER),
    Field("totalRepaid", "figures.repaid", MONEY_NUMBER),
    Field("totalOutstanding", "figures.outstanding", MONEY_NUMBER),
    Field("collectionRate", "figures.collection_rate", MONEY_NUMBER),
)
SUMMARY = Fields("DashboardSummary", Field("totalOfficers", "officers", COUNT), *FIGURES)
PERFORMANCE = Fields(
    "OfficerPerformance",
    Field("officerId", "officer.id", OPAQUE_ID),
    Field("officerName", "officer.name", TEXT),
    Field("email", "officer.email", TEXT),
    *FIGURES,
    Field("lastActivityAt", "last_activity_at", MOMENT, null=None),
)
SHARE = Fields(
    "LoanStatusShare",
    Field("status", "standing", STANDING),
    Field("count", "count", COUNT),
    Field("amount", "amount", MONEY_NUMBER),
)
TREND = Fields(
    "MonthlyTrend",
    Field("month", "month", MONTH_LABEL),
    Field("disbursed", "disbursed", MONEY_NUMBER),
    Field("repaid", "repaid", MONEY_NUMBER),
    Field("newLoans", "new_loans", COUNT),
    Field("newMembers", "new_members", COUNT),
)
DASHBOARD = Fields(
    "SupervisorDashboard",
    Field("supervisor", "supervisor", Nested(NAMED_SUPERVISOR)),
    Field("summary", ".", Nested(SUMMARY)),
    Field("officerPerformance", "performance", ListOf(Nested(PERFORMANCE))),
    Field("loanStatusDistribution", "standings", ListOf(Nested(SHARE))),
    Field("monthlyTrends", "trends", ListOf(Nested(TREND))),
)
REPORT = Fields(
    "ReportSession",
    Field("id", "id", OPAQUE_ID),
    Field("supervisorId", "supervisor.id", OPAQUE_ID),
    Field("supervisor", "supervisor", Nested(SUPERVISOR)),
    Field("reportType", "report_type", REPORT_TYPE),
    Field("title", "title", TEXT),
    Field("periodStart", "period_start", MOMENT),
    Field("periodEnd", "period_end", MOMENT),
    Field("totalOfficers", "officers", COUNT),
    Field("totalUnions", "unions", COUNT),
    Field("totalMembers", "members", COUNT),
    Field("totalLoans", "loans", COUNT),
    Field("activeLoans", "active_loans", COUNT),
    Field("completedLoans", "completed_loans", COUNT),
    Field("defaultedLoans", "defaulted_loans", COUNT),
    Field("totalDisbursed", "disbursed", MONEY_TEXT),
    Field("totalRepaid", "repaid", MONEY_TEXT),
    Field("totalOutstanding", "outstanding", MONEY_TEXT),
    Field("collectionRate", "collection_rate", MONEY_TEXT),
    Field("reportData", "data", Nested(DASHBOARD)),
    Field("officerMetrics", "data.performance", ListOf(Nested(PERFORMANCE))),
    Field("generatedAt", "generated_at", MOMENT),
)
REPORT_SUMMARY = REPORT.only(
    "id",
    "reportType",
    "title",
    "periodStart",
    "periodEnd",
    "totalOfficers",
    "totalUnions",
    "totalMembers",
    "totalLoans",
    "totalDisbursed",
    "totalRepaid",
    "collectionRate",
    "generatedAt",
    name="ReportSessionSummary",
)
OFFICER = Fields(
    "CreditOfficer",
    Field("id", "officer.id", OPAQUE_ID),
    Field("firstName", "officer.first_name", TEXT),
    Field("lastName", "officer.last_name", TEXT),
    Field("name", "officer.name", TEXT),
    Field("email", "officer.email", TEXT),
    Field("isActive", "active", BOOLEAN),
    Field("lastLoginAt", "last_login_at", MOMENT, null=None),
    Field("lastActivityAt", "last_activity_at", MOMENT, null=None),
    Field("loginCount", "login_count", COUNT),
    Field("unionCount", "unions", COUNT),
)
WHOSE = Field("supervisorId", "supervisor", OPAQUE_ID, about="for administrators: whose team")
NEW_REPORT = Fields(
    "GenerateReportRequest",
    Field("reportType", "report_type", REPORT_TYPE, required=True),
    Field("periodStart", "period_start", MOMENT, required=True),
    Field("periodEnd", "period_end", PERIOD_END, required=True),
    Field("title", "title", Text(200)),
    WHOSE,
)
BY_SUPERVISOR = Fields("BySupervisor", WHOSE)
DASHBOARD_FILTERS = BY_SUPERVISOR.plus(
    Field("periodStart", "period_start", MOMENT),
    Field("periodEnd", "period_end", PERIOD_END),
    name="DashboardFilters",
)
