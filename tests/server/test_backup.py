"""Backups made while the server runs, restored into new data folders, as `docs/how-to/backup-and-restore.md` says."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.processes import Server, run_cli
from tests.server.test_serving import LOGIN, MIFOS

ALL_ROWS = r"""
select format(
    'select %L, count(*), md5(coalesce(string_agg(t::text, chr(10) order by t::text), %L)) from %I t',
    tablename, '', tablename)
from pg_tables where schemaname = 'public' order by tablename
\gexec
"""


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="amana-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def run(home: Path, *command: str, stdin: str = "") -> str:
    done = run_cli(home, *command, stdin=stdin)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(home: Path) -> str:
    """Every table of the tenant with its number of rows and a digest of them all."""
    return run(home, "database", "psql", "-qAt", "-d", "amana_default", "-f", "-", stdin=ALL_ROWS)


def serves(home: Path) -> bool:
    server = Server.start(home)
    try:
        return server.get(f"{MIFOS}/offices", **LOGIN).status_code in {200, 501}
    finally:
        server.stop()


def test_a_dump_of_one_tenant(home: Path, elsewhere: Path, start_server: Callable[..., Server]) -> None:
    start_server()
    rename = "update office set name = 'Siège — Ouagadougou'"
    run(home, "database", "psql", "-d", "amana_default", "-c", rename)
    dump = str(elsewhere / "default.dump")
    run(home, "database", "pg_dump", "--format=custom", f"--file={dump}", "amana_default")
    original = contents(home)
    assert "office|1|" in original

    restored = elsewhere / "restored"
    run(restored, "database", "createdb", "amana_default")
    run(
        restored,
        "database",
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--dbname=amana_default",
        dump,
    )
    assert contents(restored) == original
    run(restored, "adopt", "default", "dbname=amana_default")
    assert serves(restored)


def test_a_copy_of_the_whole_cluster(
    home: Path, elsewhere: Path, start_server: Callable[..., Server]
) -> None:
    start_server()
    copy = elsewhere / "cluster"
    run(home, "database", "pg_basebackup", f"--pgdata={copy}", "--checkpoint=fast")
    original = contents(home)

    restored = elsewhere / "restored"
    (restored / "postgres").mkdir(parents=True)
    shutil.copytree(copy, restored / "postgres" / "pgdata")
    assert contents(restored) == original
    assert serves(restored)
