"""Tables of users, roles, permissions, credentials and the office tree."""

import sqlalchemy as sa

from amana.storage.records import TIMESTAMP, amount, flag, identifier, metadata, reference

office = sa.Table(
    "office",
    metadata,
    identifier(),
    reference("parent_id", "office.id", nullable=True, index=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column(
        "hierarchy", sa.Text, nullable=False, comment="Path of ids, e.g. .1.12. for office 12 below 1."
    ),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("created_at", TIMESTAMP, nullable=False, server_default=sa.func.now()),
    sa.Column("changed_at", TIMESTAMP, nullable=False, server_default=sa.func.now()),
    sa.Index("ix_office_hierarchy", "hierarchy", postgresql_ops={"hierarchy": "text_pattern_ops"}),
    comment="The office tree: scope of rights and bearer of ledger entries.",
)

app_user = sa.Table(
    "app_user",
    metadata,
    identifier(),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("first_name", sa.Text, nullable=False, server_default=""),
    sa.Column("last_name", sa.Text, nullable=False, server_default=""),
    sa.Column("email", sa.Text, nullable=False, server_default=""),
    reference("office_id", "office.id", index=True),
    reference("staff_id", "staff.id", nullable=True),
    flag("disabled"),
    flag("deleted"),
    flag("is_system"),
    sa.Column("password_changed_at", TIMESTAMP, nullable=False),
    sa.Column("last_login_at", TIMESTAMP),
    sa.Column("login_count", sa.BigInteger, nullable=False, server_default="0"),
    sa.Index("uq_app_user_username", "username", unique=True, postgresql_where=sa.text("NOT deleted")),
)

role = sa.Table(
    "role",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    flag("disabled"),
)

permission = sa.Table(
    "permission",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("grouping", sa.Text, nullable=False),
    sa.Column("entity", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    flag("checkable"),
    flag("needs_checker"),
    comment="Every permission the registries know; needs_checker puts it under maker-checker.",
)

role_permission = sa.Table(
    "role_permission",
    metadata,
    sa.Column("role_id", sa.BigInteger, sa.ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("code", sa.Text, sa.ForeignKey("permission.code"), primary_key=True),
    amount("max_amount", nullable=True),
    comment="Rights of a role, each optionally limited to an amount.",
)

user_role = sa.Table(
    "user_role",
    metadata,
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("app_user.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role_id", sa.BigInteger, sa.ForeignKey("role.id"), primary_key=True),
)

api_key = sa.Table(
    "api_key",
    metadata,
    identifier(),
    reference("user_id", "app_user.id", index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Column("expires_at", TIMESTAMP),
    flag("disabled"),
)

login_failure = sa.Table(
    "login_failure",
    metadata,
    identifier(),
    sa.Column(
        "subject", sa.Text, nullable=False, comment="Who tried: the user name, lower-cased, or an address."
    ),
    sa.Column("at", TIMESTAMP, nullable=False),
    sa.Index("ix_login_failure_subject_at", "subject", "at"),
)

login_session = sa.Table(
    "login_session",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    reference("user_id", "app_user.id", index=True),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    sa.Column("last_used_at", TIMESTAMP, nullable=False),
    sa.Column("expires_at", TIMESTAMP, nullable=False),
    comment="Bearer-token sessions.",
)

signing_key = sa.Table(
    "signing_key",
    metadata,
    identifier(),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("made_at", TIMESTAMP, nullable=False),
    comment="Secrets that bearer tokens are signed with; the newest signs, older ones still verify.",
)
