"""Each dialect's words in the glossary are words of that dialect, and the states are those of its tables."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from amana.dialects.base.json_out import encode
from amana.dialects.base.openapi import document
from amana.dialects.families.mifos.enum_tables import LOAN_STATUS
from amana.dialects.mambu.fields.loans import STATES
from amana.hosting.wires import DIALECTS
from amana.loans.kinds import LoanStatus

PAGE = Path(__file__).parents[2] / "docs" / "glossary.md"
COLUMNS = ("mifos", "musoni", "mambu", "supervision")
TODAY = "fineract"
"""Whose words stand in the shorter table."""
WORD = re.compile(r"`([^`]+)`")


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]


def words_of_dialects() -> Iterator[tuple[str, str]]:
    for row in rows():
        if len(row) == 2 + len(COLUMNS):
            for dialect, cell in zip(COLUMNS, row[2:], strict=True):
                yield from ((dialect, word) for word in WORD.findall(cell))
        elif len(row) == 3 and not WORD.match(row[0]):
            yield from ((TODAY, word) for word in WORD.findall(row[2]))


def spoken(value: Any) -> Iterator[str]:
    """Names of properties and parameters, and values of enumerations, in an OpenAPI document."""
    if isinstance(value, dict):
        yield from value.get("properties", ())
        yield from map(str, value.get("enum", ()))
        if isinstance(value.get("name"), str):
            yield value["name"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from spoken(inner)


@cache
def vocabulary(dialect: str) -> frozenset[str]:
    described = json.loads(encode(document(DIALECTS[dialect]())))
    segments = (segment for path in described["paths"] for segment in path.split("/"))
    return frozenset(spoken(described)) | frozenset(segments)


@pytest.mark.parametrize("dialect", [*COLUMNS, TODAY])
def test_a_dialect_s_words_are_its_own(dialect: str) -> None:
    words = {word for spoken_by, word in words_of_dialects() if spoken_by == dialect}
    assert words
    assert words <= vocabulary(dialect), sorted(words - vocabulary(dialect))


def test_states_are_those_of_the_tables() -> None:
    listed = {WORD.findall(row[0])[0]: row[1:] for row in rows() if len(row) == 3 and WORD.match(row[0])}
    expected = {}
    for status in LoanStatus:
        known = LOAN_STATUS.by_ours[status]
        code = known.code.removeprefix("loanStatusType.")
        expected[str(status)] = [f"{known.id} `{code}`", f"`{STATES[status]}`"]
    assert listed == expected
