"""What lists of loans are filtered and sorted by: their columns, and what is worked out of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.finance.components import Component
from amana.kernel.filtering import Condition, mentions
from amana.loans.kinds import LoanStatus
from amana.loans.records import loan, loan_position
from amana.loans.selecting import JOINED, OVERDUE, PLAIN
from amana.storage.session import ReadSession

IN_ARREARS = "in_arrears"
_OF = loan_position.c


def _contract(name: str) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(sa.cast(loan.c.contract[name].astext, sa.Numeric), 0)


_LATE = sum((sa.func.coalesce(OVERDUE.c[f"{one}_overdue"], 0) for one in Component), sa.literal(0))
_DAYS = sa.bindparam("today", type_=sa.Date) - OVERDUE.c.overdue_since

FOUND_BY: dict[str, sa.ColumnElement[Any]] = {
    **PLAIN,
    **{
        f"{one}_outstanding": _OF[f"{one}_charged"]
        - _OF[f"{one}_paid"]
        - _OF[f"{one}_waived"]
        - _OF[f"{one}_written_off"]
        for one in Component
    },
    IN_ARREARS: sa.func.coalesce(
        sa.and_(
            _OF.status == LoanStatus.ACTIVE,
            _contract("arrears_tolerance") < _LATE,
            _contract("grace_on_arrears_ageing") < _DAYS,
        ),
        sa.false(),
    ),
}
"""``in_arrears`` as ``LoanContract.days_in_arrears`` has it."""


def counted(
    session: ReadSession, where: Condition | None, clauses: Sequence[sa.ColumnElement[bool]], today: date
) -> int:
    """How many loans there are; what is overdue of them is looked at only where the condition asks."""
    count = sa.select(sa.func.count())
    if mentions(where, IN_ARREARS):
        overdue = count.select_from(JOINED.join(OVERDUE, sa.true())).where(*clauses)
        return int(session.scalar(overdue, today=today))
    return int(session.scalar(count.select_from(JOINED).where(*clauses)))
