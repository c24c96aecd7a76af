"""Tables of loan products: what is searched and joined as columns, the other terms as JSON."""

import sqlalchemy as sa

from amana.storage.records import JSON, TIMESTAMP, currency, flag, identifier, metadata, reference

loan_product = sa.Table(
    "loan_product",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("short_name", sa.Text),
    sa.Column("description", sa.Text),
    reference("fund_id", "fund.id", nullable=True),
    currency("currency_code"),
    sa.Column("digits", sa.Integer, nullable=False),
    sa.Column("in_multiples_of", sa.Integer, nullable=False),
    sa.Column("accounting", sa.Text, nullable=False),
    flag("include_in_borrower_cycle"),
    sa.Column("starts_on", sa.Date),
    sa.Column("closes_on", sa.Date),
    sa.Column("terms", JSON, nullable=False, comment="The other fields of LoanProduct, by name."),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    sa.Column("changed_at", TIMESTAMP, nullable=False),
    sa.Index("uq_loan_product_name", sa.text("lower(name)"), unique=True),
    sa.Index("uq_loan_product_short_name", sa.text("lower(short_name)"), unique=True),
)

loan_product_charge = sa.Table(
    "loan_product_charge",
    metadata,
    reference("product_id", "loan_product.id"),
    reference("charge_id", "charge.id", index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("product_id", "charge_id"),
    comment="Charges that loans of the product carry.",
)

loan_product_exclusion = sa.Table(
    "loan_product_exclusion",
    metadata,
    reference("product_id", "loan_product.id"),
    reference("restricted_id", "loan_product.id", index=True),
    sa.PrimaryKeyConstraint("product_id", "restricted_id"),
    comment="Products that may not be held together with the product.",
)
