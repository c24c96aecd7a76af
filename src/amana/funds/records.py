"""Table of funds."""

import sqlalchemy as sa

from amana.storage.records import identifier, metadata

fund = sa.Table(
    "fund",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    comment="Where lent money comes from.",
)
