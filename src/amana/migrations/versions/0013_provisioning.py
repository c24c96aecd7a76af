"""Provisioning: categories, criteria, provisions and their parts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def _of(name: str, target: str, *, ondelete: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey(target, ondelete=ondelete), nullable=False)


def _criteria() -> None:
    op.create_table(
        "provisioning_category",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.UniqueConstraint("name", name="uq_provisioning_category_name"),
    )
    op.create_table(
        "provisioning_criteria",
        _id(),
        sa.Column("name", sa.Text, nullable=False),
        _of("created_by", "app_user.id"),
        sa.UniqueConstraint("name", name="uq_provisioning_criteria_name"),
        comment="How much is set aside for the loans of some products.",
    )
    op.create_table(
        "provisioning_rule",
        _id(),
        _of("criteria_id", "provisioning_criteria.id", ondelete="CASCADE"),
        _of("category_id", "provisioning_category.id"),
        sa.Column("from_days", sa.Integer, nullable=False, comment="Days overdue."),
        sa.Column("to_days", sa.Integer, comment="Null: all from from_days on."),
        _of("liability_account_id", "gl_account.id"),
        _of("expense_account_id", "gl_account.id"),
    )
    op.execute("ALTER TABLE provisioning_rule ADD COLUMN percentage amount NOT NULL")
    op.create_index("ix_provisioning_rule_criteria_id", "provisioning_rule", ["criteria_id"])
    op.create_table(
        "provisioning_product",
        sa.Column("product_id", sa.BigInteger, sa.ForeignKey("loan_product.id"), primary_key=True),
        _of("criteria_id", "provisioning_criteria.id", ondelete="CASCADE"),
        comment="A product is provided for by one criteria at most.",
    )


def _provisions() -> None:
    op.create_table(
        "provision",
        _id(),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _of("made_by", "app_user.id"),
        sa.Column("state", sa.Text, nullable=False, comment="draft, posted, replaced, reversed"),
        sa.UniqueConstraint("day", name="uq_provision_day"),
        comment="What was to be set aside for all loans on a day.",
    )
    op.create_table(
        "provision_part",
        _id(),
        _of("provision_id", "provision.id", ondelete="CASCADE"),
        _of("office_id", "office.id"),
        _of("product_id", "loan_product.id"),
        _of("category_id", "provisioning_category.id"),
        _of("criteria_id", "provisioning_criteria.id"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("loans", sa.Integer, nullable=False),
        sa.Column("overdue_days", sa.Integer, nullable=False, comment="Of the oldest of them."),
        _of("liability_account_id", "gl_account.id"),
        _of("expense_account_id", "gl_account.id"),
        comment="The principal of an office's loans of one product and category, and what is set aside for it.",
    )
    for name in ("balance", "percentage", "reserve"):
        op.execute(f"ALTER TABLE provision_part ADD COLUMN {name} amount NOT NULL")
    op.create_index("ix_provision_part_provision_id", "provision_part", ["provision_id"])


def upgrade() -> None:
    """Add the tables."""
    _criteria()
    _provisions()
