"""Tables of the ledger. Entries and lines are append-only and balance per office and currency."""

import sqlalchemy as sa

from amana.storage.records import (
    APPEND_ONLY,
    JSON,
    TIMESTAMP,
    amount,
    currency,
    flag,
    identifier,
    metadata,
    reference,
)

gl_account = sa.Table(
    "gl_account",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    sa.Column("account_class", sa.Text, nullable=False, comment="asset, liability, equity, income, expense"),
    sa.Column("usage", sa.Text, nullable=False, comment="detail or header"),
    reference("parent_id", "gl_account.id", nullable=True, index=True),
    sa.Column("hierarchy", sa.Text, nullable=False, server_default="."),
    flag("disabled"),
    flag("manual_entries_allowed", default=True),
    reference("tag_id", "code_value.id", nullable=True),
    sa.Column("description", sa.Text),
)

product_account = sa.Table(
    "product_account",
    metadata,
    identifier(),
    sa.Column("product_kind", sa.Text, nullable=False, comment="loan, savings"),
    sa.Column("product_id", sa.BigInteger, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    reference("account_id", "gl_account.id", index=True),
    sa.Column("payment_type_id", sa.BigInteger, comment="Only for payments of this type."),
    # The charge is a record of a slice above the ledger; its removal asks whether it is named here.
    sa.Column("charge_id", sa.BigInteger, comment="Only for this charge."),
    sa.Column("reason_id", sa.BigInteger, comment="Only where a loan was given up for this reason."),
    sa.UniqueConstraint(
        "product_kind",
        "product_id",
        "role",
        "payment_type_id",
        "charge_id",
        "reason_id",
        name="uq_product_account_place",
        postgresql_nulls_not_distinct=True,
    ),
    comment="Which ledger account plays which role for a product.",
)

product_account_history = sa.Table(
    "product_account_history",
    metadata,
    identifier(),
    sa.Column("product_kind", sa.Text, nullable=False),
    sa.Column("product_id", sa.BigInteger, nullable=False),
    sa.Column("since", TIMESTAMP, nullable=False, comment="Booking time."),
    sa.Column("mappings", JSON, nullable=False, comment="[role, account, payment type, charge, reason] each"),
    sa.Index("ix_product_account_history_product_kind_product_id", "product_kind", "product_id"),
    comment="Every complete set of a product's ledger accounts, from its moment on.",
    info=APPEND_ONLY,
)

gl_closure = sa.Table(
    "gl_closure",
    metadata,
    identifier(),
    reference("office_id", "office.id"),
    sa.Column("closed_on", sa.Date, nullable=False),
    sa.Column("comments", sa.Text),
    reference("created_by", "app_user.id"),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    reference("updated_by", "app_user.id", nullable=True),
    sa.Column("updated_at", TIMESTAMP),
    sa.UniqueConstraint("office_id", "closed_on"),
    comment="Nothing is posted with a value date on or before closed_on in the office.",
)

gl_closure_balance = sa.Table(
    "gl_closure_balance",
    metadata,
    sa.Column(
        "closure_id", sa.BigInteger, sa.ForeignKey("gl_closure.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("account_id", sa.BigInteger, sa.ForeignKey("gl_account.id"), primary_key=True),
    sa.Column("currency", sa.String(3), primary_key=True),
    amount("debit"),
    amount("credit"),
    comment="All that was ever posted in the office up to the closing day: closed, therefore final.",
)

opening_balance = sa.Table(
    "opening_balance",
    metadata,
    sa.Column("entry_id", sa.BigInteger, sa.ForeignKey("journal_entry.id"), primary_key=True),
    reference("office_id", "office.id", index=True),
    currency(),
    comment="Entries that took an office's balances over from its earlier books.",
    info=APPEND_ONLY,
)

accounting_rule = sa.Table(
    "accounting_rule",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    reference("office_id", "office.id"),
    sa.Column("description", sa.Text),
    reference("debit_account_id", "gl_account.id", nullable=True),
    reference("credit_account_id", "gl_account.id", nullable=True),
    flag("many_debits"),
    flag("many_credits"),
    comment="Presets for manual entries: each side is one account, or any account with one of some tags.",
)

accounting_rule_tag = sa.Table(
    "accounting_rule_tag",
    metadata,
    sa.Column(
        "rule_id", sa.BigInteger, sa.ForeignKey("accounting_rule.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column(
        "side", sa.Text, sa.CheckConstraint("side IN ('debit', 'credit')", name="side"), primary_key=True
    ),
    sa.Column("tag_id", sa.BigInteger, sa.ForeignKey("code_value.id"), primary_key=True),
)

journal_entry = sa.Table(
    "journal_entry",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True, comment="The entry number."),
    sa.Column("transaction_ref", sa.Text, nullable=False, index=True, comment="Shown to clients."),
    sa.Column("value_date", sa.Date, nullable=False),
    sa.Column("booked_at", TIMESTAMP, nullable=False),
    sa.Column("source_kind", sa.Text, comment="loan, savings, client; null for manual entries"),
    sa.Column("source_id", sa.BigInteger),
    sa.Column("event_id", sa.BigInteger, comment="The event that caused it."),
    sa.Column("command_id", sa.BigInteger, nullable=False, comment="The audit row of the command."),
    reference("created_by", "app_user.id"),
    flag("manual"),
    sa.Column("reverses", sa.BigInteger, sa.ForeignKey("journal_entry.id")),
    sa.Column("comments", sa.Text),
    sa.Column("reference_number", sa.Text),
    sa.Column("payment", JSON),
    sa.Index("ix_journal_entry_source", "source_kind", "source_id"),
    sa.Index("ix_journal_entry_value_date", "value_date"),
    # Also what makes two reversals of one entry at the same moment impossible.
    sa.Index(
        "uq_journal_entry_reverses", "reverses", unique=True, postgresql_where=sa.text("reverses IS NOT NULL")
    ),
    info=APPEND_ONLY,
)

journal_line = sa.Table(
    "journal_line",
    metadata,
    identifier(),
    sa.Column("entry_id", sa.BigInteger, sa.ForeignKey("journal_entry.id"), nullable=False, index=True),
    reference("account_id", "gl_account.id", index=True),
    reference("office_id", "office.id"),
    sa.Column(
        "side", sa.Text, sa.CheckConstraint("side IN ('debit', 'credit')", name="side"), nullable=False
    ),
    amount("amount"),
    currency(),
    sa.Column("value_date", sa.Date, nullable=False),
    sa.Column("comments", sa.Text),
    sa.CheckConstraint("amount > 0", name="positive"),
    sa.Index("ix_journal_line_office_value_date", "office_id", "value_date"),
    info=APPEND_ONLY,
)

# Runs after the foreign keys were checked: they wait for a closure under way (it locks the office), so what is read
# here has seen it.
BALANCE_FUNCTION = """
CREATE FUNCTION journal_must_balance() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE wrong RECORD;
BEGIN
  SELECT entry_id, office_id, currency INTO wrong FROM added
   GROUP BY entry_id, office_id, currency
  HAVING sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'journal entry %% does not balance in office %% and currency %%',
      wrong.entry_id, wrong.office_id, wrong.currency USING ERRCODE = 'AM001';
  END IF;
  SELECT added.office_id, added.value_date INTO wrong FROM added
    JOIN gl_closure ON gl_closure.office_id = added.office_id AND gl_closure.closed_on >= added.value_date
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the accounts of office %% are closed for %%', wrong.office_id, wrong.value_date
      USING ERRCODE = 'AM002';
  END IF;
  RETURN NULL;
END $body$
"""
BALANCE_TRIGGER = """
CREATE TRIGGER journal_balances AFTER INSERT ON journal_line
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION journal_must_balance()
"""


def _install_balance_check(_table: sa.Table, connection: sa.Connection, **_options: object) -> None:
    connection.exec_driver_sql(BALANCE_FUNCTION)
    connection.exec_driver_sql(BALANCE_TRIGGER)


sa.event.listen(journal_line, "after_create", _install_balance_check)
