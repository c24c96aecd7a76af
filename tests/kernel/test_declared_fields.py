"""Nothing that a command or a query declares is accepted and ignored: some code that knows it reads each field."""

import ast
import dataclasses
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import amana
import amana.hosting.slices
from amana.kernel.commands import all_commands
from amana.kernel.queries import all_queries

SOURCE = Path(amana.__file__).parent
ONLY_HAND_OVER = {"dialects", "cli", "migrations"}
"""Packages that make commands and queries, and decide nothing."""
WHOLE = {"given", "vars", "asdict", "fields", "replace", "getattr", "to_plain"}
"""Functions that read a record as a whole, or fields that a table names."""


class Module(NamedTuple):
    """What a module names, which attributes it reads, and whether it reads records as a whole."""

    names: frozenset[str]
    attributes: frozenset[str]
    whole: bool


def module_of(text: str) -> Module:
    nodes = list(ast.walk(ast.parse(text)))
    read = {one.attr for one in nodes if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load)}
    called = {one.func.id for one in nodes if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
    return Module(frozenset(re.findall(r"\w+", text)), frozenset(read), bool(called & WHOLE))


@cache
def modules() -> tuple[Module, ...]:
    deciding = (
        path for path in SOURCE.rglob("*.py") if not ONLY_HAND_OVER & set(path.relative_to(SOURCE).parts)
    )
    return tuple(module_of(path.read_text()) for path in deciding)


def unread(wish: type) -> list[str]:
    """Fields that no module reads which knows the command or query, or what it is made from."""
    known_as = {one.__name__ for one in wish.__mro__[:-1]}
    readers = [one for one in modules() if known_as & one.names]
    if any(one.whole for one in readers):
        return []
    read = frozenset[str]().union(*(one.attributes for one in readers))
    return [one.name for one in dataclasses.fields(wish) if one.name not in read]


@pytest.mark.parametrize("kind", ["commands", "queries"])
def test_each_declared_field_is_read(kind: str) -> None:
    commands = [one.command_type for one in all_commands()]
    queries = [one.type for one in all_queries()]
    declared = commands if kind == "commands" else queries
    of_tests = [one for one in declared if one.__module__.startswith("tests.")]
    ignored = {one.__name__: unread(one) for one in declared if one not in of_tests}
    assert {name: fields for name, fields in ignored.items() if fields} == {}


def test_a_field_that_nothing_reads_is_noticed() -> None:
    made = dataclasses.make_dataclass("CloseLoan", ["loan", "on", "reason_nobody_reads"])
    assert unread(made) == ["reason_nobody_reads"]
