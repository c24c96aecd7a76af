"""The tutorial, followed literally on a new data folder: every command runs and prints what the page shows."""

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from tests.server.conftest import home, start_server
from tests.server.processes import Server

__all__ = ["home", "start_server"]

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-loan.md"
ADDRESS = "http://127.0.0.1:8080"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LIMIT_S = 120.0


def steps() -> list[tuple[str, str]]:
    """Each block of commands with the output shown below it."""
    blocks = [(found[1], found[2]) for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]
    pairs = pairwise([*blocks, ("", "")])
    return [
        (commands, shown if after == "text" else "")
        for (kind, commands), (after, shown) in pairs
        if kind == "sh"
    ]


def followed(steps: list[tuple[str, str]], address: str, folder: Path) -> list[str]:
    """What each block prints, all run in one shell."""
    mark = "=== next step ==="
    script = "set -euo pipefail\n" + "".join(f"{commands}\necho '{mark}'\n" for commands, _ in steps)
    ran = subprocess.run(
        ["bash", "-c", script.replace(ADDRESS, address)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout.split(mark + "\n")[:-1]


def test_the_tutorial_does_what_it_says(start_server: Callable[..., Server], tmp_path: Path) -> None:
    page = steps()
    assert len(page) > 5
    for (commands, shown), printed in zip(page, followed(page, start_server().url, tmp_path), strict=True):
        assert printed == shown, commands
