"""Bringing a database to the present schema, with the roles that sessions run under."""

from contextlib import suppress
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from psycopg import sql

from amana.kernel.extension_data.records import SCHEMA
from amana.migrations.schema import metadata
from amana.storage.engine import APPLICATION_ROLE, EXTENSION_ROLE

_LOCK = 0x616D616E61
_STRANGERS = """
SELECT relname FROM pg_class
 WHERE relnamespace = %s::regnamespace AND relowner <> %s::regrole AND relkind IN ('r', 'v') ORDER BY relkind
"""
"""Tables and views of the extension schema that another role owns: they came out of a dump."""


def upgrade(conninfo: str) -> None:
    """Run the outstanding migrations, one process at a time, and set the grants anew."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    engine = sa.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo), poolclass=sa.NullPool
    )
    with psycopg.connect(conninfo, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        _grant(guard)


def _grant(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """The application may do everything with rows, except change what is append-only."""
    role = _role(connection, APPLICATION_ROLE)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "REVOKE ALL ON alembic_version FROM {}",
    ):
        connection.execute(sql.SQL(statement).format(role))
    for table in metadata.sorted_tables:
        if table.info.get("append_only"):
            connection.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                    sql.Identifier(table.name), role
                )
            )
    _grant_extension(connection)


def _role(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> sql.Identifier:
    """The role, made where the server has none of this name, and ours to act under."""
    role = sql.Identifier(name)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
        # another database of the same server may be upgraded at the same moment
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    # where an administrator has granted it, we may not be the one to grant it again
    member = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", (name,)).fetchone()
    if member != (True,):
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    return role


def _grant_extension(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """A schema for the institution's own tables: one role makes and changes them, the application fills them."""
    owner, role = _role(connection, EXTENSION_ROLE), sql.Identifier(APPLICATION_ROLE)
    schema = sql.Identifier(SCHEMA)
    for statement in (
        "CREATE SCHEMA IF NOT EXISTS {schema}",
        "GRANT USAGE, CREATE ON SCHEMA {schema} TO {owner}",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT USAGE ON SCHEMA public TO {owner}",
        "GRANT REFERENCES ON ALL TABLES IN SCHEMA public TO {owner}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT ALL ON TABLES TO {role}",
        "GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}",
    ):
        connection.execute(sql.SQL(statement).format(owner=owner, role=role, schema=schema))
    for (name,) in connection.execute(_STRANGERS, (SCHEMA, EXTENSION_ROLE)).fetchall():
        relation = sql.Identifier(SCHEMA, str(name))
        connection.execute(sql.SQL("ALTER TABLE {} OWNER TO {}").format(relation, owner))
