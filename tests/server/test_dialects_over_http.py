"""Each dialect over HTTP, from a served process, on seeded data: success is reachable, and nothing random breaks it.

``AMANA_FUZZ`` sets how many random requests each operation gets. Without it every fourth operation gets one: the same
requests are made to each in process, in ``tests/contract`` and ``tests/dialects``.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import response_schema_conformance

from amana.dialects.base.openapi import document
from amana.hosting.provisioning import adopt_tenant
from amana.hosting.server_database import external_server
from amana.kernel.tenant import Tenant
from tests.contract.observed import Watch
from tests.contract.play import Play
from tests.contract.served import Served, connected
from tests.contract.worlds import SERVED
from tests.dialects.test_described import REACHED_AT_LEAST, as_response, call
from tests.server.processes import Server
from tests.tenant_fixtures import SHARED, copied

DEEP = os.environ.get("AMANA_FUZZ")
EXAMPLES, EVERY = (int(DEEP), 1) if DEEP else (1, 4)
needs_contracts = pytest.mark.skipif(
    not (SHARED / "contracts").is_dir(), reason=f"the folder {SHARED} with contracts is not there"
)
Online = Callable[[str], tuple[Play, Served]]


@pytest.fixture(scope="module")
def online(
    database_server: Callable[..., str],
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Online]:
    """A server with a tenant for each dialect, seeded when it is first asked for."""
    home: Path = tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        control = stack.enter_context(copied(database_server, "template1")).database.conninfo
        tenants: dict[str, Tenant] = {}
        for name in SERVED:
            database = stack.enter_context(copied(database_server, template_database)).database
            adopt_tenant(external_server(control), name, database.conninfo)
            tenants[name] = Tenant(name, database)
        server = Server.start(home, (), AMANA_DATABASE_URL=control, AMANA_DEMO_ANYWHERE="true")
        stack.callback(server.kill)
        made: dict[str, tuple[Play, Served]] = {}

        def of(name: str) -> tuple[Play, Served]:
            if name not in made:
                dialect, play_in = SERVED[name]
                play = play_in(tenants[name])
                client = stack.enter_context(connected(server.url, name))
                made[name] = (play, Served.at(client, play.caller, Watch(dialect())))
            return made[name]

        yield of


@needs_contracts
@pytest.mark.parametrize("name", SERVED)
def test_operations_reach_a_success_as_documented(name: str, online: Online) -> None:
    play, caller = online(name)
    play.exchanges(caller)
    declared = {row.id for row in caller.entry.dialect.declared}
    assert len(caller.watch.reached) >= REACHED_AT_LEAST * len(declared), sorted(
        declared - caller.watch.reached
    )


def all_operations() -> list[tuple[str, Any]]:
    found = []
    for name, (dialect, _) in SERVED.items():
        schema = schemathesis.openapi.from_dict(document(dialect(), split=True))
        found += [(name, operation.ok()) for operation in schema.get_all_operations()]
    return found[::EVERY]


@needs_contracts
@pytest.mark.parametrize(
    ("name", "operation"), [pytest.param(n, o, id=f"{n}:{o.method}:{o.path}") for n, o in all_operations()]
)
def test_random_requests(name: str, operation: Any, online: Online) -> None:
    play, caller = online(name)
    subject = operation.path.strip("/").partition("/")[0]

    @given(operation.as_strategy(), st.data())
    @settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
    def fuzz(case: Any, data: st.DataObject) -> None:
        for place in case.path_parameters:
            known = play.ids(subject, place)
            if known and data.draw(st.integers(0, 4)):
                case.path_parameters[place] = data.draw(st.sampled_from(known))
        reply = call(caller, case)
        assert reply.status < 500 or reply.status == 501, reply.text.decode()
        case.validate_response(as_response(case, reply), checks=[response_schema_conformance])

    fuzz()
