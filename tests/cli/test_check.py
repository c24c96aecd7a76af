"""`amana check` tells what does not agree, and its exit status says whether anything does."""

import json
from pathlib import Path

from tests.server.processes import run_cli


def test_sound_books_and_broken_ones(home: Path) -> None:
    assert run_cli(home, "init", "--generate-password").returncode == 0
    sound = run_cli(home, "check")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "✓ default: ledger.entries_balance" in sound.stdout
    broken = run_cli(
        home, "database", "psql", "-d", "amana_default", "-c", "update office set hierarchy = '.9.'"
    )
    assert broken.returncode == 0, broken.stderr
    told = run_cli(home, "check", "--tenant", "default", "--format", "json")
    assert told.returncode == 1
    findings = json.loads(told.stdout)["default"]
    assert findings == [
        {
            "validator": "offices.paths",
            "record": "office 1",
            "problem": "its path .9. does not follow its parent's",
        }
    ]


def test_an_unknown_tenant_is_refused(home: Path) -> None:
    refused = run_cli(home, "check", "--tenant", "nobody")
    assert refused.returncode == 2
    assert "no tenant nobody" in refused.stderr
