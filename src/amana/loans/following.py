"""Loans follow their client to another group, and to whoever looks after the client from then on."""

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.loans.events import OfficerAssigned
from amana.loans.kinds import OPEN_STATUSES
from amana.loans.records import loan, loan_position
from amana.loans.store import LoanStore
from amana.parties.moves import ClientMoved, follows


def _open_loans(work: Work, moved: ClientMoved) -> list[int]:
    query = (
        sa.select(loan.c.id)
        .join(loan_position, loan_position.c.loan_id == loan.c.id)
        .where(
            loan.c.client_id == moved.client,
            loan_position.c.status.in_([str(one) for one in OPEN_STATUSES]),
        )
        .order_by(loan.c.id)
    )
    return [found for (found,) in work.session.tuples(query)]


@follows
def follow(work: Work, moved: ClientMoved) -> None:
    """Joint-liability loans go along to the new group; the officer changes where the move says so."""
    if moved.accounts_follow and moved.from_group is not None and moved.to_group is not None:
        work.session.run(
            sa.update(loan)
            .where(loan.c.client_id == moved.client, loan.c.group_id == moved.from_group)
            .values(group_id=moved.to_group)
        )
    if not moved.loan_officer_follows:
        return
    loans = LoanStore(work)
    for number in _open_loans(work, moved):
        found = loans.load(number)
        if found.state.officer != moved.staff:
            loans.append(found, (OfficerAssigned(officer=moved.staff), work.business_date))
