"""The figures of a team, from the books as they stand.

- Unions are the centres that the team's officers are in charge of, closed ones left out.
- Members are the clients in the groups of those centres, each counted once; verified when active, pending before that.
- Loans are those of the centres, their groups and members that were applied for within the period.
- Disbursed is the principal of those that were paid out, so that applications do not swell it.
- Repaid are the payments on those loans that are dated in the period; what was undone does not count.
- Outstanding is the difference; the rate is repaid over disbursed, at most a hundred percent, zero when nothing was
  lent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import ClassVar

import sqlalchemy as sa

from amana.finance.money import RoundingMode, Scale, round_amount
from amana.kernel.context import Reading
from amana.kernel.refusals import Refused
from amana.loans.kinds import MONEY_RECEIVED, LoanStatus
from amana.parties.clients.states import ClientStatus
from amana.reports.supervision.teams import Supervisor, officers_of
from amana.reports.supervision.views import (
    Dashboard,
    Figures,
    MonthTrend,
    OfficerFigures,
    Standing,
    StandingShare,
)
from amana.storage.statement import Statement

MONTHS = 6
FIRST_DAY = date(1, 1, 1)
RATE_SCALE = Scale(2)

STANDINGS: Mapping[LoanStatus, Standing] = MappingProxyType(
    {
        LoanStatus.SUBMITTED: Standing.PENDING,
        LoanStatus.APPROVED: Standing.APPROVED,
        LoanStatus.ACTIVE: Standing.ACTIVE,
        LoanStatus.CLOSED: Standing.COMPLETED,
        LoanStatus.OVERPAID: Standing.COMPLETED,
        LoanStatus.RESCHEDULED: Standing.COMPLETED,
        LoanStatus.WRITTEN_OFF: Standing.WRITTEN_OFF,
        LoanStatus.REJECTED: Standing.CANCELLED,
        LoanStatus.WITHDRAWN: Standing.CANCELLED,
    }
)
VERIFIED = (
    ClientStatus.ACTIVE,
    ClientStatus.TRANSFER_IN_PROGRESS,
    ClientStatus.TRANSFER_ON_HOLD,
)


@dataclass(eq=False, kw_only=True)
class SeveralCurrencies(Refused):
    """Amounts of different currencies cannot be added up."""

    code: ClassVar[str] = "supervision.several_currencies"
    message: ClassVar[str] = (
        "The team's loans are in several currencies ({currencies}); they have no common sum."
    )

    currencies: str


_TEAM = """
WITH cell AS (
  SELECT u.id, u.id AS union_id, u.staff_id AS officer_id
    FROM client_group u JOIN office o ON o.id = u.office_id JOIN staff s ON s.id = u.staff_id
   WHERE u.level = 'centre' AND u.status <> 'closed' AND starts_with(o.hierarchy, :scope)
     AND s.supervisor_id = :supervisor AND s.is_loan_officer),
place AS (
  SELECT id, union_id, officer_id FROM cell
  UNION ALL SELECT g.id, c.union_id, c.officer_id FROM client_group g JOIN cell c ON c.union_id = g.parent_id),
member AS (
  SELECT DISTINCT ON (m.client_id) m.client_id, p.officer_id, k.status,
         min(m.joined_on) OVER (PARTITION BY m.client_id) AS joined_on
    FROM group_member m JOIN place p ON p.id = m.group_id JOIN client k ON k.id = m.client_id
   ORDER BY m.client_id, p.union_id),
lent AS (
  SELECT l.id, coalesce(p.officer_id, m.officer_id) AS officer_id, q.status, q.currency, q.submitted_on,
         CASE WHEN q.disbursed_on IS NULL THEN 0 ELSE q.principal_charged - q.charged_back END AS disbursed,
         CASE WHEN q.disbursed_on IS NULL THEN coalesce(q.approved_principal, q.proposed_principal)
              ELSE q.principal_charged - q.charged_back END AS principal
    FROM loan l JOIN loan_position q ON q.loan_id = l.id
    LEFT JOIN place p ON p.id = l.group_id
    LEFT JOIN member m ON m.client_id = l.client_id
   WHERE coalesce(p.officer_id, m.officer_id) IS NOT NULL)
"""
_MEMBERS = Statement(
    sa.text(
        f"""{_TEAM}
SELECT officer_id, count(*) FILTER (WHERE status = ANY(:verified)) AS verified,
       count(*) FILTER (WHERE status = 'pending') AS pending
  FROM member GROUP BY officer_id
"""  # noqa: S608 - put together from constants
    )
)
_LOANS = Statement(
    sa.text(
        f"""{_TEAM}
SELECT officer_id, status, currency, count(*) AS count, sum(disbursed) AS disbursed, sum(principal) AS principal,
       sum(coalesce(paid.amount, 0)) AS repaid
  FROM lent
  LEFT JOIN LATERAL (
    SELECT sum(t.amount) AS amount FROM loan_transaction t
     WHERE t.loan_id = lent.id AND t.kind = ANY(:received) AND t.reversed_on IS NULL
       AND t.value_date BETWEEN :first AND :last) paid ON true
 WHERE submitted_on BETWEEN :first AND :last
 GROUP BY officer_id, status, currency
"""  # noqa: S608 - put together from constants
    )
)
_TRENDS = Statement(
    sa.text(
        f"""{_TEAM}
SELECT date_trunc('month', submitted_on)::date AS month, currency, sum(disbursed) AS disbursed, 0 AS repaid,
       count(*) AS new_loans, 0 AS new_members
  FROM lent WHERE submitted_on BETWEEN :first AND :last GROUP BY 1, 2
UNION ALL
SELECT date_trunc('month', t.value_date)::date, lent.currency, 0, sum(t.amount), 0, 0
  FROM lent JOIN loan_transaction t ON t.loan_id = lent.id
 WHERE t.kind = ANY(:received) AND t.reversed_on IS NULL AND t.value_date BETWEEN :first AND :last GROUP BY 1, 2
UNION ALL
SELECT date_trunc('month', joined_on)::date, NULL, 0, 0, 0, count(*)
  FROM member WHERE joined_on BETWEEN :first AND :last GROUP BY 1
"""  # noqa: S608 - put together from constants
    )
)


@dataclass(frozen=True)
class _Members:
    officer_id: int
    verified: int
    pending: int


@dataclass(frozen=True)
class _Loans:
    officer_id: int
    status: str
    currency: str
    count: int
    disbursed: Decimal
    principal: Decimal
    repaid: Decimal

    @property
    def standing(self) -> Standing:
        return STANDINGS[LoanStatus(self.status)]


@dataclass(frozen=True)
class _Month:
    month: date
    currency: str | None
    disbursed: Decimal
    repaid: Decimal
    new_loans: int
    new_members: int


def dashboard(at: Reading, supervisor: Supervisor, first: date | None, last: date | None) -> Dashboard:
    """The team's figures; the period is all there is where an end is left open, both days included.

    Raises SeveralCurrencies.
    """
    team = {"supervisor": supervisor.id, "scope": supervisor.hierarchy}
    received = [str(kind) for kind in MONEY_RECEIVED]
    officers = officers_of(at, supervisor)
    members = {
        one.officer_id: one
        for one in at.session.all(_MEMBERS, _Members, **team, verified=[str(one) for one in VERIFIED])
    }
    loans = at.session.all(
        _LOANS,
        _Loans,
        **team,
        received=received,
        first=first or FIRST_DAY,
        last=last or date.max,
    )
    months = _months(at.business_date)
    happened = at.session.all(
        _TRENDS, _Month, **team, received=received, first=months[0], last=at.business_date
    )
    currency = _one_currency([one.currency for one in loans] + [one.currency for one in happened])
    of_officer = defaultdict(list)
    for one in loans:
        of_officer[one.officer_id].append(one)
    performance = [
        OfficerFigures(
            officer=officer.person,
            figures=_figures(officer.unions, members.get(officer.id), of_officer[officer.id]),
            last_activity_at=officer.last_activity_at,
        )
        for officer in officers
    ]
    return Dashboard(
        supervisor=supervisor.person,
        officers=len(officers),
        figures=_total([one.figures for one in performance]),
        performance=performance,
        standings=_standings(loans),
        trends=[_trend(month, happened) for month in months],
        currency=currency,
    )


def _one_currency(mentioned: Iterable[str | None]) -> str | None:
    currencies = {currency for currency in mentioned if currency is not None}
    if len(currencies) > 1:
        raise SeveralCurrencies(currencies=", ".join(sorted(currencies)))
    return next(iter(currencies), None)


def _figures(unions: int, members: _Members | None, loans: list[_Loans]) -> Figures:
    def counted(*standings: Standing) -> int:
        return sum(one.count for one in loans if one.standing in standings)

    verified, pending = (members.verified, members.pending) if members else (0, 0)
    return _with_rate(
        unions=unions,
        members=verified + pending,
        verified_members=verified,
        pending_members=pending,
        loans=sum(one.count for one in loans),
        active_loans=counted(Standing.ACTIVE),
        completed_loans=counted(Standing.COMPLETED),
        defaulted_loans=counted(Standing.WRITTEN_OFF),
        disbursed=_sum(one.disbursed for one in loans),
        repaid=_sum(one.repaid for one in loans),
    )


COUNTS = tuple(one.name for one in fields(Figures) if one.type is int)


def _total(parts: list[Figures]) -> Figures:
    """Officers share no centre, member or loan: the team's figures are the sums of theirs."""
    counts = {name: sum(getattr(one, name) for one in parts) for name in COUNTS}
    return _with_rate(
        **counts, disbursed=_sum(one.disbursed for one in parts), repaid=_sum(one.repaid for one in parts)
    )


def _with_rate(*, disbursed: Decimal, repaid: Decimal, **counts: int) -> Figures:
    rate = Decimal(0)
    if disbursed > 0:
        rate = min(Decimal(100), round_amount(repaid * 100 / disbursed, RATE_SCALE, RoundingMode.HALF_UP))
    return Figures(
        **counts, disbursed=disbursed, repaid=repaid, outstanding=disbursed - repaid, collection_rate=rate
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _standings(loans: list[_Loans]) -> list[StandingShare]:
    shares = []
    for standing in Standing:
        those = [one for one in loans if one.standing is standing]
        if those:
            count, amount = sum(one.count for one in those), _sum(one.principal for one in those)
            shares.append(StandingShare(standing=standing, count=count, amount=amount))
    return shares


def _months(today: date) -> list[date]:
    """The first days of this month and of the five before it, oldest first."""
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - MONTHS + 1, number + 1)]


def _trend(month: date, happened: list[_Month]) -> MonthTrend:
    those = [one for one in happened if one.month == month]
    return MonthTrend(
        month=month,
        disbursed=_sum(one.disbursed for one in those),
        repaid=_sum(one.repaid for one in those),
        new_loans=sum(one.new_loans for one in those),
        new_members=sum(one.new_members for one in those),
    )
