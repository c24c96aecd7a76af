"""The ledger accounts of products, through time; what was in force before is taken to be what is in force now."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PRESENT = """
INSERT INTO product_account_history (product_kind, product_id, since, mappings)
SELECT product_kind, product_id, 'epoch',
       jsonb_agg(jsonb_build_array(role, account_id, payment_type_id, charge_id, reason_id) ORDER BY id)
  FROM product_account GROUP BY product_kind, product_id
"""


def upgrade() -> None:
    """Create the table, and begin it with the present."""
    op.create_table(
        "product_account_history",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("product_kind", sa.Text, nullable=False),
        sa.Column("product_id", sa.BigInteger, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False, comment="Booking time."),
        sa.Column(
            "mappings", JSONB, nullable=False, comment="[role, account, payment type, charge, reason] each"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_product_account_history"),
        comment="Every complete set of a product's ledger accounts, from its moment on.",
    )
    op.create_index(
        "ix_product_account_history_product_kind_product_id",
        "product_account_history",
        ["product_kind", "product_id"],
    )
    op.execute(PRESENT)
