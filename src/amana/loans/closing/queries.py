"""How far close of business has come."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.access.special import declares_permission
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans.closing.records import loan_day
from amana.loans.kinds import DAYS_CLOSED_FOR
from amana.loans.records import loan_position
from amana.loans.refs import loan_ref
from amana.storage.statement import Statement

WORKS_ON_LOANS_BEHIND = declares_permission("BYPASS_LOAN_WRITE_PROTECTION", "loan")
"""Who holds this right (super users do) changes a loan as it is; the days that are over are closed later."""


@dataclass(frozen=True, kw_only=True)
class OldestClosedDay:
    """The loans that are behind, and the day they have come to."""

    day: date
    """The day that close of business closes: where every loan should be."""
    oldest: date | None
    loans: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class GetOldestClosedDay:
    """Which loans are furthest behind in their close of business."""


_OPEN = loan_position.c.status.in_([str(one) for one in DAYS_CLOSED_FOR])
_JOINED = loan_position.outerjoin(loan_day, loan_day.c.loan_id == loan_position.c.loan_id)
_FURTHEST = Statement(
    sa.select(loan_day.c.loan_id, loan_day.c.last_closed_on)
    .select_from(_JOINED)
    .where(
        _OPEN,
        loan_day.c.last_closed_on
        == sa.select(sa.func.min(loan_day.c.last_closed_on))
        .select_from(_JOINED)
        .where(_OPEN)
        .scalar_subquery(),
    )
    .order_by(loan_day.c.loan_id)
)


_CLOSED = Statement(
    sa.select(loan_position.c.status, loan_day.c.last_closed_on)
    .join(loan_day, loan_day.c.loan_id == loan_position.c.loan_id)
    .where(loan_position.c.loan_id == sa.bindparam("loan"))
)


def is_behind(reading: Reading, loan: int) -> bool:
    """Whether days of a loan were closed, but not up to the closing day; raises NotFound for another's loan. To who
    may work on it as it is, no loan is behind.
    """
    if reading.actor.may(WORKS_ON_LOANS_BEHIND):
        return False
    found = reading.session.record(_CLOSED, loan=loan)
    if found is None or found["status"] not in DAYS_CLOSED_FOR:
        return False
    if found["last_closed_on"] >= reading.moment.closing_day:
        return False
    loan_ref(reading, loan)
    return True


@answers(GetOldestClosedDay, permission="READ_LOAN")
def oldest(_query: GetOldestClosedDay, reading: Reading) -> OldestClosedDay:
    """Loans that never were closed are not behind: they begin when they are closed first."""
    day = reading.moment.closing_day
    rows = [(loan, on) for loan, on in reading.session.tuples(_FURTHEST) if on < day]
    return OldestClosedDay(
        day=day, oldest=rows[0][1] if rows else None, loans=tuple(loan for loan, _ in rows)
    )
