"""Table of the days that loans have been through."""

import sqlalchemy as sa

from amana.storage.records import metadata

loan_day = sa.Table(
    "loan_day",
    metadata,
    sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("last_closed_on", sa.Date, nullable=False, index=True),
    comment="The last day that close of business has been through, by loan.",
)
