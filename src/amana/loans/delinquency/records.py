"""Tables of delinquency."""

import sqlalchemy as sa

from amana.storage.records import TIMESTAMP, identifier, metadata, reference

delinquency_range = sa.Table(
    "delinquency_range",
    metadata,
    identifier(),
    sa.Column("classification", sa.Text, nullable=False, unique=True),
    sa.Column("from_days", sa.Integer, nullable=False),
    sa.Column("to_days", sa.Integer, comment="Null: all from from_days on."),
)

delinquency_bucket = sa.Table(
    "delinquency_bucket",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    comment="Ranges by which the loans of a product are classified.",
)

delinquency_bucket_range = sa.Table(
    "delinquency_bucket_range",
    metadata,
    sa.Column(
        "bucket_id",
        sa.BigInteger,
        sa.ForeignKey("delinquency_bucket.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("range_id", sa.BigInteger, sa.ForeignKey("delinquency_range.id"), primary_key=True),
)

loan_delinquency_tag = sa.Table(
    "loan_delinquency_tag",
    metadata,
    identifier(),
    reference("loan_id", "loan.id", ondelete="CASCADE"),
    sa.Column("instalment", sa.Integer, comment="Null: the loan as a whole."),
    reference("range_id", "delinquency_range.id"),
    sa.Column("added_on", sa.Date, nullable=False),
    sa.Column("lifted_on", sa.Date),
    sa.Index(
        "ix_loan_delinquency_tag_standing",
        "loan_id",
        "instalment",
        unique=True,
        postgresql_where=sa.text("lifted_on IS NULL"),
        postgresql_nulls_not_distinct=True,
    ),
    sa.Index("ix_loan_delinquency_tag_loan_id", "loan_id"),
    comment="How a loan was classified, and from when to when.",
)

loan_delinquency_action = sa.Table(
    "loan_delinquency_action",
    metadata,
    identifier(),
    reference("loan_id", "loan.id", index=True, ondelete="CASCADE"),
    sa.Column("action", sa.Text, nullable=False, comment="pause, resume"),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    reference("user_id", "app_user.id"),
    sa.Column("booked_at", TIMESTAMP, nullable=False),
)
