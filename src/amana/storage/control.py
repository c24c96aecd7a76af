"""The control database: a small registry that says in which database, on which server, each tenant lives."""

from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

_LOCK = 0x616D616E62
_FIND = "SELECT conninfo FROM tenant WHERE identifier = %s"
_ALL = "SELECT identifier FROM tenant ORDER BY identifier"
_ADD = "INSERT INTO tenant (identifier, conninfo) VALUES (%s, %s)"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS tenant ("
    "identifier TEXT PRIMARY KEY, conninfo TEXT NOT NULL, made_at TIMESTAMPTZ NOT NULL DEFAULT now())"
)


class TenantExists(Exception):
    """The identifier is taken."""


@dataclass(frozen=True)
class ControlDatabase:
    """The registry behind ``conninfo``. Every call opens a connection of its own: calls are rare and cached above."""

    conninfo: str

    def prepare(self) -> None:
        """Make the registry's table where it is missing."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            connection.execute(_SCHEMA)

    def conninfo_of(self, identifier: str) -> str | None:
        """Where the tenant's database is; None for an unknown tenant."""
        with psycopg.connect(self.conninfo) as connection:
            row = connection.execute(_FIND, (identifier,)).fetchone()
        return None if row is None else str(row[0])

    def identifiers(self) -> list[str]:
        """Every tenant."""
        with psycopg.connect(self.conninfo) as connection:
            rows = connection.execute(_ALL).fetchall()
        return [str(row[0]) for row in rows]

    def add(self, identifier: str, conninfo: str) -> None:
        """Name a tenant and its database; raises TenantExists."""
        try:
            with psycopg.connect(self.conninfo) as connection:
                connection.execute(_ADD, (identifier, conninfo))
        except psycopg.errors.UniqueViolation as error:
            raise TenantExists(identifier) from error

    def make_database(self, name: str) -> str:
        """Create a database beside the control database where it is missing, and say how to reach it."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return make_conninfo(self.conninfo, dbname=name)
