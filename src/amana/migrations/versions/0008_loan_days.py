"""Close of business by loan; transactions that others have taken the place of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the mark."""
    op.create_table(
        "loan_day",
        sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("last_closed_on", sa.Date, nullable=False, index=True),
        comment="The last day that close of business has been through, by loan.",
    )
    op.add_column(
        "loan_transaction", sa.Column("replaced", sa.Boolean, server_default=sa.false(), nullable=False)
    )
