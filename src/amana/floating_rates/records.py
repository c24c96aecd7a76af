"""Tables of floating rates."""

import sqlalchemy as sa

from amana.kernel.references import numbered_by
from amana.storage.records import TIMESTAMP, amount, flag, identifier, metadata, reference

floating_rate = sa.Table(
    "floating_rate",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    flag("base"),
    flag("active", default=True),
    sa.Column(
        "version",
        sa.BigInteger,
        nullable=False,
        server_default="1",
        comment="Counts the changes of what it comes to: loans that follow an earlier one are behind.",
    ),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    reference("created_by", "app_user.id"),
    sa.Column("changed_at", TIMESTAMP, nullable=False),
    reference("changed_by", "app_user.id"),
    sa.Index("ix_floating_rate_base", "base", unique=True, postgresql_where=sa.text("base")),
    comment="Yearly rates that change over time; one of them may be the base of others.",
)

numbered_by("floating_rate", None)

floating_rate_period = sa.Table(
    "floating_rate_period",
    metadata,
    identifier(),
    reference("rate_id", "floating_rate.id"),
    sa.Column("starts_on", sa.Date, nullable=False),
    amount("rate"),
    flag("on_base"),
    flag("active", default=True),
    sa.Column("notes", sa.Text),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    reference("created_by", "app_user.id"),
    sa.Column("changed_at", TIMESTAMP, nullable=False),
    reference("changed_by", "app_user.id"),
    sa.Index(
        "ix_floating_rate_period_active",
        "rate_id",
        "starts_on",
        unique=True,
        postgresql_where=sa.text("active"),
    ),
    comment="What a floating rate is from a day on, in per cent a year; replaced ones stay, inactive.",
)
