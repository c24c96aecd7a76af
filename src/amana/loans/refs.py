"""A short look at a loan: whose it is, in which office and currency."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.loans.records import loan, loan_position
from amana.loans.statements import OFFICE_ID
from amana.parties.records import client, client_group
from amana.storage.statement import Statement


@dataclass(frozen=True, slots=True)
class LoanRef:
    """A loan. ``hierarchy`` is the path of its office."""

    id: int
    account_no: str
    client: int | None
    group: int | None
    office: int
    hierarchy: str
    currency: str
    status: str


_LOAN = Statement(
    sa.select(
        loan.c.id,
        loan.c.account_no,
        loan.c.client_id.label("client"),
        loan.c.group_id.label("group"),
        office.c.id.label("office"),
        office.c.hierarchy,
        loan_position.c.currency,
        loan_position.c.status,
    )
    .select_from(
        loan.join(loan_position, loan_position.c.loan_id == loan.c.id)
        .outerjoin(client, client.c.id == loan.c.client_id)
        .outerjoin(client_group, client_group.c.id == loan.c.group_id)
        .join(office, office.c.id == OFFICE_ID)
    )
    .where(loan.c.id == sa.bindparam("loan_id"))
)


def loan_ref(reading: Reading, loan_id: int) -> LoanRef:
    """The loan, where the actor may see its office; raises NotFound."""
    found = reading.session.one(_LOAN, LoanRef, loan_id=loan_id)
    reading.require_scope("loan", loan_id, found.hierarchy if found else None)
    assert found is not None  # noqa: S101 - require_scope has refused None
    return found
