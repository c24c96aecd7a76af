"""Floating rates and their periods; loans are found by the rate they follow."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _booked() -> list[sa.Column[object]]:
    columns: list[sa.Column[object]] = []
    for verb in ("created", "changed"):
        columns.append(sa.Column(f"{verb}_at", sa.DateTime(timezone=True), nullable=False))
        user = sa.ForeignKey("app_user.id")
        columns.append(sa.Column(f"{verb}_by", sa.BigInteger, user, nullable=False))
    return columns


def upgrade() -> None:
    """Add the tables and the index."""
    op.create_table(
        "floating_rate",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("base", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column(
            "version",
            sa.BigInteger,
            nullable=False,
            server_default="1",
            comment="Counts the changes of what it comes to: loans that follow an earlier one are behind.",
        ),
        *_booked(),
        sa.UniqueConstraint("name", name="uq_floating_rate_name"),
        comment="Yearly rates that change over time; one of them may be the base of others.",
    )
    op.create_index(
        "ix_floating_rate_base", "floating_rate", ["base"], unique=True, postgresql_where=sa.text("base")
    )
    op.create_table(
        "floating_rate_period",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("rate_id", sa.BigInteger, sa.ForeignKey("floating_rate.id"), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("on_base", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("notes", sa.Text),
        *_booked(),
        comment="What a floating rate is from a day on, in per cent a year; replaced ones stay, inactive.",
    )
    op.execute("ALTER TABLE floating_rate_period ADD COLUMN rate amount NOT NULL")
    op.create_index(
        "ix_floating_rate_period_active",
        "floating_rate_period",
        ["rate_id", "starts_on"],
        unique=True,
        postgresql_where=sa.text("active"),
    )
    op.create_index(
        "ix_loan_floating_rate",
        "loan",
        [sa.text("((contract -> 'floating' ->> 'rate'))")],
        postgresql_where=sa.text("(contract -> 'floating' ->> 'rate') IS NOT NULL"),
    )
