"""The steps of close of business may be chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "closing_step",
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("step", name=op.f("pk_closing_step")),
        sa.UniqueConstraint("place", name=op.f("uq_closing_step_place")),
        comment="The steps of close of business that were chosen; none: all there are.",
    )
