"""Tables of the days that loans have been through, and of how they go through one."""

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
closing_step = sa.Table(
    "closing_step",
    metadata,
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False, unique=True),
    comment="The steps of close of business that were chosen; none: all there are.",
)
NEVER_CLOSED = Statement(sa.delete(loan_day).where(loan_day.c.loan_id == sa.bindparam("loan")))
"""Forgets that days of a loan were closed."""
