"""What loans say about how a client or group stands."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.loans.kinds import LoanStatus, LoanType
from amana.loans.records import loan, loan_position
from amana.parties import standing

RUNNING = (LoanStatus.ACTIVE.value, LoanStatus.OVERPAID.value)
PAID_OFF = (LoanStatus.CLOSED.value, LoanStatus.OVERPAID.value)


def _loans(*conditions: sa.ColumnElement[bool]) -> Any:
    return (
        sa.select(sa.func.count())
        .select_from(loan.join(loan_position, loan_position.c.loan_id == loan.c.id))
        .where(*conditions)
    )


class LoanAccounts:
    """Registered with the parties."""

    def running(self, client_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Whether a loan of the client is active."""
        return (
            sa.exists()
            .where(loan.c.client_id == client_id, loan_position.c.loan_id == loan.c.id)
            .where(loan_position.c.status.in_(RUNNING))
        )

    def active_since(self, client_id: sa.ColumnElement[int]) -> sa.ColumnElement[date]:
        """The day of the client's first disbursement."""
        first = (
            sa.select(sa.func.min(loan_position.c.disbursed_on))
            .select_from(loan.join(loan_position, loan_position.c.loan_id == loan.c.id))
            .where(loan.c.client_id == client_id)
        )
        return first.correlate_except(loan, loan_position).scalar_subquery()

    def paid_off(self, client_id: sa.ColumnElement[int], *, as_member: bool) -> sa.ColumnElement[int]:
        """Loans of the client that came to their end by being paid."""
        kind = LoanType.JOINT_LIABILITY if as_member else LoanType.INDIVIDUAL
        wanted = _loans(
            loan.c.client_id == client_id,
            loan.c.loan_type == kind.value,
            loan_position.c.status.in_(PAID_OFF),
        )
        return wanted.correlate_except(loan, loan_position).scalar_subquery()  # type: ignore[no-any-return]

    def paid_off_by_group(self, group_id: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """Loans of the group itself that came to their end by being paid."""
        wanted = _loans(
            loan.c.group_id == group_id,
            loan.c.loan_type == LoanType.GROUP.value,
            loan_position.c.status.in_(PAID_OFF),
        )
        return wanted.correlate_except(loan, loan_position).scalar_subquery()  # type: ignore[no-any-return]


standing.register(LoanAccounts())
