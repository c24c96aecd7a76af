"""`amana database`."""

import os
import subprocess
from typing import Annotated

import typer
from psycopg.conninfo import conninfo_to_dict

from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings
from amana.storage.embedded_binaries import shipped_binaries

ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
"""Parameters of the database's address by the names PostgreSQL's programs know them under."""


def database(
    program: Annotated[str, typer.Argument(help="pg_dump, pg_restore, pg_basebackup, psql, ...")],
    arguments: Annotated[list[str] | None, typer.Argument(help="Passed on as they are.")] = None,
) -> None:
    """Run a PostgreSQL program against this installation's database, running or not.

    Example: amana database pg_dump --format=custom --file=default.dump amana_default
    """
    path = shipped_binaries().program(program)
    with attached_database(settings()) as server:
        known = conninfo_to_dict(server.control)
        address = {ENVIRONMENT[name]: str(value) for name, value in known.items() if name in ENVIRONMENT}
        done = subprocess.run([path, *(arguments or [])], env={**os.environ, **address}, check=False)
    raise typer.Exit(done.returncode)
