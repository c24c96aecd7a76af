"""Procrastinate's tables, once, in the control database: made where missing, brought up to date where older.

The library ships its schema and the steps between its versions; which of them a database has had is noted beside them.
"""

from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

import psycopg

_LOCK = 0x616D616E6A
_NOTES = (
    "CREATE TABLE IF NOT EXISTS job_queue_schema ("
    "single BOOLEAN PRIMARY KEY CHECK (single), software TEXT NOT NULL, last_step TEXT NOT NULL)"
)
_FAILURES = (
    "CREATE TABLE IF NOT EXISTS job_failure ("
    "job TEXT NOT NULL, tenant TEXT NOT NULL, attempts INTEGER NOT NULL, error TEXT NOT NULL, "
    "at TIMESTAMPTZ NOT NULL, PRIMARY KEY (job, tenant))"
)
_NOTED = "SELECT software, last_step FROM job_queue_schema"
_NOTE = (
    "INSERT INTO job_queue_schema VALUES (TRUE, %s, %s) "
    "ON CONFLICT (single) DO UPDATE SET software = excluded.software, last_step = excluded.last_step"
)


def prepare_queue(control: str) -> None:
    """Bring the queue's tables in the control database (``control``: its connection string) to this software."""
    software = f"procrastinate {version('procrastinate')}"
    with psycopg.connect(control) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute(_NOTES)
        noted = connection.execute(_NOTED).fetchone()
        if noted is not None and noted[0] == software:
            return
        connection.execute(_FAILURES)
        steps = schema_steps()
        last = max(steps)
        if noted is None:
            _run(connection, files("procrastinate.sql") / "schema.sql")
        for name in sorted(steps):
            if noted is not None and name > noted[1]:
                _run(connection, steps[name])
        connection.execute(_NOTE, (software, last))


def schema_steps() -> dict[str, Traversable]:
    """The library's migrations by name; names sort in the order in which they are applied."""
    folder = files("procrastinate.sql") / "migrations"
    return {one.name: one for one in folder.iterdir() if one.name.endswith(".sql")}


def _run(connection: "psycopg.Connection[tuple[object, ...]]", script: Traversable) -> None:
    connection.execute(script.read_text(encoding="utf-8").encode())
