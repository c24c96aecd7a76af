"""The day that close of business closes may be set apart from the business date."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    comment = "Null: the day before the business date."
    op.add_column("tenant_state", sa.Column("closing_day", sa.Date, comment=comment))
