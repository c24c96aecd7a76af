"""Each dialect keeps what its OpenAPI document says, on seeded data: success is reachable, nothing breaks it.

Mifos X is put through the same in ``tests/dialects`` from its golden cases; there are its and the native API's random
requests too.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.openapi import document
from amana.dialects.base.rows import Does, Row
from tests.contract.interrupted import Interrupted
from tests.contract.observed import WITHOUT_KEY, Insisting, Watch
from tests.contract.worlds import WORLDS, Play
from tests.dialects.caller import only_asks
from tests.dialects.fuzzing import fuzz, operations
from tests.dialects.test_described import DIALECTS as DESCRIBED
from tests.dialects.test_described import EXAMPLES, REACHED_AT_LEAST
from tests.faults.severed import line_to, over
from tests.tenant_fixtures import SHARED, copied

needs_contracts = pytest.mark.skipif(
    not (SHARED / "contracts").is_dir(), reason=f"the folder {SHARED} with contracts is not there"
)
Seeded = Callable[[str], Play]


@pytest.fixture(scope="module")
def seeded(database_server: Callable[..., str], template_database: str) -> Iterator[Seeded]:
    """A seeded tenant per dialect, made when first asked for: random requests may do anything to it."""
    with ExitStack() as stack:

        @cache
        def of(name: str) -> Play:
            return WORLDS[name][1](stack.enter_context(copied(database_server, template_database)))

        yield of


@needs_contracts
@pytest.mark.parametrize("name", WORLDS)
def test_operations_reach_a_success_as_documented(
    name: str, database_server: Callable[..., str], template_database: str
) -> None:
    make_dialect, make_play = WORLDS[name]
    dialect = make_dialect()
    watch = Watch(dialect)
    with copied(database_server, template_database) as tenant:
        play = make_play(tenant)
        play.exchanges(watch.watched(play.caller))
    declared = {row.id for row in dialect.declared}
    assert len(watch.reached) >= REACHED_AT_LEAST * len(declared), sorted(declared - watch.reached)


ALL = [
    (name, operation)
    for name, (dialect, _) in WORLDS.items()
    if name not in DESCRIBED
    for operation in operations(document(dialect(), split=True))
]


@needs_contracts
@pytest.mark.parametrize(("name", "operation"), ALL, ids=[f"{n}:{o.method}:{o.path}" for n, o in ALL])
def test_random_requests(name: str, operation: Any, seeded: Seeded) -> None:
    play = seeded(name)
    subject = operation.path.strip("/").partition("/")[0]
    fuzz(play.caller, operation, lambda place: play.ids(subject, place), EXAMPLES)


MAY_WAIT = 0.02
"""What share of a dialect's writes may wait for an exchange: those that were added last."""


def is_of_tests(row: Row) -> bool:
    """Whether a row stands for a command that another test declared in the same process."""
    return isinstance(row, Does) and not row.command.__module__.startswith("amana.")


def assert_played(dialect: Dialect, played: set[str]) -> None:
    rows = [row for row in dialect.declared if not row.public and not is_of_tests(row)]
    writes = {row.id for row in rows if not only_asks(row)}
    waiting = sorted(writes - played - WITHOUT_KEY)
    assert len(waiting) <= MAY_WAIT * len(writes), waiting


@needs_contracts
@pytest.mark.parametrize("name", WORLDS)
def test_repeated_writes_happen_once(
    name: str, database_server: Callable[..., str], template_database: str
) -> None:
    """At the same moment, once more, with another body, by another user: for every write of the dialect."""
    make_dialect, make_play = WORLDS[name]
    with copied(database_server, template_database) as tenant:
        play = make_play(tenant)
        insisting = Insisting.on(play.caller, play.other)
        play.exchanges(insisting)
        assert_played(make_dialect(), insisting.repeated)


@needs_contracts
@pytest.mark.parametrize("name", WORLDS)
def test_writes_whose_commit_was_lost_happen_once(
    name: str, database_server: Callable[..., str], template_database: str
) -> None:
    """The connection breaks before the commit arrives, and before its confirmation: for every write of the dialect."""
    make_dialect, make_play = WORLDS[name]
    with (
        copied(database_server, template_database) as tenant,
        line_to(tenant.database.conninfo) as line,
        over(line, tenant) as reached,
    ):
        play = make_play(tenant)
        interrupted = Interrupted.on(play.caller, line, reached)
        play.exchanges(interrupted)
        assert_played(make_dialect(), interrupted.lost)
