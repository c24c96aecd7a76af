"""What a dialect says of itself holds: golden answers fit the OpenAPI document, and random requests never break it.

``AMANA_FUZZ`` sets how many random requests each operation gets. The other dialects are in ``tests/contract``.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.openapi import document
from amana.dialects.native.dialect import native
from tests.dialects.caller import Caller
from tests.dialects.fuzzing import fuzz, operations
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World, send
from tests.tenant_fixtures import copied

EXAMPLES = int(os.environ.get("AMANA_FUZZ", "6"))
REACHED_AT_LEAST = 0.90
DIALECTS = {"mifos": collect.dialect(), "native": native()}
DOCUMENTS = {name: document(dialect, split=True) for name, dialect in DIALECTS.items()}
needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")


def documented(dialect: str, case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    described, row = DOCUMENTS[dialect], collect.row_of(case)
    for path in described["paths"].values():
        operation = path.get(row.route.method.lower())
        if operation is not None and row.id in operation["x-operations"]:
            return described, operation
    raise LookupError(row.id)


@needs_contract
@pytest.mark.parametrize("case", collect.all_cases(), ids=lambda case: case.name)
def test_golden_answers_fit_the_document(case: Case, world: World) -> None:
    records = case.prepare(world)
    reply = send(case, collect.contract()[case.id], world.caller, records)
    described, operation = documented("mifos", case)
    content = operation["responses"][str(reply.status)].get("content", {}).get("application/json")
    if content is not None:
        schema = {**content["schema"], "components": described["components"]}
        jsonschema.Draft202012Validator(schema).validate(reply.body)


@needs_contract
def test_most_operations_reach_a_success() -> None:
    """Each golden case is one; so many operations have one."""
    declared = {row.id for row in DIALECTS["mifos"].declared}
    reached = {case.id for case in collect.all_cases()} & declared
    assert len(reached) >= REACHED_AT_LEAST * len(declared), sorted(declared - reached)


@pytest.fixture(scope="session")
def playground(database_server: Callable[..., str], template_database: str) -> Iterator[World]:
    """A tenant of its own: random requests may do anything to it, short of locking the administrator out."""
    with copied(database_server, template_database) as tenant:
        yield World(Caller.of(collect.dialect(), tenant), tenant)


@pytest.fixture(scope="session")
def places(playground: World) -> dict[str, list[str]]:
    """Ids that exist, by placeholder: what the golden cases prepare."""
    found: dict[str, list[str]] = {}
    for case in collect.all_cases() if collect.CONTRACT.is_file() else ():
        if case.path:
            records = case.prepare(playground)
            for place, value in case.path.items():
                known = value(records) if callable(value) else records.get(value, value)
                found.setdefault(place, []).append(str(known))
    return found


ALL = [
    (dialect, operation) for dialect in DIALECTS.values() for operation in operations(DOCUMENTS[dialect.name])
]


@pytest.mark.parametrize(("dialect", "operation"), ALL, ids=[f"{d.name}:{o.method}:{o.path}" for d, o in ALL])
def test_random_requests(
    dialect: Dialect, operation: Any, playground: World, places: dict[str, list[str]]
) -> None:
    caller = Caller(Caller.of(dialect, playground.tenant).entry, playground.caller.headers)
    fuzz(caller, operation, lambda place: places.get(place, []), EXAMPLES)
