"""The outbox: to every sink that wants it, again until it is taken, given up in the end, dropped when unwanted."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from amana.jobs import deliver_outbox as delivery
from amana.jobs.deliver_outbox import Message, deliver_outbox, subscribe
from amana.kernel import clock
from amana.kernel.records import outbox
from amana.kernel.tenant import Tenant


class Box:
    """A sink that keeps what it takes, and refuses as often as it is told."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refusing = 0
        self.lock = threading.Lock()

    def __call__(self, _tenant: Tenant, message: Message) -> None:
        with self.lock:
            if self.refusing:
                self.refusing -= 1
                raise ConnectionError("nobody home")
            self.taken.append(message)


@pytest.fixture
def box() -> Iterator[Box]:
    made = Box()
    end = subscribe("letter.", made)
    yield made
    end()


def put(tenant: Tenant, *kinds: str) -> None:
    with tenant.database.writing() as session:
        for number, kind in enumerate(kinds):
            session.run(
                sa.insert(outbox).values(
                    kind=kind, payload={"number": number}, audit_id=1, made_at=clock.now()
                )
            )


def left(tenant: Tenant) -> list[dict[str, object]]:
    with tenant.database.reading() as session:
        return session.records(sa.select(outbox).order_by(outbox.c.id))


def wait_over(tenant: Tenant) -> None:
    """As if the time to the next attempt had gone by."""
    with tenant.database.writing() as session:
        session.run(
            sa.update(outbox).where(outbox.c.due_at.is_not(None)).values(due_at=clock.now() - timedelta(1))
        )


def test_messages_go_to_who_wants_them_in_order_and_then_are_gone(fresh_tenant: Tenant, box: Box) -> None:
    put(fresh_tenant, "letter.a", "parcel", "letter.b", "letters")
    assert deliver_outbox(fresh_tenant) == 4
    assert [(one.kind, one.payload["number"]) for one in box.taken] == [("letter.a", 0), ("letter.b", 2)]
    assert left(fresh_tenant) == []
    assert deliver_outbox(fresh_tenant) == 0


def test_what_is_not_taken_comes_again_later_and_later(fresh_tenant: Tenant, box: Box) -> None:
    put(fresh_tenant, "letter.a", "letter.b")
    box.refusing = 1
    deliver_outbox(fresh_tenant)
    assert [one.kind for one in box.taken] == ["letter.b"]
    [waiting] = left(fresh_tenant)
    assert waiting["last_error"] == "ConnectionError: nobody home"
    assert waiting["due_at"] > clock.now() + timedelta(seconds=5)
    assert deliver_outbox(fresh_tenant) == 0
    wait_over(fresh_tenant)
    box.refusing = 1
    deliver_outbox(fresh_tenant)
    assert left(fresh_tenant)[0]["due_at"] > clock.now() + timedelta(seconds=15)
    wait_over(fresh_tenant)
    deliver_outbox(fresh_tenant)
    assert [one.kind for one in box.taken] == ["letter.b", "letter.a"]
    assert left(fresh_tenant) == []


def test_it_is_given_up_in_the_end_and_kept(
    fresh_tenant: Tenant, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "ATTEMPTS", 2)
    put(fresh_tenant, "letter.a")
    box.refusing = 99
    for _ in range(2):
        deliver_outbox(fresh_tenant)
        wait_over(fresh_tenant)
    [waiting] = left(fresh_tenant)
    assert (waiting["due_at"], waiting["attempts"]) == (None, 2)
    assert deliver_outbox(fresh_tenant) == 0


def test_several_workers_deliver_each_message_once(fresh_tenant: Tenant, box: Box) -> None:
    put(fresh_tenant, *[f"letter.{number}" for number in range(250)])
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        while deliver_outbox(fresh_tenant):
            pass

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while deliver_outbox(fresh_tenant):
        pass
    assert sorted(one.payload["number"] for one in box.taken) == list(range(250))


def test_a_worker_that_died_with_messages_loses_none(fresh_tenant: Tenant, box: Box) -> None:
    put(fresh_tenant, "letter.a")
    with fresh_tenant.database.writing() as session:
        now = clock.now()
        taken = session.all(delivery._TAKE, Message, now=now, leased_until=now + delivery.LEASE)
    assert len(taken) == 1
    assert deliver_outbox(fresh_tenant) == 0
    wait_over(fresh_tenant)
    deliver_outbox(fresh_tenant)
    assert len(box.taken) == 1
