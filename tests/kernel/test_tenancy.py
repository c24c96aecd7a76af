"""Tenants live in databases of their own and are found through the registry."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from amana.kernel.refusals import Unavailable
from amana.kernel.tenancy import Tenants, UnknownTenant
from amana.storage import engine
from amana.storage.control import ControlDatabase, TenantExists
from amana.storage.engine import DatabaseUnavailable
from tests.waiting import LIMIT_S, until


@pytest.fixture
def tenants(empty_database: str, template_database: str) -> Tenants:
    control = ControlDatabase(empty_database)
    control.prepare()
    control.add("alpha", empty_database)
    made = Tenants(control)
    yield made
    made.close()


def test_a_named_tenant_is_opened_once(tenants: Tenants) -> None:
    assert tenants.get("alpha") is tenants.get("alpha")
    assert [tenant.identifier for tenant in tenants.all()] == ["alpha"]


@pytest.mark.parametrize("identifier", ["beta", "", "Alpha", "a" * 64, "../alpha", "alpha'--", "-alpha"])
def test_an_unknown_or_malformed_identifier_is_refused(tenants: Tenants, identifier: str) -> None:
    for _ in range(2):
        with pytest.raises(UnknownTenant):
            tenants.get(identifier)


def test_an_identifier_is_taken_once(tenants: Tenants, empty_database: str) -> None:
    with pytest.raises(TenantExists):
        tenants.control.add("alpha", empty_database)


def test_the_registry_can_be_prepared_again(tenants: Tenants) -> None:
    tenants.control.prepare()
    assert tenants.control.identifiers() == ["alpha"]


def test_a_registry_that_cannot_be_asked_is_unavailable() -> None:
    tenants = Tenants(ControlDatabase("host=/nowhere dbname=amana"))
    with pytest.raises(Unavailable):
        tenants.get("default")


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A machine that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield int(listening.getsockname()[1])


def test_a_tenant_whose_database_is_silent_does_not_hold_up_the_others(
    empty_database: str, silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CONNECTION_WAIT_S", 2.0)
    control = ControlDatabase(empty_database)
    control.prepare()
    control.add("well", empty_database)
    control.add("silent", f"host=127.0.0.1 port={silent_port} connect_timeout=2")
    tenants = Tenants(control, connections=4)
    refused: list[float] = []

    def knock() -> None:
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(DatabaseUnavailable), tenants.get("silent").database.reading():
                pass
            refused.append(time.monotonic() - began)

    def ask() -> float:
        began = time.monotonic()
        with tenants.get("well").database.reading() as session:
            session.scalar("SELECT 1")
        return time.monotonic() - began

    monkeypatch.setattr(engine, "APPLICATION_ROLE", "")
    ask()
    callers = [threading.Thread(target=knock) for _ in range(12)]
    for caller in callers:
        caller.start()
    until(lambda: refused, "a first attempt that fails")
    waits = [ask()]
    while any(caller.is_alive() for caller in callers):
        waits.append(ask())
    for caller in callers:
        caller.join()
    tenants.close()
    assert len(refused) == 36
    assert max(waits) < 1, "nobody waits as long as one that is not told"
    assert sorted(refused)[len(refused) // 2] < 1, "most are told at once"


def test_a_registry_that_is_slow_to_answer_does_not_hold_up_tenants_that_are_known(
    tenants: Tenants, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenants.control.add("beta", "dbname=beta")
    asked, answer = threading.Event(), threading.Event()
    real = ControlDatabase.conninfo_of

    def slow(control: ControlDatabase, identifier: str) -> str | None:
        if identifier == "beta":
            asked.set()
            assert answer.wait(LIMIT_S)
        return real(control, identifier)

    monkeypatch.setattr(ControlDatabase, "conninfo_of", slow)
    waiting = threading.Thread(target=tenants.get, args=("beta",))
    waiting.start()
    assert asked.wait(LIMIT_S)
    assert tenants.get("alpha").identifier == "alpha"  # looked up for the first time meanwhile
    answer.set()
    waiting.join()
    assert tenants.get("beta").identifier == "beta"
