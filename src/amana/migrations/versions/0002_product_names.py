"""Names of loan products are unique in any case."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Unique indexes over the lower-case names instead of constraints over the names as written."""
    for column in ("name", "short_name"):
        op.execute(f"ALTER TABLE loan_product DROP CONSTRAINT uq_loan_product_{column}")
        op.execute(f"CREATE UNIQUE INDEX uq_loan_product_{column} ON loan_product (lower({column}))")
