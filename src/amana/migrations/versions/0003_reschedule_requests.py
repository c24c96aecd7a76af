"""Requests of borrowers to pay otherwise."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of requests."""
    op.create_table(
        "loan_reschedule_request",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("loan_id", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False, comment="pending, approved, rejected"),
        sa.Column("changes", JSONB, nullable=False, comment="RescheduleTerms"),
        sa.Column("reason_id", sa.BigInteger),
        sa.Column("comment", sa.Text),
        sa.Column("submitted_on", sa.Date),
        sa.Column("submitted_by", sa.BigInteger),
        sa.Column("decided_on", sa.Date),
        sa.Column("decided_by", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_loan_reschedule_request"),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name="fk_loan_reschedule_request_loan_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"], ["code_value.id"], name="fk_loan_reschedule_request_reason_id"
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["app_user.id"], name="fk_loan_reschedule_request_submitted_by"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name="fk_loan_reschedule_request_decided_by"
        ),
        comment="What borrowers ask to pay otherwise, and what became of it.",
    )
    op.create_index("ix_loan_reschedule_request_loan_id", "loan_reschedule_request", ["loan_id"])
    op.create_index("ix_loan_reschedule_request_status", "loan_reschedule_request", ["status"])
