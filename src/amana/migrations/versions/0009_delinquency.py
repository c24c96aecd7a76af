"""Delinquency: ranges, buckets, how loans are classified, pauses."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def _of(name: str, target: str, **options: object) -> sa.Column[int]:
    key = sa.ForeignKey(target, **options)  # type: ignore[arg-type]
    return sa.Column(name, sa.BigInteger, key, nullable=False)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "delinquency_range",
        _id(),
        sa.Column("classification", sa.Text, nullable=False),
        sa.Column("from_days", sa.Integer, nullable=False),
        sa.Column("to_days", sa.Integer, comment="Null: all from from_days on."),
        sa.UniqueConstraint("classification", name="uq_delinquency_range_classification"),
    )
    op.create_table(
        "delinquency_bucket",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("name", name="uq_delinquency_bucket_name"),
        comment="Ranges by which the loans of a product are classified.",
    )
    op.create_table(
        "delinquency_bucket_range",
        sa.Column(
            "bucket_id",
            sa.BigInteger,
            sa.ForeignKey("delinquency_bucket.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("range_id", sa.BigInteger, sa.ForeignKey("delinquency_range.id"), primary_key=True),
    )
    op.create_table(
        "loan_delinquency_tag",
        _id(),
        _of("loan_id", "loan.id", ondelete="CASCADE"),
        sa.Column("instalment", sa.Integer, comment="Null: the loan as a whole."),
        _of("range_id", "delinquency_range.id"),
        sa.Column("added_on", sa.Date, nullable=False),
        sa.Column("lifted_on", sa.Date),
        comment="How a loan was classified, and from when to when.",
    )
    op.create_index(
        "ix_loan_delinquency_tag_standing",
        "loan_delinquency_tag",
        ["loan_id", "instalment"],
        unique=True,
        postgresql_where=sa.text("lifted_on IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_loan_delinquency_tag_loan_id", "loan_delinquency_tag", ["loan_id"])
    op.create_table(
        "loan_delinquency_action",
        _id(),
        _of("loan_id", "loan.id", ondelete="CASCADE"),
        sa.Column("action", sa.Text, nullable=False, comment="pause, resume"),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
        _of("user_id", "app_user.id"),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_loan_delinquency_action_loan_id", "loan_delinquency_action", ["loan_id"])
