"""Each dialect keeps what its OpenAPI document says, on seeded data: success is reachable, nothing breaks it.

Mifos X is put through the same in ``tests/dialects`` from its golden cases; there are its and the native API's random
requests too.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import response_schema_conformance

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.openapi import document
from amana.kernel.tenant import Tenant
from tests.contract.interrupted import Interrupted
from tests.contract.observed import Insisting, Watch
from tests.contract.worlds import WORLDS, Play
from tests.dialects.caller import only_asks
from tests.dialects.test_described import DIALECTS as DESCRIBED
from tests.dialects.test_described import EXAMPLES, REACHED_AT_LEAST, as_response, call
from tests.faults.severed import line_to, over
from tests.tenant_fixtures import SHARED, copied

needs_contracts = pytest.mark.skipif(
    not (SHARED / "contracts").is_dir(), reason=f"the folder {SHARED} with contracts is not there"
)
Seeded = Callable[[str], tuple[Tenant, Play]]


@pytest.fixture(scope="module")
def seeded(database_server: Callable[..., str], template_database: str) -> Iterator[Seeded]:
    """A seeded tenant per dialect, made when first asked for."""
    opened: list[Any] = []
    made: dict[str, tuple[Tenant, Play]] = {}

    def of(name: str) -> tuple[Tenant, Play]:
        if name not in made:
            context = copied(database_server, template_database)
            opened.append(context)
            tenant = context.__enter__()
            made[name] = (tenant, WORLDS[name][1](tenant))
        return made[name]

    yield of
    for context in opened:
        context.__exit__(None, None, None)


@needs_contracts
@pytest.mark.parametrize("name", WORLDS)
def test_operations_reach_a_success_as_documented(name: str, seeded: Seeded) -> None:
    dialect = WORLDS[name][0]()
    _, play = seeded(name)
    watch = Watch(dialect)
    play.exchanges(watch.watched(play.caller))
    declared = {row.id for row in dialect.declared}
    assert len(watch.reached) >= REACHED_AT_LEAST * len(declared), sorted(declared - watch.reached)


def all_operations() -> list[tuple[str, Any]]:
    found = []
    for name, (dialect, _) in WORLDS.items():
        if name in DESCRIBED:
            continue
        schema = schemathesis.openapi.from_dict(document(dialect(), split=True))
        found += [(name, operation.ok()) for operation in schema.get_all_operations()]
    return found


@needs_contracts
@pytest.mark.parametrize(
    ("name", "operation"), [pytest.param(n, o, id=f"{n}:{o.method}:{o.path}") for n, o in all_operations()]
)
def test_random_requests(name: str, operation: Any, seeded: Seeded) -> None:
    _, play = seeded(name)
    subject = operation.path.strip("/").partition("/")[0]

    @given(operation.as_strategy(), st.data())
    @settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
    def fuzz(case: Any, data: st.DataObject) -> None:
        for place in case.path_parameters:
            known = play.ids(subject, place)
            if known and data.draw(st.integers(0, 4)):
                case.path_parameters[place] = data.draw(st.sampled_from(known))
        reply = call(play.caller, case)
        assert reply.status < 500 or reply.status == 501, reply.text.decode()
        case.validate_response(as_response(case, reply), checks=[response_schema_conformance])

    fuzz()


GROWING = {"fineract": 0.10, "native": 0.10}
"""Dialects to which rows are added every day, and what share of their writes may wait for an exchange."""


def assert_played(dialect: Dialect, played: set[str]) -> None:
    writes = writes_of(dialect)
    waiting = sorted(writes - played)
    assert len(waiting) <= GROWING.get(dialect.name, 0) * len(writes), waiting


def writes_of(dialect: Dialect) -> set[str]:
    return {row.id for row in dialect.declared if not row.public and not only_asks(row)}


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
