"""The embedded PostgreSQL when things go wrong: owners and servers killed, stale pid files, recovery."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from amana.storage.embedded import EmbeddedPostgres
from amana.storage.embedded_config import ServerOptions
from amana.storage.embedded_errors import StartFailed
from amana.storage.embedded_process import running_server
from tests.storage.conftest import Owner

FAST = ServerOptions(fast=True)


def wait_until(condition: Callable[[], bool], what: str, limit_s: float = 30.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {limit_s} s: {what}")
        time.sleep(0.02)


def answer(dsn: str, query: str) -> object:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query).fetchone()
        return None if row is None else row[0]


def gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has collected it yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def watchers(folder: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if "amana-watcher" in (process.info["cmdline"] or [])
        and any(argument.startswith(str(folder)) for argument in process.info["cmdline"])
    ]


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A live process that has nothing to do with PostgreSQL."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def test_the_server_ends_with_its_killed_owner(folder: Path, start_owner: Callable[..., Owner]) -> None:
    owner = start_owner(folder / "pg", "--fast")
    owner.kill()
    wait_until(lambda: gone(owner.server_pid), "PostgreSQL is down")
    wait_until(lambda: not watchers(folder), "its watcher is gone")


def test_starts_at_once_after_the_owner_was_killed(folder: Path, start_owner: Callable[..., Owner]) -> None:
    for round_number in range(3):
        owner = start_owner(folder / "pg", "--fast")
        with psycopg.connect(owner.dsn) as connection:
            connection.execute("create table if not exists rounds (number int)")
            connection.execute("insert into rounds values (%s)", (round_number,))
        owner.kill()
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        assert answer(database.dsn(), "select count(*) from rounds") == 3


def test_a_leftover_of_killed_owner_and_watcher_is_adopted(
    folder: Path, start_owner: Callable[..., Owner]
) -> None:
    owner = start_owner(folder / "pg", "--fast")
    for watcher in watchers(folder):
        watcher.kill()
    owner.kill()
    assert not gone(owner.server_pid)
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        assert database.pid == owner.server_pid
        assert answer(database.dsn(), "select 1") == 1
        assert watchers(folder), "an adopted server is watched like any other"
    assert gone(owner.server_pid)


def test_an_adopted_server_ends_with_its_new_owner(folder: Path, start_owner: Callable[..., Owner]) -> None:
    first = start_owner(folder / "pg", "--fast")
    for watcher in watchers(folder):
        watcher.kill()
    first.kill()
    second = start_owner(folder / "pg", "--fast")
    assert second.server_pid == first.server_pid
    second.kill()
    wait_until(lambda: gone(first.server_pid), "PostgreSQL is down")


def test_a_stale_pid_file_that_names_an_unrelated_process_harms_neither(
    folder: Path, bystander: subprocess.Popen[bytes]
) -> None:
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        pid_file = folder / "pg" / "pgdata" / "postmaster.pid"
        stale = pid_file.read_text().splitlines()
    stale[0] = str(bystander.pid)
    pid_file.write_text("\n".join(stale) + "\n")
    if os.geteuid() == 0:
        owner = pid_file.parent.stat()
        os.chown(pid_file, owner.st_uid, owner.st_gid)
    assert running_server(pid_file.parent) is None
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        assert answer(database.dsn(), "select 1") == 1
        assert bystander.poll() is None
    assert bystander.poll() is None


def test_an_empty_pid_file_of_a_power_cut_is_no_obstacle(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg", FAST):
        pass
    pid_file = folder / "pg" / "pgdata" / "postmaster.pid"
    pid_file.write_text("")
    if os.geteuid() == 0:
        owner = pid_file.parent.stat()
        os.chown(pid_file, owner.st_uid, owner.st_gid)
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        assert answer(database.dsn(), "select 1") == 1


def test_a_killed_server_comes_back_with_everything_committed(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg") as database:
        with psycopg.connect(database.dsn(), autocommit=True) as connection:
            connection.execute("create table posts (number int)")
            connection.execute("insert into posts select generate_series(1, 1000)")
        killed = database.pid
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: database.pid != killed, "another server runs")
        assert answer(database.dsn(), "select count(*) from posts") == 1000


def test_start_waits_for_crash_recovery(folder: Path, start_owner: Callable[..., Owner]) -> None:
    owner = start_owner(folder / "pg")
    connection = psycopg.connect(owner.dsn, autocommit=True)
    connection.execute("create table posts (number int, note text)")
    connection.execute("checkpoint")
    for _ in range(5):
        connection.execute("insert into posts select g, repeat('x', 100) from generate_series(1, 40000) g")
    connection.execute("begin")
    connection.execute("insert into posts values (0, 'never committed')")
    for watcher in watchers(folder):
        watcher.kill()
    owner.kill()
    os.kill(owner.server_pid, signal.SIGKILL)
    connection.close()
    with EmbeddedPostgres(folder / "pg") as database:
        assert answer(database.dsn(), "select count(*) from posts") == 200_000
        assert "database system was not properly shut down" in (folder / "pg" / "postgres.log").read_text()


def test_a_start_beyond_its_limit_fails_and_leaves_nothing_running(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg", FAST):
        pass
    impatient = EmbeddedPostgres(folder / "pg", FAST, start_limit_s=0.0)
    with pytest.raises(StartFailed, match="not ready after 0 s"):
        impatient.start()
    assert running_server(folder / "pg" / "pgdata") is None
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        assert answer(database.dsn(), "select 1") == 1


def test_a_wrong_setting_is_reported_with_postgresql_s_own_words(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "custom.conf").write_text("work_mem = lots\n")
    with pytest.raises(StartFailed, match="work_mem"):
        EmbeddedPostgres(folder / "pg", FAST).start()


def test_a_forked_child_does_not_keep_the_server_alive(
    folder: Path, start_owner: Callable[..., Owner]
) -> None:
    owner = start_owner(folder / "pg", "--fast", "--fork")
    owner.kill()
    wait_until(lambda: gone(owner.server_pid), "PostgreSQL is down")
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        assert answer(database.dsn(), "select 1") == 1
