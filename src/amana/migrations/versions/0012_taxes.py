"""Taxes with their rates over time, groups of them, the group of a charge."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def _of(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey(target), nullable=nullable)


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "tax_component",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        _of("debit_account_id", "gl_account.id", nullable=True),
        _of("credit_account_id", "gl_account.id", nullable=True),
        sa.UniqueConstraint("name", name="uq_tax_component_name"),
        comment="A tax; what it comes to is owed on its credit account.",
    )
    op.create_table(
        "tax_component_rate",
        sa.Column("component_id", sa.BigInteger, sa.ForeignKey("tax_component.id"), primary_key=True),
        sa.Column("starts_on", sa.Date, primary_key=True),
        comment="What a tax is from a day on, in per cent.",
    )
    op.execute("ALTER TABLE tax_component_rate ADD COLUMN percentage amount NOT NULL")
    op.create_table(
        "tax_group",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("name", name="uq_tax_group_name"),
        comment="Taxes that apply together.",
    )
    op.create_table(
        "tax_group_component",
        _id(),
        _of("group_id", "tax_group.id"),
        _of("component_id", "tax_component.id"),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, comment="The first day on which it applies no more."),
        comment="From when to when a tax belongs to a group.",
    )
    op.create_index("ix_tax_group_component_group_id", "tax_group_component", ["group_id"])
    op.add_column("charge", _of("tax_group_id", "tax_group.id", nullable=True))
