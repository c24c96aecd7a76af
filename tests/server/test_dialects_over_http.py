"""Each dialect over HTTP, from a served process, on seeded data: success is reachable, and nothing random breaks it.

``AMANA_FUZZ`` sets how many random requests each operation gets. Without it every fourth operation gets one: the same
requests are made to each in process, in ``tests/contract`` and ``tests/dialects``.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from amana.dialects.base.openapi import document
from amana.hosting.provisioning import adopt_tenant
from amana.hosting.server_database import external_server
from amana.kernel.tenant import Tenant
from tests.contract.observed import Watch
from tests.contract.play import Play
from tests.contract.served import Served, connected
from tests.contract.worlds import SERVED
from tests.dialects.fuzzing import fuzz, operations
from tests.dialects.test_described import REACHED_AT_LEAST
from tests.server.processes import Server
from tests.tenant_fixtures import SHARED, copied

DEEP = os.environ.get("AMANA_FUZZ")
EXAMPLES, EVERY = (int(DEEP), 1) if DEEP else (1, 4)
needs_contracts = pytest.mark.skipif(
    not (SHARED / "contracts").is_dir(), reason=f"the folder {SHARED} with contracts is not there"
)
Online = Callable[[str, str], tuple[Play, Served]]


@pytest.fixture(scope="module")
def online(
    database_server: Callable[..., str],
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Online]:
    """A server with two tenants for each dialect, seeded when first asked for: one for its exchanges, one that random
    requests may do anything to.
    """
    home: Path = tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        control = stack.enter_context(copied(database_server, "template1")).database.conninfo
        tenants: dict[str, Tenant] = {}
        for name in (*SERVED, *map(at_random, SERVED)):
            database = stack.enter_context(copied(database_server, template_database)).database
            adopt_tenant(external_server(control), name, database.conninfo)
            tenants[name] = Tenant(name, database)
        server = Server.start(home, (), AMANA_DATABASE_URL=control, AMANA_DEMO_ANYWHERE="true")
        stack.callback(server.kill)

        @cache
        def of(name: str, tenant: str) -> tuple[Play, Served]:
            dialect, play_in = SERVED[name]
            play = play_in(tenants[tenant])
            client = stack.enter_context(connected(server.url, tenant))
            return play, Served.at(client, play.caller, Watch(dialect()))

        yield of


def at_random(name: str) -> str:
    """The tenant for a dialect's random requests."""
    return f"{name}-at-random"


@needs_contracts
@pytest.mark.parametrize("name", SERVED)
def test_operations_reach_a_success_as_documented(name: str, online: Online) -> None:
    play, caller = online(name, name)
    play.exchanges(caller)
    declared = {row.id for row in caller.entry.dialect.declared}
    assert len(caller.watch.reached) >= REACHED_AT_LEAST * len(declared), sorted(
        declared - caller.watch.reached
    )


ALL = [
    (name, operation)
    for name, (dialect, _) in SERVED.items()
    for operation in operations(document(dialect(), split=True))
][::EVERY]


@needs_contracts
@pytest.mark.parametrize(("name", "operation"), ALL, ids=[f"{n}:{o.method}:{o.path}" for n, o in ALL])
def test_random_requests(name: str, operation: Any, online: Online) -> None:
    play, caller = online(name, at_random(name))
    subject = operation.path.strip("/").partition("/")[0]
    fuzz(caller, operation, lambda place: play.ids(subject, place), EXAMPLES)
