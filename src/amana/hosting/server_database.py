"""The PostgreSQL server behind this installation: the embedded one, or the one `database_url` names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from amana.hosting.problems import Problem
from amana.hosting.settings import Settings
from amana.storage.control import ControlDatabase
from amana.storage.embedded import EmbeddedPostgres, running_address, socket_url
from amana.storage.embedded_account import choose_account
from amana.storage.embedded_config import ServerOptions

CONTROL_DATABASE = "amana"
CONNECT_LIMIT_S = 10
OLDEST_MAJOR = 15
OTHER_CONNECTIONS = 40  # look-ups in the control database, commands at a terminal, background work


class DatabaseProblem(Problem):
    """The configured PostgreSQL cannot be used; the message says why."""


@dataclass(frozen=True)
class DatabaseServer:
    """How to reach the databases of this installation. `control` is a libpq connection string."""

    control: str
    embedded: bool


def embedded_folder(settings: Settings) -> Path:
    """Where the embedded PostgreSQL lives."""
    return settings.home / "postgres"


def embedded_server(settings: Settings) -> EmbeddedPostgres:
    """The embedded PostgreSQL of this data folder, not started yet."""
    prepare_home(settings.home)
    return EmbeddedPostgres(
        embedded_folder(settings),
        ServerOptions(
            tcp_port=settings.database_tcp_port,
            max_connections=settings.workers * settings.database_connections + OTHER_CONNECTIONS,
        ),
        account=settings.database_account,
        start_limit_s=settings.database_start_limit_s,
    )


def prepare_home(home: Path) -> None:
    """Make the data folder where it is missing: listable only for us, passable for the database's account."""
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(0o711)


@contextmanager
def serving_database(settings: Settings) -> Iterator[DatabaseServer]:
    """The database for a serving process, which owns the embedded one for as long as it lives."""
    if settings.database_url is not None:
        yield external_server(settings.database_url.get_secret_value())
        return
    with embedded_server(settings) as database:
        yield _with_control_database(database.dsn(), database.dsn(CONTROL_DATABASE))


@contextmanager
def attached_database(settings: Settings) -> Iterator[DatabaseServer]:
    """The database for a passing command: a running server's, else one started for the occasion."""
    if settings.database_url is None:
        account = choose_account(settings.database_account)
        address = running_address(embedded_folder(settings), account)
        if address is not None:
            control = socket_url(address, CONTROL_DATABASE)
            yield _with_control_database(socket_url(address, "postgres"), control)
            return
    with serving_database(settings) as server:
        yield server


def external_server(url: str) -> DatabaseServer:
    """A PostgreSQL that somebody else runs.

    Raises:
        DatabaseProblem: when it cannot be reached, is too old, or the URL names no database.
    """
    try:
        parameters = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise DatabaseProblem(f"AMANA_DATABASE_URL is no PostgreSQL address: {error}") from None
    if not parameters.get("dbname"):
        raise DatabaseProblem("AMANA_DATABASE_URL names no database (postgresql://user@host/DATABASE)")
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_LIMIT_S) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        raise DatabaseProblem(f"The database in AMANA_DATABASE_URL cannot be reached: {error}") from None
    if version < OLDEST_MAJOR * 10_000:
        raise DatabaseProblem(
            f"PostgreSQL {OLDEST_MAJOR} or newer is needed; this is {version // 10_000}.{version % 10_000}"
        )
    if encoding != "UTF8":
        raise DatabaseProblem(f"The control database's encoding has to be UTF8; it is {encoding}")
    return DatabaseServer(make_conninfo(url), embedded=False)


def _with_control_database(maintenance: str, control: str) -> DatabaseServer:
    ControlDatabase(maintenance).make_database(CONTROL_DATABASE)
    return DatabaseServer(make_conninfo(control), embedded=True)
