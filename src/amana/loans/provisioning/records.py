"""Tables of provisioning."""

import sqlalchemy as sa

from amana.storage.records import TIMESTAMP, amount, currency, identifier, metadata, reference

provisioning_category = sa.Table(
    "provisioning_category",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("description", sa.Text),
)

provisioning_criteria = sa.Table(
    "provisioning_criteria",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    reference("created_by", "app_user.id"),
    comment="How much is set aside for the loans of some products.",
)

provisioning_rule = sa.Table(
    "provisioning_rule",
    metadata,
    identifier(),
    reference("criteria_id", "provisioning_criteria.id", ondelete="CASCADE"),
    reference("category_id", "provisioning_category.id"),
    sa.Column("from_days", sa.Integer, nullable=False, comment="Days overdue."),
    sa.Column("to_days", sa.Integer, comment="Null: all from from_days on."),
    amount("percentage"),
    reference("liability_account_id", "gl_account.id"),
    reference("expense_account_id", "gl_account.id"),
    sa.Index("ix_provisioning_rule_criteria_id", "criteria_id"),
)

provisioning_product = sa.Table(
    "provisioning_product",
    metadata,
    sa.Column("product_id", sa.BigInteger, sa.ForeignKey("loan_product.id"), primary_key=True),
    reference("criteria_id", "provisioning_criteria.id", ondelete="CASCADE"),
    comment="A product is provided for by one criteria at most.",
)

provision = sa.Table(
    "provision",
    metadata,
    identifier(),
    sa.Column("day", sa.Date, nullable=False, unique=True),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    reference("made_by", "app_user.id"),
    sa.Column("state", sa.Text, nullable=False, comment="draft, posted, replaced, reversed"),
    comment="What was to be set aside for all loans on a day.",
)

provision_part = sa.Table(
    "provision_part",
    metadata,
    identifier(),
    reference("provision_id", "provision.id", ondelete="CASCADE"),
    reference("office_id", "office.id"),
    reference("product_id", "loan_product.id"),
    reference("category_id", "provisioning_category.id"),
    reference("criteria_id", "provisioning_criteria.id"),
    currency(),
    sa.Column("loans", sa.Integer, nullable=False),
    sa.Column("overdue_days", sa.Integer, nullable=False, comment="Of the oldest of them."),
    amount("balance"),
    amount("percentage"),
    amount("reserve"),
    reference("liability_account_id", "gl_account.id"),
    reference("expense_account_id", "gl_account.id"),
    sa.Index("ix_provision_part_provision_id", "provision_id"),
    comment="The principal of an office's loans of one product and category, and what is set aside for it.",
)
