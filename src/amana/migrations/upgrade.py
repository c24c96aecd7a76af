"""Bringing a database to the present schema, with the roles that sessions run under."""

from contextlib import suppress
from pathlib import Path

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from psycopg import sql

from amana.migrations.schema import metadata
from amana.storage.engine import APPLICATION_ROLE

_LOCK = 0x616D616E61


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
    role = sql.Identifier(APPLICATION_ROLE)
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APPLICATION_ROLE,)).fetchone()
    if exists is None:
        # another database of the same server may be upgraded at the same moment
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    for statement in (
        "GRANT {} TO CURRENT_USER",
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
