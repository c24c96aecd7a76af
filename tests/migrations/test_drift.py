"""What the migrations make is what the tables declare: nothing forgotten, nothing left over."""

import uuid
from collections.abc import Callable

import psycopg
import pytest
import sqlalchemy as sa

from amana.migrations.dump import schema_sql
from amana.migrations.schema import metadata
from amana.migrations.upgrade import upgrade


@pytest.fixture
def declared(database_server: Callable[..., str]) -> str:
    """A database made from the declarations alone."""
    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(database_server(), autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        url = database_server(name)
        engine = sa.create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=sa.NullPool
        )
        metadata.create_all(engine, checkfirst=False)
        yield url
        connection.execute(f'drop database "{name}" with (force)')


def parts(text: str) -> set[str]:
    """The statements and column lines of a dump, in no order."""
    return {line.strip().rstrip(",") for line in text.splitlines() if line.strip()}


def test_migrations_make_what_the_tables_declare(empty_database: str, declared: str) -> None:
    upgrade(empty_database)
    migrated, wanted = parts(schema_sql(empty_database)), parts(schema_sql(declared))
    missing = "add a migration for what is missing; a column that moved is not a difference"
    assert (wanted - migrated, migrated - wanted) == (set(), set()), missing


def test_upgrading_again_changes_nothing(empty_database: str) -> None:
    upgrade(empty_database)
    before = schema_sql(empty_database)
    upgrade(empty_database)
    assert schema_sql(empty_database) == before
