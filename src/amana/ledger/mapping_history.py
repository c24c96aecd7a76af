"""Which ledger accounts a product's roles had when: every complete set of mappings, kept with its moment.

Postings go to the accounts of their time and stay there when the mappings change. This is what they are checked by.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from amana.ledger.mappings import AccountMapping, ProductAccounts
from amana.ledger.product_roles import INSTITUTION, lent_by_institution
from amana.ledger.records import product_account_history as history
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

UNDER_WAY = timedelta(minutes=1)
"""A command that began before a change and read the mappings before it may be booked that much after it."""

Row = list[Any]
"""Role, account, payment type, charge, reason."""

_KEEP = Statement(sa.insert(history), columns=["product_kind", "product_id", "since", "mappings"])
_ALL = Statement(
    sa.select(history.c.product_kind, history.c.since, history.c.mappings)
    .where(
        sa.or_(
            sa.and_(
                history.c.product_kind == sa.bindparam("product_kind"),
                history.c.product_id == sa.bindparam("product_id"),
            ),
            history.c.product_kind == INSTITUTION,
        )
    )
    .order_by(history.c.since, history.c.id)
)


def keep(
    session: WriteSession,
    product_kind: str,
    product_id: int,
    mappings: tuple[AccountMapping, ...],
    since: datetime,
) -> None:
    """Remember the complete set of a product's mappings, in force from ``since`` (booking time) on."""
    rows = [[str(one.role), one.account, one.payment_type, one.charge, one.reason] for one in mappings]
    session.run(_KEEP, product_kind=product_kind, product_id=product_id, since=since, mappings=Jsonb(rows))


class MappingHistory:
    """The mappings of one product through time."""

    def __init__(self, sets: list[tuple[datetime, ProductAccounts]]) -> None:
        self._sets = sets

    @classmethod
    def of(cls, session: ReadSession, product_kind: str, product_id: int) -> "MappingHistory":
        """As it was kept, each set with what the institution lent at that time."""
        lends = {str(role) for role in lent_by_institution(product_kind)}
        own: list[Row] | None = None
        lent: list[Row] = []
        sets = []
        for kind, since, kept in session.tuples(_ALL, product_kind=product_kind, product_id=product_id):
            if kind == INSTITUTION:
                lent = [row for row in kept if row[0] in lends]
            else:
                own = kept
            if own is not None:
                sets.append((since, ProductAccounts.of_rows(product_kind, [*own, *lent])))
        return cls(sets)

    def at(self, booked: datetime) -> list[ProductAccounts]:
        """What may have been in force for something booked at that moment, the likeliest first; empty before the first
        set that is known.
        """
        known = [(since, accounts) for since, accounts in self._sets if since <= booked]
        late = [one for one in known if one[0] > booked - UNDER_WAY]
        before = known[: len(known) - len(late)][-1:]
        return [accounts for _, accounts in reversed([*before, *late])]
