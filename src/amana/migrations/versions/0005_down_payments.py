"""Instalments that are due with the disbursement itself."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark."""
    op.add_column(
        "loan_instalment", sa.Column("down_payment", sa.Boolean, server_default=sa.false(), nullable=False)
    )
