"""Databases and sessions: what is written together stays together, and a lost server is told apart from a lost race."""

import threading
import time
from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest
import sqlalchemy as sa

from amana.storage import engine
from amana.storage.engine import Database, DatabaseUnavailable
from amana.storage.statement import Statement

PARTS = sa.Table(
    "part",
    sa.MetaData(),
    sa.Column("id", sa.BigInteger),
    sa.Column("size", sa.Numeric),
    sa.Column("note", sa.JSON),
)
ADD = Statement(sa.insert(PARTS), columns=["id", "size"])
SIZE = Statement(sa.select(PARTS.c.size).where(PARTS.c.id == sa.bindparam("id")))
LOCK = "SELECT size FROM part WHERE id = %(id)s FOR UPDATE"


@pytest.fixture
def database(empty_database: str) -> Iterator[Database]:
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE part (id BIGINT PRIMARY KEY, size NUMERIC, note JSONB)")
    made = Database(empty_database, role="")
    yield made
    made.close()


def size(database: Database, part: int) -> Decimal | None:
    with database.reading() as session:
        return session.scalar(SIZE, id=part)


def test_a_block_that_ends_well_is_committed(database: Database) -> None:
    with database.writing() as session:
        session.run(ADD, id=1, size=Decimal("1.50"))
    assert size(database, 1) == Decimal("1.50")


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        session.run(ADD, id=1, size=Decimal(1))
        raise RuntimeError
    assert size(database, 1) is None


def test_a_dry_run_leaves_nothing(database: Database) -> None:
    with database.writing(keep=False) as session:
        session.run(ADD, id=1, size=Decimal(1))
        assert session.scalar(SIZE, id=1) == 1
    assert size(database, 1) is None


def test_a_write_nobody_waited_for_still_fails_the_block(database: Database) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation), database.writing() as session:
        session.run(ADD, id=1, size=Decimal(1))
        session.run(ADD, id=1, size=Decimal(2))
    assert size(database, 1) is None


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), database.reading() as session:
        session.scalar("INSERT INTO part VALUES (1, 1) RETURNING id")


def test_a_reading_session_sees_one_moment(database: Database) -> None:
    with database.reading() as session:
        assert session.scalar(SIZE, id=1) is None
        with database.writing() as other:
            other.run(ADD, id=1, size=Decimal(1))
        assert session.scalar(SIZE, id=1) is None
    assert size(database, 1) == 1


def test_statements_sent_together_cost_one_round_trip(database: Database) -> None:
    with database.writing() as session:
        session.run(ADD, id=1, size=Decimal(1))
        first = session.ask("SELECT 1 AS real", complex)
        second = session.ask("SELECT 2 AS real", complex)
        assert (first.one(), second.one()) == (1, 2)
        assert session.round_trips == 1


def test_connections_cut_by_the_server_are_replaced_unnoticed(
    database: Database, empty_database: str
) -> None:
    with database.writing() as session:
        session.run(ADD, id=1, size=Decimal(1))
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert size(database, 1) == 1


def test_a_connection_cut_in_the_middle_is_unavailable_and_leaves_nothing(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable), database.writing() as session:
        session.run(ADD, id=1, size=Decimal(1))
        session.scalar("SELECT pg_terminate_backend(pg_backend_pid())")
    assert size(database, 1) is None


def test_an_unreachable_database_is_unavailable() -> None:
    nowhere = Database("host=127.0.0.1 port=1 dbname=none connect_timeout=1", role="")
    with pytest.raises(DatabaseUnavailable), nowhere.reading() as session:
        session.scalar("SELECT 1")
    nowhere.close()


def test_a_deadlock_is_a_lost_race_not_a_lost_database(database: Database) -> None:
    with database.writing() as session:
        session.run(ADD, id=1, size=Decimal(1))
        session.run(ADD, id=2, size=Decimal(2))
    both_hold_one = threading.Barrier(2)
    raised: list[BaseException] = []

    def lock(first: int, second: int) -> None:
        try:
            with database.writing() as session:
                session.scalar(LOCK, id=first)
                both_hold_one.wait(timeout=10)
                session.scalar(LOCK, id=second)
        except psycopg.Error as error:
            raised.append(error)

    threads = [threading.Thread(target=lock, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(error) for error in raised] == [psycopg.errors.DeadlockDetected]


def test_a_busy_database_is_not_taken_for_a_silent_one(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some wait too long for the only connection; nobody is sent away without having waited."""
    monkeypatch.setattr(engine, "CONNECTION_WAIT_S", 1.0)
    busy = Database(empty_database, max_size=1, cap=threading.BoundedSemaphore(20), role="")
    refused: list[float] = []
    served: list[float] = []

    def work() -> None:
        for _ in range(3):
            began = time.monotonic()
            try:
                with busy.reading() as session:
                    session.scalar("SELECT pg_sleep(0.3)")
            except DatabaseUnavailable:
                refused.append(time.monotonic() - began)
            else:
                served.append(time.monotonic() - began)

    with busy.reading():
        pass  # connected
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    busy.close()
    assert refused
    assert served
    assert min(refused) > 0.9
