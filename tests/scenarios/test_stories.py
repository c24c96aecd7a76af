"""The same story through every dialect leaves the same books: balances, schedule, transactions, journal."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import amana.hosting.slices  # noqa: F401 - registers every command and query
from tests.loans.world import Lender
from tests.scenarios.books import Books, differing
from tests.scenarios.family import FINERACT, MIFOS, MUSONI
from tests.scenarios.mambu import MAMBU
from tests.scenarios.natively import NATIVE
from tests.scenarios.stories import STORIES
from tests.scenarios.story import Story, Teller, Tongue, mixed
from tests.tenant_fixtures import administrator_of, copied

TONGUES = {"mifos": MIFOS, "fineract": FINERACT, "musoni": MUSONI, "mambu": MAMBU}
COVERAGE = Path(__file__).with_name("COVERAGE.md")


@pytest.fixture(scope="module")
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


def told(lender: Lender, story: Story, tongues: Sequence[Tongue]) -> dict[str, Any]:
    """The books after a story, each step in its tongue; what was there before is everybody's."""
    teller = Teller(lender.tenant, lender.accounts)
    for step in story.before:
        teller.tell(step, NATIVE)
    for step, tongue in zip(story.steps, tongues, strict=True):
        teller.tell(step, tongue)
    return Books(lender).of(teller.made, (*story.before, *story.steps))


@pytest.fixture(scope="module")
def reference(lender: Lender) -> Callable[[Story], dict[str, Any]]:
    """The books after a story told natively."""
    known: dict[str, dict[str, Any]] = {}

    def of(story: Story) -> dict[str, Any]:
        if story.id not in known:
            known[story.id] = told(lender, story, [NATIVE] * len(story.steps))
        return known[story.id]

    return of


@pytest.mark.parametrize("name", TONGUES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_the_books_are_the_same_in_every_dialect(
    story: Story, name: str, lender: Lender, reference: Callable[[Story], dict[str, Any]]
) -> None:
    tongue = TONGUES[name]
    if lacking := tongue.lacks(story):
        pytest.skip(f"{name} cannot say: {', '.join(lacking)}")
    found = told(lender, story, [tongue] * len(story.steps))
    assert differing(found, reference(story)) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_the_books_are_the_same_with_each_step_in_another_dialect(
    story: Story, lender: Lender, reference: Callable[[Story], dict[str, Any]]
) -> None:
    tongues = mixed(story, [*TONGUES.values(), NATIVE])
    assert len({id(tongue) for tongue in tongues}) > 1 or len(story.steps) == 1
    assert differing(told(lender, story, tongues), reference(story)) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_a_story_leaves_something_behind(story: Story, reference: Callable[[Story], dict[str, Any]]) -> None:
    loans = [made for made in reference(story).values() if "journal" in made]
    assert all(loan["schedule"] and loan["position"] for loan in loans)
    assert all(loan["journal"] for loan in loans if loan["transactions"])


def coverage() -> str:
    """Which dialect can tell which story, and what it cannot say."""
    lines = [
        "# Who can tell which story",
        "",
        "Written by `python -m tests.scenarios`. Where a dialect cannot tell a story: what it has no operation for.",
        "",
        f"| story | {' | '.join(TONGUES)} |",
        f"|---|{'---|' * len(TONGUES)}",
    ]
    for story in STORIES:
        cells = (", ".join(tongue.lacks(story)) or "yes" for tongue in TONGUES.values())
        lines.append(f"| {story.title} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_the_table_says_who_can_tell_what() -> None:
    assert COVERAGE.read_text() == coverage()
