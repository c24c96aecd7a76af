"""A database: pooled connections handed out as read or write sessions."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any

import msgspec
import psycopg
from psycopg import IsolationLevel, errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import Jsonb, set_json_dumps, set_json_loads
from psycopg_pool import ConnectionPool, PoolTimeout

from amana.storage.session import ReadSession, WriteSession

APPLICATION_ROLE = "amana_app"
"""The role every ordinary session runs under; it may not change events, journal or audit."""

EXTENSION_ROLE = "amana_extension"
"""The role that owns the institution's own tables (schema ``extension``), and nothing else."""

CONNECTION_WAIT_S = 5.0
RECONNECTING_S = 3.0
"""How long one attempt to connect is repeated. The pool waits twice as long each time, and as long as an attempt waits
it begins no other: without a limit, service would come back minutes after a database that was down for minutes."""
LOST_RACES = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)
"""Failures of one transaction, which the pipeline decides anew; the database itself is well."""
ENDED_BY_OPERATOR = "57P"
"""Codes with which the database ends a session (shut down, crashed, terminated)."""

set_json_dumps(msgspec.json.encode)
set_json_loads(msgspec.json.decode)


class DatabaseUnavailable(Exception):
    """The database cannot be reached, has no room, or stopped answering; nothing was changed."""


class LostWhileCommitting(DatabaseUnavailable):
    """The connection broke before the database confirmed the commit: the change may have been made or not."""


class Database:
    """One tenant's database.

    ``cap`` limits the connections over all tenants of this process.
    """

    def __init__(
        self,
        conninfo: str,
        *,
        max_size: int = 16,
        cap: BoundedSemaphore | None = None,
        role: str | None = None,
    ) -> None:
        self.conninfo = conninfo
        self._cap = cap or BoundedSemaphore(max_size)
        self._role = APPLICATION_ROLE if role is None else role
        self._answering, self._answered_at = True, 0.0
        self._trying = Lock()
        self._pool: ConnectionPool[psycopg.Connection[Any]] = ConnectionPool(
            conninfo,
            min_size=0,
            max_size=max_size,
            max_idle=300,
            timeout=CONNECTION_WAIT_S,
            reconnect_timeout=RECONNECTING_S,
            kwargs={"autocommit": False, "prepare_threshold": 2, **_limited(conninfo)},
            configure=self._configure,
            open=True,
        )

    def _configure(self, connection: "psycopg.Connection[Any]") -> None:
        connection.adapters.register_dumper(dict, _DictDumper)
        if self._role:
            connection.autocommit = True
            connection.execute(psycopg.sql.SQL("SET ROLE {}").format(psycopg.sql.Identifier(self._role)))
            connection.autocommit = False

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """A read-only transaction that sees one moment of the database throughout."""
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            try:
                yield ReadSession(connection)
            finally:
                self._finish(connection, commit=False)
                connection.isolation_level = None
                connection.read_only = None

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[WriteSession]:
        """A read-write transaction: committed when the block ends well, rolled back when it raises.

        ``keep=False`` always rolls back (a dry run).
        """
        with self._connection() as connection:
            committing = done = False
            try:
                with connection.pipeline():
                    session = WriteSession(connection)
                    yield session
                    if keep:
                        committing = True
                        connection.commit()
                done = keep  # leaving the pipeline is what waits for the commit to be confirmed
            except psycopg.OperationalError as error:
                if committing and _is_loss(error):
                    raise LostWhileCommitting(str(error)) from error
                raise
            finally:
                if not done:
                    self._finish(connection, commit=False)

    @contextmanager
    def _connection(self) -> "Iterator[psycopg.Connection[Any]]":
        with self._cap:
            try:
                with self._trial():
                    connection = self._living_connection()
                try:
                    yield connection
                finally:
                    self._pool.putconn(connection)
            except LOST_RACES:
                raise
            except (PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError) as error:
                raise DatabaseUnavailable(str(error)) from error

    def _living_connection(self) -> "psycopg.Connection[Any]":
        """A connection whose server is still there. The pool's own check would wait longer before each further
        connection, and give up before it is through those that a restart of the database has left dead.
        """
        until = time.monotonic() + CONNECTION_WAIT_S
        while True:
            connection = self._pool.getconn(max(until - time.monotonic(), 0.0))
            if _is_alive(connection):
                return connection
            connection.close()
            self._pool.putconn(connection)

    @contextmanager
    def _trial(self) -> Iterator[None]:
        """While the database does not answer, one caller at a time tries and the others are told at once. Otherwise
        its callers would take the threads and the share of connections that the other tenants need.
        """
        began, alone = time.monotonic(), not self._answering
        if alone and not self._trying.acquire(blocking=False):
            raise DatabaseUnavailable("the database does not answer")
        try:
            yield
            self._answering, self._answered_at = True, time.monotonic()
        except PoolTimeout:
            self._answering = self._answered_at > began  # busy, if others had an answer meanwhile
            raise
        finally:
            if alone:
                self._trying.release()

    @staticmethod
    def _finish(connection: "psycopg.Connection[Any]", *, commit: bool) -> None:
        if connection.closed or connection.broken:
            return
        if commit:
            connection.commit()
        else:
            connection.rollback()

    def close(self) -> None:
        """Close every pooled connection."""
        self._pool.close()


def _limited(conninfo: str) -> dict[str, int]:
    """A limit for an attempt to connect, where the address has none: a machine that is gone may never answer."""
    return (
        {} if "connect_timeout" in conninfo_to_dict(conninfo) else {"connect_timeout": int(CONNECTION_WAIT_S)}
    )


def _is_loss(error: psycopg.OperationalError) -> bool:
    """Whether the connection broke, rather than the database saying what is wrong."""
    return error.sqlstate is None or error.sqlstate.startswith(ENDED_BY_OPERATOR)


def _is_alive(connection: "psycopg.Connection[Any]") -> bool:
    """Whether an idle connection's server is still there: only one that went away has something to say."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    if not poll.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True


class _DictDumper(psycopg.adapt.Dumper):
    """Sends a plain dictionary as JSONB."""

    oid = psycopg.adapters.types["jsonb"].oid

    def dump(self, obj: Any) -> bytes:
        return msgspec.json.encode(obj.obj if isinstance(obj, Jsonb) else obj)
