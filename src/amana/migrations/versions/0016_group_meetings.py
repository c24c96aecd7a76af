"""Groups and centres have meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "group_meeting",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("group_id", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("recurrence", sa.Text, nullable=False, comment="RFC 5545: FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["client_group.id"],
            name=op.f("fk_group_meeting_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_meeting")),
        comment="When groups and centres meet; loans keep the rule they were applied for with.",
    )
    op.create_index(op.f("ix_group_meeting_group_id"), "group_meeting", ["group_id"])
