"""The page that lists the dialects names all of them, and their documents are where it says."""

import re
from collections.abc import Callable
from pathlib import Path

from amana.hosting.wires import dialects
from tests.server.conftest import home, start_server
from tests.server.processes import Server

__all__ = ["home", "start_server"]

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "dialects.md"
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)


def rows() -> list[tuple[str, ...]]:
    return [found.groups() for found in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def test_the_page_names_every_dialect_and_its_addresses() -> None:
    listed = {name: tuple(re.findall(r"`([^`]+)`", bases)) for name, bases, _, _ in rows()}
    assert listed == {dialect.name: dialect.bases for dialect in dialects()}


def test_each_describes_itself_there(start_server: Callable[..., Server]) -> None:
    server = start_server()
    titles = {dialect.name: dialect.title for dialect in dialects()}
    for name, _, page, document in rows():
        shown = server.get(page)
        assert (shown.status_code, titles[name] in shown.text) == (200, True), page
        assert server.get(document).json()["info"]["title"] == titles[name], document
