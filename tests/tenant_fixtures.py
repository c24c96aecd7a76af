"""Tenants for tests: a migrated template database per run, copied per worker or per test."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

import amana.hosting.slices  # noqa: F401 - a tenant starts with every permission and seeded row
from amana.kernel.access.actors import actor_of, user_named
from amana.kernel.access.bootstrap import Administrator, initialise
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from amana.migrations.upgrade import upgrade
from amana.storage.engine import Database

TEMPLATE = "amana_t_template"
ADMINISTRATOR = Administrator(username="mifos", password="password", email="demo@amana.example")
SHARED = Path(os.environ.get("AMANA_SHARED", Path(__file__).parents[2] / "shared"))

Server = Callable[..., str]


@pytest.fixture(scope="session")
def template_database(database_server: Server) -> str:
    """A migrated, initialised database to copy; made once per run, by whichever worker comes first."""
    return make_template(database_server)


def make_template(database_server: Server) -> str:
    """The template's name; the database is made where it is not there yet."""
    with psycopg.connect(database_server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(7266)")
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone()
        if known is None:
            making = f"{TEMPLATE}_making"
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            upgrade(database_server(making))
            database = Database(database_server(making), role="")
            with database.writing() as session:
                initialise(session, ADMINISTRATOR, demo=True)
            database.close()
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(making), sql.Identifier(TEMPLATE)
                )
            )
    return TEMPLATE


@contextmanager
def copied(database_server: Server, template: str) -> Iterator[Tenant]:
    """A tenant in a copy of ``template``, dropped afterwards."""
    name = f"amana_t_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(database_server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(7267)")
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    database = Database(make_conninfo(database_server(name)), max_size=24)
    try:
        yield Tenant("default", database)
    finally:
        database.close()
        with psycopg.connect(database_server(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def tenant(database_server: Server, template_database: str) -> Iterator[Tenant]:
    """A tenant shared by the tests of one worker: tests make their own records in it."""
    with copied(database_server, template_database) as made:
        yield made


@pytest.fixture
def fresh_tenant(database_server: Server, template_database: str) -> Iterator[Tenant]:
    """A tenant of this test's own."""
    with copied(database_server, template_database) as made:
        yield made


def administrator_of(tenant: Tenant) -> Actor:
    """The administrator of a test tenant, with its present rights."""
    with tenant.database.reading() as session:
        user = user_named(session, ADMINISTRATOR.username)
        assert user is not None
        return actor_of(session, user)


@pytest.fixture
def administrator(tenant: Tenant) -> Actor:
    """The administrator of the shared tenant."""
    return administrator_of(tenant)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with contracts and oracles; tests that read it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the folder {SHARED} with contracts and oracles is not there")
    return SHARED
