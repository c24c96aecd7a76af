"""A command or query that is declared wrongly stops the start, and says what to do."""

from dataclasses import dataclass

import pytest

from amana.kernel.commands import all_commands, handles
from amana.kernel.context import Work
from amana.kernel.declarations import BadDeclaration, require_sound
from amana.kernel.outcome import Outcome
from amana.kernel.queries import all_queries, answers
from amana.kernel.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class Sound:
    name: str
    note: str | None = None
    day: str | UnsetType = UNSET
    tags: tuple[str, ...] = ()


class NoDataclass:
    name: str


@dataclass(kw_only=True)
class Changeable:
    name: str


@dataclass(frozen=True)
class Positional:
    name: str


@dataclass(frozen=True, kw_only=True)
class NoneWithoutDefault:
    note: str | None


@dataclass(frozen=True, kw_only=True)
class UnsetWithoutDefault:
    note: str | UnsetType


@dataclass(frozen=True, kw_only=True)
class UnsetWithAnother:
    note: str | UnsetType | None = None


def test_a_sound_declaration_passes() -> None:
    require_sound(Sound, secret=["name"])


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (NoDataclass, "NoDataclass has to be a dataclass"),
        (Changeable, "Changeable has to be frozen"),
        (Positional, "Positional.name has to be keyword-only"),
        (NoneWithoutDefault, "NoneWithoutDefault.note may be absent: give it a default"),
        (UnsetWithoutDefault, "UnsetWithoutDefault.note may be left out: its default has to be UNSET"),
        (UnsetWithAnother, "UnsetWithAnother.note may be left out: its default has to be UNSET"),
    ],
)
def test_a_slip_is_named(declared: type, told: str) -> None:
    with pytest.raises(BadDeclaration, match=told):
        handles(declared, permission="DO_IT")
    with pytest.raises(BadDeclaration, match=told):
        answers(declared, permission=None)
    assert declared not in [spec.command_type for spec in all_commands()]
    assert declared not in [spec.type for spec in all_queries()]


def test_a_secret_is_a_field() -> None:
    with pytest.raises(BadDeclaration, match="has no field pasword"):

        @handles(Sound, permission="DO_IT", secret=["pasword"])
        def _do(command: Sound, work: Work) -> Outcome:
            raise NotImplementedError
