"""Transactions that came out differently after they were booked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each event names them, each transaction says how often it happened to it."""
    op.add_column(
        "loan_event",
        sa.Column(
            "changed",
            JSONB,
            server_default="[]",
            nullable=False,
            comment="Transactions that came out differently.",
        ),
    )
    op.add_column(
        "loan_transaction",
        sa.Column(
            "replays",
            sa.Integer,
            server_default="0",
            nullable=False,
            comment="How often it came out differently after it was booked.",
        ),
    )
