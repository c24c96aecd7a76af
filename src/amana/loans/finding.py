"""Loans in the search box: by account number and external id."""

from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.records import identity
from amana.loans.products.records import loan_product
from amana.loans.records import loan
from amana.loans.statements import OFFICE_ID
from amana.parties.records import client, client_group
from amana.parties.search.search import MOST, Hit, HitKind, Match, SearchKind, searches


@searches(SearchKind.LOAN, permission="READ_LOAN")
def find_loans(reading: Reading, match: Match) -> list[Hit]:
    """A loan is called by its product; its parent is who borrowed."""
    columns: dict[str, sa.ColumnElement[Any]] = {
        "id": loan.c.id,
        "account_no": loan.c.account_no,
        "external_id": identity.c.external_id,
        "name": loan_product.c.name,
        "parent_id": sa.func.coalesce(client.c.id, client_group.c.id),
        "parent_name": sa.func.coalesce(client.c.display_name, client_group.c.name),
    }
    wanted = (
        sa.select(*(column.label(name) for name, column in columns.items()))
        .select_from(
            loan.join(loan_product, loan_product.c.id == loan.c.product_id)
            .join(identity, sa.and_(identity.c.kind == "loan", identity.c.id == loan.c.id))
            .outerjoin(client, client.c.id == loan.c.client_id)
            .outerjoin(client_group, client_group.c.id == loan.c.group_id)
            .join(office, office.c.id == OFFICE_ID)
        )
        .where(
            match(loan.c.account_no, identity.c.external_id),
            office.c.hierarchy.startswith(reading.actor.hierarchy),
        )
    )
    rows = reading.session.records(wanted.order_by(loan.c.id).limit(MOST))
    return [Hit(kind=HitKind.LOAN, **row) for row in rows]
