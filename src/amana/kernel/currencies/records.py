"""Table of the selected currencies."""

import sqlalchemy as sa

from amana.storage.records import metadata

selected_currency = sa.Table(
    "selected_currency",
    metadata,
    sa.Column("code", sa.String(3), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    comment="Currencies that products and entries may use.",
)
