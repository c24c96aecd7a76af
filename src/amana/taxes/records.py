"""Tables of taxes."""

import sqlalchemy as sa

from amana.storage.records import amount, identifier, metadata, reference

tax_component = sa.Table(
    "tax_component",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    reference("debit_account_id", "gl_account.id", nullable=True),
    reference("credit_account_id", "gl_account.id", nullable=True),
    comment="A tax; what it comes to is owed on its credit account.",
)

tax_component_rate = sa.Table(
    "tax_component_rate",
    metadata,
    sa.Column("component_id", sa.BigInteger, sa.ForeignKey("tax_component.id"), primary_key=True),
    sa.Column("starts_on", sa.Date, primary_key=True),
    amount("percentage"),
    comment="What a tax is from a day on, in per cent.",
)

tax_group = sa.Table(
    "tax_group",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    comment="Taxes that apply together.",
)

tax_group_component = sa.Table(
    "tax_group_component",
    metadata,
    identifier(),
    reference("group_id", "tax_group.id"),
    reference("component_id", "tax_component.id"),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, comment="The first day on which it applies no more."),
    sa.Index("ix_tax_group_component_group_id", "group_id"),
    comment="From when to when a tax belongs to a group.",
)
