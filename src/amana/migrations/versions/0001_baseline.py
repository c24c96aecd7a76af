"""Baseline: every table of the first version, frozen as SQL (``python -m amana.migrations.dump`` wrote it)."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the whole schema."""
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    driver = op.get_bind().connection.driver_connection
    if driver is None:
        raise RuntimeError("migrations need an open connection")
    driver.execute(text)  # the driver itself: several statements at once, and % is just a sign
