"""The code that CONTRIBUTING shows is the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [found.groups() for found in BLOCK.finditer((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("file", "code"), SHOWN)
def test_the_code_stands_there(file: str, code: str) -> None:
    assert code in (ROOT / file).read_text(encoding="utf-8")


def test_there_is_code() -> None:
    assert len(SHOWN) > 5
