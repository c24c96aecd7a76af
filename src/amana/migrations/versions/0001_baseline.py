"""Baseline: every table of the first version."""

from alembic import op

from amana.migrations.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the whole schema."""
    metadata.create_all(op.get_bind(), checkfirst=False)
