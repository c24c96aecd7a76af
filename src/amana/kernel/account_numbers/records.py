"""Table of account-number formats."""

import sqlalchemy as sa

from amana.storage.records import identifier, metadata

account_number_format = sa.Table(
    "account_number_format",
    metadata,
    identifier(),
    sa.Column(
        "account_kind",
        sa.Text,
        nullable=False,
        unique=True,
        comment="client, loan, savings, centre, group, shares",
    ),
    sa.Column("prefix", sa.Text, comment="Which word stands before the number; null: none."),
    sa.Column(
        "digits",
        sa.SmallInteger,
        sa.CheckConstraint("digits BETWEEN 1 AND 18", name="digits"),
        nullable=False,
    ),
    comment="Where a kind has no row, its numbers are nine digits.",
)
