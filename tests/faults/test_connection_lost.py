"""The connection to the database breaks at every point of a post: 503; sent again with its key, it is there once."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest

from amana.checks import check_tenant
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.faults.postings import POSTINGS, Posting, accounts_of
from tests.faults.severed import Line, line_to, over

LONGEST_CONVERSATION = 60
UNCHANGED = b"nothing was changed"
MAYBE = b"it may have been made or not"


@pytest.fixture
def line(database_server: Callable[..., str]) -> Iterator[Line]:
    with line_to(database_server()) as made:
        yield made


@pytest.fixture
def over_the_line(fresh_tenant: Tenant, line: Line) -> Iterator[Tenant]:
    """The same tenant, reached over a line that can be cut."""
    with over(line, fresh_tenant) as reached:
        yield reached


def booked(tenant: Tenant, posting: Posting, mark: str) -> int:
    with psycopg.connect(tenant.database.conninfo) as connection:
        row = connection.execute(posting.booked, {"mark": mark}).fetchone()
        assert row is not None
        return int(row[0])


@pytest.mark.parametrize("posting", POSTINGS.values(), ids=POSTINGS)
def test_cut_at_every_packet(
    posting: Posting, fresh_tenant: Tenant, over_the_line: Tenant, line: Line
) -> None:
    accounts = accounts_of(fresh_tenant)
    caller = Caller.of(posting.dialect(), over_the_line)
    statuses: list[int] = []
    for packets in range(LONGEST_CONVERSATION):
        mark = uuid4().hex
        body = posting.body(mark, *accounts)
        assert caller.post(posting.path, posting.body(uuid4().hex, *accounts)).status in {200, 201}
        line.break_after(packets)
        first = caller.post(posting.path, body, idempotency_key=mark)
        untouched = not line.broken
        line.mend()
        statuses.append(first.status)
        if first.status == 503:
            assert posting.unavailable(first.body), first.text
            assert first.headers["retry-after"].isdigit()
            if UNCHANGED in first.text:
                assert booked(fresh_tenant, posting, mark) == 0
        else:
            assert first.status in {200, 201}, first.text
        again = caller.post(posting.path, body, idempotency_key=mark)
        assert again.status in {200, 201}, again.text
        assert booked(fresh_tenant, posting, mark) == 1
        if first.status != 503:
            assert (again.text, again.headers["idempotent-replayed"]) == (first.text, "true")
        if untouched:
            break
    else:
        pytest.fail("the conversation never came through whole")
    assert statuses.count(503) >= 3, statuses
    assert [finding for _, found in check_tenant(fresh_tenant) for finding in found] == []


@pytest.mark.parametrize("delivered", [False, True], ids=["commit-lost", "answer-lost"])
@pytest.mark.parametrize("posting", POSTINGS.values(), ids=POSTINGS)
def test_cut_at_the_commit(
    posting: Posting, delivered: bool, fresh_tenant: Tenant, over_the_line: Tenant, line: Line
) -> None:
    accounts = accounts_of(fresh_tenant)
    caller = Caller.of(posting.dialect(), over_the_line)
    assert caller.post(posting.path, posting.body(uuid4().hex, *accounts)).status in {200, 201}
    mark = uuid4().hex
    body = posting.body(mark, *accounts)
    line.break_at(b"COMMIT", delivered=delivered)
    first = caller.post(posting.path, body, idempotency_key=mark)
    assert line.broken
    assert first.status == 503
    assert posting.unavailable(first.body), first.text
    assert MAYBE in first.text, "what cannot be known is not claimed"
    again = caller.post(posting.path, body, idempotency_key=mark)
    assert again.status in {200, 201}, again.text
    assert booked(fresh_tenant, posting, mark) == 1
    assert again.headers.get("idempotent-replayed") == ("true" if delivered else None)
