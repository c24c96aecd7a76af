"""`amana version`, `amana operations`, `amana database`, and how mistakes are told."""

import json
from pathlib import Path

from amana.version import VERSION
from tests.server.processes import run_cli


def test_version(home: Path) -> None:
    assert run_cli(home, "version").stdout == f"amana {VERSION}\n"


def test_operations_are_listed_as_json(home: Path) -> None:
    listed = run_cli(home, "operations", "--dialect", "mifos", "--format", "json")
    assert listed.returncode == 0, listed.stderr
    rows = json.loads(listed.stdout)
    assert rows
    for row in rows:
        assert set(row) == {"id", "method", "path", "query", "kind"}
        assert row["kind"] in {"does", "shows", "odd"}


def test_an_unknown_dialect_is_refused(home: Path) -> None:
    refused = run_cli(home, "operations", "--dialect", "esperanto")
    assert refused.returncode == 2
    assert "mifos" in refused.stderr


def test_the_shipped_programs_run_against_the_database(home: Path) -> None:
    asked = run_cli(home, "database", "psql", "--no-psqlrc", "--tuples-only", "--command", "select 40 + 2")
    assert asked.stdout.strip() == "42", asked.stderr
    failed = run_cli(home, "database", "psql", "--command", "select no_such_column")
    assert failed.returncode == 1
    assert "no_such_column" in failed.stderr
    unknown = run_cli(home, "database", "rm")
    assert unknown.returncode == 1
    assert "no program" in unknown.stderr


def test_a_wrong_setting_is_told_by_name(home: Path) -> None:
    refused = run_cli(home, "migrate", AMANA_WORKERS="many")
    assert refused.returncode == 2
    assert "workers" in refused.stderr
    assert "Traceback" not in refused.stderr
