"""Loans charged off, marked as fraud, claimed back; expenses by reason."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PLACE = ("product_kind", "product_id", "role", "payment_type_id", "charge_id")


def upgrade() -> None:
    """Add the columns, and the reason to what makes an account particular."""
    op.add_column("loan_position", sa.Column("charged_off_on", sa.Date))
    op.add_column("loan_position", sa.Column("charged_off_by", sa.BigInteger))
    op.execute("ALTER TABLE loan_position ADD COLUMN charged_back amount DEFAULT '0' NOT NULL")
    op.add_column("loan_position", sa.Column("fraud", sa.Boolean, server_default=sa.false(), nullable=False))
    op.add_column("loan_position", sa.Column("charge_off_reason_id", sa.BigInteger))
    op.create_foreign_key(
        "fk_loan_position_charged_off_by", "loan_position", "app_user", ["charged_off_by"], ["id"]
    )
    op.create_foreign_key(
        "fk_loan_position_charge_off_reason_id",
        "loan_position",
        "code_value",
        ["charge_off_reason_id"],
        ["id"],
    )
    op.add_column(
        "loan_transaction", sa.Column("standing", sa.Text, server_default="regular", nullable=False)
    )
    op.add_column(
        "loan_transaction",
        sa.Column("related_id", sa.BigInteger, comment="The transaction that it belongs to."),
    )
    op.add_column(
        "loan_transaction",
        sa.Column("of_charge_id", sa.BigInteger, comment="The loan_charge that it takes back."),
    )
    op.add_column("loan_transaction", sa.Column("reason_id", sa.BigInteger))
    op.create_foreign_key(
        "fk_loan_transaction_reason_id", "loan_transaction", "code_value", ["reason_id"], ["id"]
    )
    op.add_column(
        "product_account",
        sa.Column("reason_id", sa.BigInteger, comment="Only where a loan was given up for this reason."),
    )
    op.drop_constraint("uq_product_account_place", "product_account")
    op.create_unique_constraint(
        "uq_product_account_place",
        "product_account",
        [*_PLACE, "reason_id"],
        postgresql_nulls_not_distinct=True,
    )
