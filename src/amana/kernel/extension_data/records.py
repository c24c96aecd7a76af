"""Tables that define extension tables. The data themselves are in the schema ``extension``."""

import sqlalchemy as sa

from amana.storage.records import TIMESTAMP, flag, identifier, metadata, reference

SCHEMA = "extension"

extension_table = sa.Table(
    "extension_table",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False, comment="Kind of the records it belongs to."),
    flag("many_rows"),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Index("uq_extension_table_name", sa.text("replace(lower(name), ' ', '_')"), unique=True),
    comment="Tables of the institution's own; the rows of number 7 are in extension.data_7.",
)

extension_column = sa.Table(
    "extension_column",
    metadata,
    identifier(),
    reference("table_id", "extension_table.id", index=True, ondelete="CASCADE"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("length", sa.Integer),
    reference("code_id", "code.id", nullable=True),
    flag("mandatory"),
    sa.Column("position", sa.Integer, nullable=False),
    comment="Their columns; number 31 is c31 there, so that a name used again is another column.",
)
