"""Tables of the kernel: tenant state, settings, audit, pending commands, idempotency, outbox, identities."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from amana.storage.records import APPEND_ONLY, JSON, TIMESTAMP, flag, identifier, metadata, reference

tenant_state = sa.Table(
    "tenant_state",
    metadata,
    sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="single_row"), primary_key=True),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("business_date_mode", sa.Text, nullable=False, server_default="calendar"),
    sa.Column("business_date", sa.Date),
    sa.Column("closing_day", sa.Date, comment="Null: the day before the business date."),
    sa.Column("configuration_version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("access_version", sa.BigInteger, nullable=False, server_default="1"),
    flag("demo"),
    comment="One row: what every command reads first.",
)

setting = sa.Table(
    "setting",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    flag("enabled"),
    sa.Column("value", JSON),
    sa.Column("description", sa.Text),
    comment="Global configuration by name.",
)

audit_number = sa.Sequence("audit_number", metadata=metadata)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("entity", sa.Text, nullable=False),
    sa.Column("resource_id", sa.Text),
    sa.Column("office_id", sa.BigInteger),
    sa.Column("client_id", sa.BigInteger),
    sa.Column("group_id", sa.BigInteger),
    sa.Column("loan_id", sa.BigInteger),
    sa.Column("savings_id", sa.BigInteger),
    sa.Column("user_id", sa.BigInteger, nullable=False),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("refusal", JSON),
    sa.Column("body", JSON, comment="What the client sent, without secrets."),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("approves", sa.BigInteger, comment="The audit row whose pending command this one decided."),
    sa.Index("ix_audit_made_at", "made_at"),
    sa.Index("ix_audit_entity_resource", "entity", "resource_id"),
    sa.Index("ix_audit_approves", "approves", postgresql_where=sa.text("approves IS NOT NULL")),
    comment="One row for every write and every refused write.",
    info=APPEND_ONLY,
)

audit_seal = sa.Table(
    "audit_seal",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("audit_id", sa.BigInteger, sa.ForeignKey("audit.id"), nullable=False, unique=True),
    sa.Column("seal", sa.LargeBinary, nullable=False),
    sa.Column("salt", sa.LargeBinary, comment="Of the digest; erased together with body and refusal."),
    sa.Column("digest", sa.LargeBinary, nullable=False, comment="Salted hash of body and refusal."),
    comment="Hash chain over the audit: each seal covers the previous one, its row, and the digest of what the "
    "row holds of people.",
    info=APPEND_ONLY,
)

audit_sealing = sa.Table(
    "audit_sealing",
    metadata,
    sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="single_row"), primary_key=True),
    sa.Column("settled", sa.BigInteger, nullable=False, comment="Every row up to this number is sealed."),
    comment="One row: how far the sealer has come.",
)

pending_command = sa.Table(
    "pending_command",
    metadata,
    sa.Column("audit_id", sa.BigInteger, sa.ForeignKey("audit.id"), primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("payload", JSON, nullable=False),
    sa.Column("permission", sa.Text, nullable=False),
    reference("maker_id", "app_user.id"),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="awaiting"),
    reference("checker_id", "app_user.id", nullable=True),
    sa.Column("checked_at", TIMESTAMP),
    comment="Commands that wait, or waited, for a checker.",
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("actor_id", sa.BigInteger, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request_hash", sa.LargeBinary, nullable=False),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("content_type", sa.Text),
    sa.Column("answer", sa.LargeBinary),
    sa.Index("ix_idempotency_made_at", "made_at"),
    comment="Keys of requests and the answers given, for replay.",
)

outbox = sa.Table(
    "outbox",
    metadata,
    identifier(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", JSON, nullable=False),
    sa.Column("audit_id", sa.BigInteger, nullable=False),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Column("due_at", TIMESTAMP, server_default=sa.func.now(), comment="Null: given up."),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Index("ix_outbox_due_at", "due_at", postgresql_where=sa.text("due_at IS NOT NULL")),
    comment="Messages for the outside world, written with the change and delivered by a job.",
)

identity = sa.Table(
    "identity",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("key", UUID, nullable=False, unique=True, server_default=sa.text("gen_random_uuid()")),
    sa.Column("external_id", sa.Text),
    sa.UniqueConstraint("kind", "external_id"),
    comment="The random key and the institution's own id of every addressable record.",
)
