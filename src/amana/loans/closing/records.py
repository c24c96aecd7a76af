"""Table of the days that loans have been through."""

import sqlalchemy as sa

from amana.storage.records import metadata
from amana.storage.statement import Statement

loan_day = sa.Table(
    "loan_day",
    metadata,
    sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("last_closed_on", sa.Date, nullable=False, index=True),
    comment="The last day that close of business has been through, by loan.",
)
NEVER_CLOSED = Statement(sa.delete(loan_day).where(loan_day.c.loan_id == sa.bindparam("loan")))
"""Forgets that days of a loan were closed."""
