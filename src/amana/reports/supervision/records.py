"""Reports of supervisors, kept as they came out."""

import sqlalchemy as sa

from amana.storage.records import JSON, TIMESTAMP, amount, identifier, metadata, reference

supervisor_report = sa.Table(
    "supervisor_report",
    metadata,
    identifier(),
    reference("supervisor_id", "staff.id", index=True),
    sa.Column("report_type", sa.Text, nullable=False, comment="daily, weekly, monthly, quarterly, custom"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("period_start", TIMESTAMP, nullable=False),
    sa.Column("period_end", TIMESTAMP, nullable=False),
    sa.Column("officers", sa.Integer, nullable=False),
    sa.Column("unions", sa.Integer, nullable=False),
    sa.Column("members", sa.Integer, nullable=False),
    sa.Column("loans", sa.Integer, nullable=False),
    sa.Column("active_loans", sa.Integer, nullable=False),
    sa.Column("completed_loans", sa.Integer, nullable=False),
    sa.Column("defaulted_loans", sa.Integer, nullable=False),
    sa.Column("currency", sa.String(3), comment="Of the amounts; null when there is no loan."),
    amount("disbursed"),
    amount("repaid"),
    amount("outstanding"),
    amount("collection_rate"),
    sa.Column("data", JSON, nullable=False, comment="The dashboard of that moment: Dashboard."),
    sa.Column("generated_at", TIMESTAMP, nullable=False),
    reference("generated_by", "app_user.id"),
    sa.Index("ix_supervisor_report_generated_at", "generated_at"),
    comment="Frozen: it does not change with what it reports on. Deleted for good when it is deleted.",
)
