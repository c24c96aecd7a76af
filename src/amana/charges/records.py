"""Table of charge definitions."""

import sqlalchemy as sa

from amana.storage.records import amount, currency, flag, identifier, metadata, reference

charge = sa.Table(
    "charge",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("applies_to", sa.Text, nullable=False, comment="loan, savings, client"),
    sa.Column("time", sa.Text, nullable=False, comment="When it falls due."),
    sa.Column("basis", sa.Text, nullable=False, comment="flat, or a percentage of what."),
    currency(),
    amount("amount"),
    flag("penalty"),
    flag("active"),
    amount("minimum", nullable=True),
    amount("maximum", nullable=True),
    sa.Column("yearly_month", sa.SmallInteger),
    sa.Column("yearly_day", sa.SmallInteger),
    sa.Column("every_unit", sa.Text),
    sa.Column("every_count", sa.Integer),
    reference("tax_group_id", "tax_group.id", nullable=True),
    sa.CheckConstraint("amount > 0", name="positive"),
    comment="Fees and penalties as the institution defines them; accounts keep the terms they were given.",
)
