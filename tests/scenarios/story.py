"""Stories in the words of the field, and how a dialect tells them.

A story is a sequence of steps. A dialect is a table ``{word: (row id, body)}``: the row says method and path, the
body is made from the step. A step whose word is not in a dialect's table cannot be told in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.rows import Row
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller

Names = dict[str, Any]
"""What was made so far, by the names the story gives, as the dialect that reads them spells records."""


@dataclass(frozen=True)
class Step:
    """Something is done. ``made`` names what comes of it; ``of`` the records it is done to, outermost first."""

    word: str
    of: tuple[str, ...] = ()
    made: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.given[name]

    def get(self, name: str) -> Any:
        return self.given.get(name)


@dataclass(frozen=True)
class Story:
    """``before`` is what the institution has when the story begins: it is the same whoever tells the story."""

    title: str
    before: tuple[Step, ...]
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        return self.title.replace(" ", "-")


Body = Callable[[Step, Names], Any]
Ways = Mapping[str, tuple[str, Body]]


@dataclass(frozen=True)
class Tongue:
    """How one dialect tells steps. ``spell`` is how it names a record of the core's that the given word made; ``made``
    is the core's id of what an answer tells of.
    """

    dialect: Callable[[], Dialect]
    ways: Ways
    in_path: bool = True
    """Whether paths name the records a step is about; bodies do otherwise."""
    spell: Callable[[Tenant, str, int], Any] = lambda _tenant, _word, number: number
    made: Callable[[Tenant, Step, Any], int] = lambda _tenant, _step, answer: int(answer["resourceId"])

    def lacks(self, story: Story) -> list[str]:
        """The words of a story that it has no row for, each once."""
        return list(dict.fromkeys(step.word for step in story.steps if step.word not in self.ways))


class Teller:
    """Tells steps to one tenant, each in the tongue it is given. ``made`` holds the core's ids by name."""

    def __init__(self, tenant: Tenant, made: Mapping[str, int] = MappingProxyType({})) -> None:
        self.tenant = tenant
        self.made = dict(made)
        self._by: dict[str, str] = {}
        self._callers: dict[str, Caller] = {}

    def tell(self, step: Step, tongue: Tongue) -> None:
        """Do a step; it has to succeed."""
        dialect = tongue.dialect()
        caller = self._callers.setdefault(dialect.name, Caller.of(dialect, self.tenant))
        name, body = tongue.ways[step.word]
        row = next(row for row in dialect.declared if row.id == name)
        names = {
            known: tongue.spell(self.tenant, self._by.get(known, ""), number)
            for known, number in self.made.items()
        }
        target, sent = self._target(row, step, tongue, names), body(step, names)
        asked = caller.row(row.route.method, target, sent)
        assert asked.id == name, f"{step.word} should be {name} and is {asked.id}"
        reply = caller.call(row.route.method, target, sent)
        assert reply.status < 300, f"{dialect.name}, {step.word}: {reply.text.decode()}"
        if step.made:
            self.made[step.made] = tongue.made(self.tenant, step, reply.body)
            self._by[step.made] = step.word

    @staticmethod
    def _target(row: Row, step: Step, tongue: Tongue, names: Names) -> str:
        path = row.route.path
        named = step.of if tongue.in_path else ()
        for place, record in zip(row.route.placeholders, named, strict=True):
            path = path.replace("{" + place + "}", str(names[record]))
        query = "&".join(f"{name}={value}" for name, value in row.route.query)
        return f"{path}?{query}" if query else path


def mixed(story: Story, tongues: Sequence[Tongue]) -> list[Tongue]:
    """A tongue for each step, in turn among those that can tell it."""
    chosen: list[Tongue] = []
    for turn, step in enumerate(story.steps):
        able = [one for one in tongues if step.word in one.ways]
        others = [one for one in able if not chosen or one is not chosen[-1]] or able
        chosen.append(others[turn % len(others)])
    return chosen
