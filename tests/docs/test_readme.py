"""The README's table of commands is the program's."""

import re
from pathlib import Path

from amana.cli.main import COMMANDS

PAGE = Path(__file__).parents[2] / "README.md"


def test_every_command_is_listed_in_the_order_of_the_help_page() -> None:
    listed = re.findall(r"^\| `amana (\w+)` \| \w", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == list(COMMANDS)
