"""The hash chain: complete, in any order of commit, broken by every alteration, whole after anonymising."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from amana.jobs.seal_audit import seal_audit
from amana.kernel import audit_seals
from amana.kernel.access.create_role import CreateRole
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import unique
from tests.submitting import perform
from tests.tenant_fixtures import administrator_of


@pytest.fixture
def owner(fresh_tenant: Tenant) -> Iterator[psycopg.Connection]:
    """The owner of the database, who may do what the application may not."""
    with psycopg.connect(fresh_tenant.database.conninfo, autocommit=True) as connection:
        yield connection


def commands(tenant: Tenant, count: int) -> None:
    boss = administrator_of(tenant)
    for _ in range(count):
        perform(tenant, boss, CreateRole(name=unique("Sealed "), description="Ama Mensah, 024 4123456"))


def problems(tenant: Tenant) -> list[tuple[int, str]]:
    with tenant.database.reading() as session:
        return [(one.audit_id, one.problem) for one in audit_seals.verify(session)]


def numbers(owner: psycopg.Connection) -> list[int]:
    return [number for (number,) in owner.execute("SELECT id FROM audit ORDER BY id")]


def test_every_row_is_sealed_once(fresh_tenant: Tenant, owner: psycopg.Connection) -> None:
    commands(fresh_tenant, 3)
    assert seal_audit(fresh_tenant) == 3
    assert seal_audit(fresh_tenant) == 0
    commands(fresh_tenant, 2)
    assert seal_audit(fresh_tenant) == 2
    sealed = owner.execute("SELECT position, audit_id FROM audit_seal ORDER BY 1").fetchall()
    assert sealed == list(enumerate(numbers(owner), start=1))
    assert problems(fresh_tenant) == []


def test_a_row_that_commits_late_is_sealed_late(fresh_tenant: Tenant, owner: psycopg.Connection) -> None:
    owner.execute("SELECT setval('audit_number', 100)")
    commands(fresh_tenant, 2)
    assert seal_audit(fresh_tenant) == 2
    owner.execute(
        "INSERT INTO audit (id, command, action, entity, user_id, made_at, business_date, result, source)"
        " VALUES (50, 'Late', 'CREATE', 'ROLE', 2, now(), current_date, 'processed', 'test')"
    )
    assert seal_audit(fresh_tenant) == 1
    assert problems(fresh_tenant) == []


def test_the_head_is_published(fresh_tenant: Tenant, owner: psycopg.Connection) -> None:
    commands(fresh_tenant, 2)
    seal_audit(fresh_tenant)
    [(payload,)] = owner.execute("SELECT payload FROM outbox WHERE kind = 'audit.sealed'")
    [(position, seal)] = owner.execute("SELECT position, seal FROM audit_seal ORDER BY position DESC LIMIT 1")
    assert payload == {"position": position, "seal": seal.hex()}


@pytest.mark.parametrize(
    "alteration",
    [
        "UPDATE audit SET user_id = 1 WHERE id = %s",
        "UPDATE audit SET action = 'DELETE' WHERE id = %s",
        "UPDATE audit SET made_at = made_at + interval '1 microsecond' WHERE id = %s",
        "UPDATE audit SET result = 'refused' WHERE id = %s",
        """UPDATE audit SET body = '{"name": "another"}' WHERE id = %s""",
        "UPDATE audit SET body = NULL WHERE id = %s",
        """UPDATE audit SET refusal = '{"code": "x"}' WHERE id = %s""",
        "UPDATE audit_seal SET salt = NULL WHERE audit_id = %s",
        "UPDATE audit_seal SET digest = seal WHERE audit_id = %s",
    ],
)
def test_every_alteration_is_found_where_it_was_made(
    fresh_tenant: Tenant, owner: psycopg.Connection, alteration: str
) -> None:
    commands(fresh_tenant, 4)
    seal_audit(fresh_tenant)
    target = numbers(owner)[1]
    owner.execute(alteration, (target,))
    assert {number for number, _ in problems(fresh_tenant)} == {target}


def test_a_row_taken_away_leaves_a_gap(fresh_tenant: Tenant, owner: psycopg.Connection) -> None:
    commands(fresh_tenant, 4)
    seal_audit(fresh_tenant)
    target, after = numbers(owner)[1:3]
    owner.execute("DELETE FROM audit_seal WHERE audit_id = %s", (target,))
    owner.execute("DELETE FROM audit WHERE id = %s", (target,))
    found = problems(fresh_tenant)
    assert (after, "seals 2 to 2 are missing") in found


def test_anonymising_a_row_leaves_the_chain_whole(fresh_tenant: Tenant, owner: psycopg.Connection) -> None:
    commands(fresh_tenant, 3)
    seal_audit(fresh_tenant)
    target = numbers(owner)[1]
    owner.execute("UPDATE audit SET body = NULL, refusal = NULL WHERE id = %s", (target,))
    owner.execute("UPDATE audit_seal SET salt = NULL WHERE audit_id = %s", (target,))
    assert problems(fresh_tenant) == []


def test_a_row_that_waits_too_long_is_told_and_still_sealed(
    fresh_tenant: Tenant, owner: psycopg.Connection
) -> None:
    commands(fresh_tenant, 2)
    owner.execute("UPDATE audit SET made_at = made_at - interval '2 hours'")
    assert {problem for _, problem in problems(fresh_tenant)} == {"is not sealed"}
    seal_audit(fresh_tenant)
    assert problems(fresh_tenant) == []
    [(settled,)] = owner.execute("SELECT settled FROM audit_sealing")
    assert settled == max(numbers(owner))
    commands(fresh_tenant, 1)
    assert seal_audit(fresh_tenant) == 1


def test_the_application_cannot_change_audit_or_seals(fresh_tenant: Tenant) -> None:
    commands(fresh_tenant, 1)
    seal_audit(fresh_tenant)
    for attempt in (
        "UPDATE audit SET user_id = 1",
        "DELETE FROM audit",
        "UPDATE audit_seal SET salt = NULL",
        "DELETE FROM audit_seal",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), fresh_tenant.database.writing() as session:
            session.run(attempt)
            session.scalar("SELECT 1")


def test_two_sealers_at_once_make_one_chain(fresh_tenant: Tenant, owner: psycopg.Connection) -> None:
    commands(fresh_tenant, 5)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        seal_audit(fresh_tenant)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_audit(fresh_tenant)
    assert problems(fresh_tenant) == []
    with fresh_tenant.database.reading() as session:
        assert audit_seals.head(session).position == 5
        assert list(audit_seals.verify(session, sealed_since=timedelta(0))) == []
