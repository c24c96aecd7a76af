"""Transactions of loans know the loan at the other end of a top-up."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    column = sa.Column("transfer_loan_id", sa.BigInteger, comment="The loan at the other end of a top-up.")
    op.add_column("loan_transaction", column)
