"""Generated from the rows, for every write: the same key in series, at once, with another body, by another user, and
after the connection to the database broke at the commit.
"""

import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.contract.interrupted import Interrupted
from tests.dialects.caller import Reply, only_asks
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World, request_body, send, target
from tests.dialects.golden.users import Users
from tests.faults.severed import line_to, over

WRITES = [case for case in collect.all_cases() if not only_asks(collect.row_of(case))]
needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")
writes = pytest.mark.parametrize(
    "case", [case for case in WRITES if not collect.row_of(case).public], ids=lambda case: case.name
)


@needs_contract
@writes
def test_a_repeated_write_is_answered_from_memory(case: Case, world: World) -> None:
    operation, key, records = collect.contract()[case.id], uuid4().hex, case.prepare(world)
    body, media = request_body(case, operation, records)
    address = target(case, operation, records)
    typed = {"content_type": media} if case.raw else {}
    first = world.caller.call(operation.method, address, body, idempotency_key=key, **typed)
    again = world.caller.call(operation.method, address, body, idempotency_key=key, **typed)
    assert first.status < 300, first.text.decode()
    assert "idempotent-replayed" not in first.headers
    assert (again.status, again.text, again.headers.get("idempotent-replayed")) == (
        first.status,
        first.text,
        "true",
    )
    if case.raw is None:
        other = {**(body or {}), "note": f"another {uuid4()}"}
        clash = world.caller.call(operation.method, address, other, idempotency_key=key)
        assert clash.status in {400, 409}, clash.text.decode()


@needs_contract
@writes
def test_at_the_same_moment_it_happens_once(case: Case, world: World) -> None:
    operation, key, records = collect.contract()[case.id], uuid4().hex, case.prepare(world)
    body, media = request_body(case, operation, records)
    address = target(case, operation, records)
    typed = {"content_type": media} if case.raw else {}
    replies: list[Reply] = []

    def call() -> None:
        replies.append(world.caller.call(operation.method, address, body, idempotency_key=key, **typed))

    threads = [threading.Thread(target=call) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len({reply.text for reply in replies}) == 1
    assert sorted(reply.headers.get("idempotent-replayed", "") for reply in replies) == ["", "true"]


@needs_contract
@writes
def test_the_key_of_one_user_is_nothing_to_another(case: Case, world: World, users: Users) -> None:
    operation, key, records = collect.contract()[case.id], uuid4().hex, case.prepare(world)
    first = send(case, operation, world.caller, records, idempotency_key=key)
    assert first.status < 300, first.text.decode()
    other = send(case, operation, users.second, records, idempotency_key=key)
    assert "idempotent-replayed" not in other.headers


@pytest.fixture(scope="module")
def interrupted(world: World) -> Iterator[Interrupted]:
    with line_to(world.tenant.database.conninfo) as line, over(line, world.tenant) as reached:
        yield Interrupted.on(world.caller, line, reached)


@needs_contract
@writes
def test_what_a_crash_left_unknown_is_asked_again(case: Case, world: World, interrupted: Interrupted) -> None:
    records = case.prepare(world)
    send(case, collect.contract()[case.id], interrupted, records)
    assert case.id in interrupted.lost
