"""Tables of codes and their values."""

import sqlalchemy as sa

from amana.storage.records import flag, identifier, metadata, reference

code = sa.Table(
    "code",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    flag("system_defined"),
    comment="A list of values; a system-defined one keeps its name, its values may change.",
)

code_value = sa.Table(
    "code_value",
    metadata,
    identifier(),
    reference("code_id", "code.id", ondelete="CASCADE"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    flag("active", default=True),
    flag("mandatory"),
    sa.UniqueConstraint("code_id", "name"),
)
