"""The control database: a small registry that says in which database, on which server, each tenant lives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

CONNECT_LIMIT_S = 5

_LOCK = 0x616D616E62
_FIND = "SELECT conninfo FROM tenant WHERE identifier = %s"
_ALL = "SELECT identifier FROM tenant ORDER BY identifier"
_ADD = "INSERT INTO tenant (identifier, conninfo) VALUES (%s, %s)"
_SOFTWARE = "SELECT identifier, software FROM tenant ORDER BY identifier"
_NOTE_SOFTWARE = "UPDATE tenant SET software = %s WHERE identifier = %s"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS tenant ("
    "identifier TEXT PRIMARY KEY, conninfo TEXT NOT NULL, software TEXT NOT NULL DEFAULT '', "
    "made_at TIMESTAMPTZ NOT NULL DEFAULT now())"
)


class TenantExists(Exception):
    """The identifier is taken."""


@dataclass(frozen=True)
class ControlDatabase:
    """The registry behind ``conninfo``. Every call opens a connection of its own: calls are rare and cached above."""

    conninfo: str

    @property
    def name(self) -> str:
        """The control database's name; those of the tenants made beside it begin with it."""
        return str(conninfo_to_dict(self.conninfo)["dbname"])

    def _asking(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection for one short question."""
        return psycopg.connect(self.conninfo, connect_timeout=CONNECT_LIMIT_S)

    def prepare(self) -> None:
        """Make the registry's table where it is missing."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            connection.execute(_SCHEMA)

    def conninfo_of(self, identifier: str) -> str | None:
        """Where the tenant's database is; None for an unknown tenant.

        What the registry does not say (host, user ...) is as for the control database, so that a registry still
        holds after its server has moved.
        """
        with self._asking() as connection:
            row = connection.execute(_FIND, (identifier,)).fetchone()
        return None if row is None else self.completed(str(row[0]))

    def completed(self, conninfo: str) -> str:
        """A tenant's connection string with the control database's parameters where it has none."""
        return make_conninfo(self.conninfo, **conninfo_to_dict(conninfo))

    def identifiers(self) -> list[str]:
        """Every tenant."""
        with self._asking() as connection:
            rows = connection.execute(_ALL).fetchall()
        return [str(row[0]) for row in rows]

    def software(self) -> dict[str, str]:
        """By tenant: which software last brought its database up to date."""
        with self._asking() as connection:
            return {str(name): str(software) for name, software in connection.execute(_SOFTWARE)}

    def note_software(self, identifier: str, software: str) -> None:
        """Remember which software brought a tenant's database up to date."""
        with self._asking() as connection:
            connection.execute(_NOTE_SOFTWARE, (software, identifier))

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """One process at a time makes or upgrades tenants."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK + 1,))
            yield

    def add(self, identifier: str, conninfo: str) -> None:
        """Name a tenant and its database, in full or as far as it differs; raises TenantExists."""
        try:
            with self._asking() as connection:
                connection.execute(_ADD, (identifier, conninfo))
        except psycopg.errors.UniqueViolation as error:
            raise TenantExists(identifier) from error

    def make_database(self, name: str) -> str:
        """Create a database beside the control database where it is missing, and say how to reach it."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if known is None:
                statement = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
                connection.execute(statement.format(sql.Identifier(name)))
        return make_conninfo(self.conninfo, dbname=name)
