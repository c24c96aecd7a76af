"""What is shown to supervisors. Amounts are in ``currency``; rates in percent, two digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class ReportType(StrEnum):
    """What kind of period a report covers; it does not force the period."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    CUSTOM = "custom"


class Standing(StrEnum):
    """Where a loan stands, as a supervisor distinguishes it."""

    PENDING = "pending"
    APPROVED = "approved"
    ACTIVE = "active"
    COMPLETED = "completed"
    WRITTEN_OFF = "written_off"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of staff."""

    id: int
    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        """Both names, or ``Unknown``."""
        return f"{self.first_name} {self.last_name}".strip() or "Unknown"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts and sums of a team or of one officer."""

    unions: int
    members: int
    verified_members: int
    pending_members: int
    loans: int
    active_loans: int
    completed_loans: int
    defaulted_loans: int
    disbursed: Decimal
    repaid: Decimal
    outstanding: Decimal
    collection_rate: Decimal


@dataclass(frozen=True, kw_only=True)
class OfficerFigures:
    """One officer of the team."""

    officer: Person
    figures: Figures
    last_activity_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class StandingShare:
    """The loans of one standing and their principal (as paid out, otherwise as approved or asked for)."""

    standing: Standing
    count: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class MonthTrend:
    """What happened in a calendar month (its first day)."""

    month: date
    disbursed: Decimal
    repaid: Decimal
    new_loans: int
    new_members: int


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """A team and a period. ``trends`` are the last six months, whatever the period."""

    supervisor: Person
    officers: int
    figures: Figures
    performance: Sequence[OfficerFigures]
    standings: Sequence[StandingShare]
    trends: Sequence[MonthTrend]
    currency: str | None


@dataclass(frozen=True, kw_only=True)
class OfficerView:
    """An officer of the team. ``active``: still at work, and not shut out from the server."""

    officer: Person
    active: bool
    last_login_at: datetime | None
    last_activity_at: datetime | None
    login_count: int
    unions: int


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """A kept report. ``data`` only where one report is asked for."""

    id: int
    supervisor: Person
    report_type: ReportType
    title: str
    period_start: datetime
    period_end: datetime
    officers: int
    unions: int
    members: int
    loans: int
    active_loans: int
    completed_loans: int
    defaulted_loans: int
    disbursed: Decimal
    repaid: Decimal
    outstanding: Decimal
    collection_rate: Decimal
    currency: str | None
    generated_at: datetime
    data: Dashboard | None = None
