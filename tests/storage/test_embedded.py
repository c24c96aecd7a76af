"""The embedded PostgreSQL in ordinary life: start, address, settings, folders, stop."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from amana.storage.embedded import EmbeddedPostgres, running_address, socket_url
from amana.storage.embedded_binaries import shipped_binaries
from amana.storage.embedded_config import ServerOptions
from amana.storage.embedded_errors import DataFolderInUse, EmbeddedError
from tests.storage.conftest import Owner

FAST = ServerOptions(fast=True)


def setting(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("select current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return str(row[0])


def test_starts_answers_and_stops(folder: Path) -> None:
    database = EmbeddedPostgres(folder / "pg")
    url = database.start()
    pid = database.pid
    with psycopg.connect(url) as connection:
        assert setting(connection, "server_encoding") == "UTF8"
        assert setting(connection, "data_checksums") == "on"
        assert setting(connection, "fsync") == "on"
        assert setting(connection, "listen_addresses") == ""
        assert setting(connection, "TimeZone") == "UTC"
        provider = connection.execute("select datlocprovider, datlocale from pg_database").fetchone()
        assert provider == ("b", "C.UTF-8")
    database.stop()
    assert not psutil.pid_exists(pid)


def test_keeps_what_was_written_over_a_restart(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg") as database, psycopg.connect(database.dsn()) as connection:
        connection.execute("create table kept as select 42 as answer")
    with EmbeddedPostgres(folder / "pg") as database, psycopg.connect(database.dsn()) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_fast_mode_is_only_for_tests_and_says_so(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg", FAST) as database, psycopg.connect(database.dsn()) as connection:
        assert setting(connection, "fsync") == "off"


def test_the_operator_s_own_settings_are_read(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "custom.conf").write_text("work_mem = 3MB\nlisten_addresses = '*'\n")
    with EmbeddedPostgres(folder / "pg", FAST) as database, psycopg.connect(database.dsn()) as connection:
        assert setting(connection, "work_mem") == "3MB"
        assert setting(connection, "listen_addresses") == "", "what keeps it private is not tunable"


def test_a_second_owner_is_refused_and_told_who_the_first_is(
    folder: Path, start_owner: Callable[..., Owner]
) -> None:
    first = start_owner(folder / "pg", "--fast")
    with pytest.raises(DataFolderInUse, match=rf"in use by another server \(process {first.process.pid}\)"):
        EmbeddedPostgres(folder / "pg", FAST).start()
    with psycopg.connect(first.dsn) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_two_owners_within_one_process_are_refused_too(folder: Path) -> None:
    with EmbeddedPostgres(folder / "pg", FAST), pytest.raises(DataFolderInUse):
        EmbeddedPostgres(folder / "pg", FAST).start()


def test_other_programs_find_the_running_server(folder: Path) -> None:
    assert running_address(folder / "pg") is None
    with EmbeddedPostgres(folder / "pg", FAST) as database:
        address = running_address(folder / "pg")
        assert address is not None
        assert socket_url(address, "postgres") == database.dsn()
    assert running_address(folder / "pg") is None


def test_a_path_too_long_for_a_socket_still_works(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with EmbeddedPostgres(deep / "pg", FAST) as database, psycopg.connect(database.dsn()) as connection:
        sockets = setting(connection, "unix_socket_directories")
        assert len(sockets) < 40
    with EmbeddedPostgres(deep / "pg", FAST) as database, psycopg.connect(database.dsn()) as connection:
        assert setting(connection, "unix_socket_directories") == sockets, "the private folder is used again"
    shutil.rmtree(sockets)


def test_a_cluster_of_another_version_is_refused(folder: Path) -> None:
    cluster = folder / "pg" / "pgdata"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 12"):
        EmbeddedPostgres(folder / "pg", FAST).start()


def test_an_interrupted_first_start_leaves_nothing_in_the_way(folder: Path) -> None:
    (folder / "pg" / "initialising").mkdir(parents=True)
    half = folder / "pg" / "initialising" / "pgdata"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        account = pwd.getpwnam("nobody")
        os.chown(half, account.pw_uid, account.pw_gid)
    with EmbeddedPostgres(folder / "pg", FAST, account="nobody") as database:
        assert psycopg.connect(database.dsn()).execute("select 1").fetchone() == (1,)


def test_listens_on_tcp_only_when_asked_and_only_with_a_password(folder: Path, free_port: int) -> None:
    with EmbeddedPostgres(folder / "pg", ServerOptions(tcp_port=free_port, fast=True)) as database:
        with psycopg.connect(database.dsn()) as connection:
            assert setting(connection, "listen_addresses") == "127.0.0.1"
            connection.execute("alter role amana password 'Let me in over TCP'")
        over_tcp = f"postgresql://amana@127.0.0.1:{free_port}/postgres"
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(over_tcp)
        with psycopg.connect(over_tcp, password="Let me in over TCP") as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_the_programs_are_those_of_the_wheel() -> None:
    binaries = shipped_binaries()
    assert binaries.major >= 18
    said = subprocess.run(
        [binaries.program("pg_dump"), "--version"], capture_output=True, text=True, check=True
    )
    assert f" {binaries.major}." in said.stdout
    with pytest.raises(EmbeddedError, match="no program 'rm'"):
        binaries.program("rm")


@pytest.mark.skipif(os.geteuid() != 0, reason="switching accounts needs root")
class TestAsRoot:
    """Root hands the database to an unprivileged account and opens nobody's folder for it."""

    def test_runs_under_an_unprivileged_account(self, folder: Path) -> None:
        with EmbeddedPostgres(folder / "pg", FAST) as database:
            assert psutil.Process(database.pid).uids().real != 0

    def test_another_user_of_the_machine_gets_no_connection(self, folder: Path) -> None:
        with EmbeddedPostgres(folder / "pg", FAST) as database:
            psql = shipped_binaries().program("psql")
            command = [psql, database.dsn(), "-c", "select 1"]
            for user in ("nobody", psutil.Process(database.pid).username()):
                tried = subprocess.run(command, user=user, cwd="/", capture_output=True, check=False)
                assert tried.returncode != 0, user

    def test_a_closed_folder_stays_closed(self, folder: Path) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        with EmbeddedPostgres(closed / "pg", FAST) as database:
            with psycopg.connect(database.dsn()) as connection:
                elsewhere = Path(setting(connection, "data_directory")).parent
            assert not elsewhere.is_relative_to(folder)
            assert (closed / "pg" / "location").read_text().strip() == str(elsewhere)
        with EmbeddedPostgres(closed / "pg", FAST) as database, psycopg.connect(database.dsn()) as connection:
            assert Path(setting(connection, "data_directory")).parent == elsewhere
        assert closed.stat().st_mode & 0o777 == 0o700
        shutil.rmtree(elsewhere)
