"""The pipeline with a command of its own: once, exactly once, refused, held, replayed."""

import threading
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa

from amana.kernel.answer import Answer
from amana.kernel.commands import handles
from amana.kernel.context import Actor, Work
from amana.kernel.idempotency import IdempotencyKey
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.records import audit, idempotency, outbox, setting
from amana.kernel.refusals import IdempotencyConflict, Refused, StaleActor, invalid
from amana.kernel.tenant import Tenant


@dataclass(frozen=True, kw_only=True)
class NameSetting:
    name: str
    password: str = ""


@handles(NameSetting, permission="CREATE_TESTSETTING", secret=["password"])
def name_setting(command: NameSetting, work: Work) -> Outcome:
    if command.name == "":
        raise invalid("name", "blank", "The name is missing.")
    made = work.session.insert(sa.insert(setting).values(name=command.name).returning(setting.c.id))
    work.announce("setting", {"id": made})
    return Outcome(kind="setting", id=made, office=work.actor.office_id)


class Plain:
    def done(self, outcome: Outcome, work: Work) -> Answer:
        return Answer(status=200, body=str(outcome.id).encode())

    def pending(self, pending: PendingApproval) -> Answer:
        return Answer(status=202, body=str(pending.audit_id).encode())

    def refused(self, refusal: Refused) -> Answer:
        if isinstance(refusal, IdempotencyConflict):
            return Answer(status=409, body=refusal.code.encode())
        return Answer(status=400, body=refusal.code.encode())


def send(tenant: Tenant, actor: Actor, command: NameSetting, key: str | None = None, **more: bool) -> Answer:
    bound = IdempotencyKey.of(key, "POST", "/settings", command.name.encode()) if key else None
    submission = Submission(command=command, actor=actor, source="test", idempotency=bound, **more)
    return submit(tenant, submission, Plain())


def count(tenant: Tenant, table: sa.Table, **where: object) -> int:
    clause = sa.select(sa.func.count()).select_from(table)
    for name, value in where.items():
        clause = clause.where(table.c[name] == value)
    with tenant.database.reading() as session:
        return session.scalar(clause)


def test_a_command_leaves_its_change_an_audit_row_and_a_message(tenant: Tenant, administrator: Actor) -> None:
    answer = send(tenant, administrator, NameSetting(name="one", password="s3cret"))
    assert answer.status == 200
    assert count(tenant, setting, name="one") == 1
    with tenant.database.reading() as session:
        row = session.record(
            sa.select(audit).where(
                audit.c.resource_id == answer.body.decode(), audit.c.entity == "TESTSETTING"
            )
        )
    assert row is not None
    assert (row["action"], row["entity"], row["result"]) == ("CREATE", "TESTSETTING", "processed")
    assert row["body"] == {"name": "one", "password": "***"}
    assert count(tenant, outbox, audit_id=row["id"]) == 1


def test_a_refusal_changes_nothing_and_is_audited(tenant: Tenant, administrator: Actor) -> None:
    before = count(tenant, audit, result="refused")
    assert send(tenant, administrator, NameSetting(name="")).body == b"invalid_input"
    assert count(tenant, audit, result="refused") == before + 1


def test_a_dry_run_answers_and_leaves_nothing(tenant: Tenant, administrator: Actor) -> None:
    assert send(tenant, administrator, NameSetting(name="dry"), dry_run=True).status == 200
    assert count(tenant, setting, name="dry") == 0


def test_the_same_key_gives_the_same_answer_and_applies_once(tenant: Tenant, administrator: Actor) -> None:
    first = send(tenant, administrator, NameSetting(name="keyed"), key="k1")
    again = send(tenant, administrator, NameSetting(name="keyed"), key="k1")
    assert (again.status, again.body, again.replayed) == (200, first.body, True)
    assert count(tenant, setting, name="keyed") == 1


def test_a_refusal_is_replayed_too(tenant: Tenant, administrator: Actor) -> None:
    assert not send(tenant, administrator, NameSetting(name=""), key="k2").replayed
    again = send(tenant, administrator, NameSetting(name=""), key="k2")
    assert (again.status, again.replayed) == (400, True)


def test_the_same_key_with_another_content_is_a_conflict(tenant: Tenant, administrator: Actor) -> None:
    send(tenant, administrator, NameSetting(name="content"), key="k3")
    assert send(tenant, administrator, NameSetting(name="other"), key="k3").status == 409
    assert count(tenant, setting, name="other") == 0


def test_equal_requests_at_the_same_moment_apply_once(tenant: Tenant, administrator: Actor) -> None:
    answers: list[Answer] = []
    start = threading.Barrier(8)

    def post() -> None:
        start.wait()
        answers.append(send(tenant, administrator, NameSetting(name="moment"), key="k4"))

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.body for answer in answers} == {answers[0].body}
    assert sum(not answer.replayed for answer in answers) == 1
    assert count(tenant, idempotency, key="k4") == 1


def test_a_right_that_changed_makes_the_actor_stale(tenant: Tenant, administrator: Actor) -> None:
    with pytest.raises(StaleActor):
        send(tenant, replace(administrator, access_version=0), NameSetting(name="stale"))


def test_without_the_permission_nothing_happens(tenant: Tenant, administrator: Actor) -> None:
    nobody = replace(administrator, permissions=frozenset({"READ_OFFICE"}))
    assert send(tenant, nobody, NameSetting(name="nobody")).body == b"not_permitted"
    assert count(tenant, setting, name="nobody") == 0


def test_a_taken_name_is_a_duplicate(tenant: Tenant, administrator: Actor) -> None:
    send(tenant, administrator, NameSetting(name="taken"))
    assert send(tenant, administrator, NameSetting(name="taken")).body == b"duplicate"


def test_what_is_kept_of_a_request_with_a_password_is_slow_to_guess(
    tenant: Tenant, administrator: Actor
) -> None:
    first = send(tenant, administrator, NameSetting(name="guarded", password="s3cret"), key="k5")
    again = send(tenant, administrator, NameSetting(name="guarded", password="s3cret"), key="k5")
    assert (again.body, again.replayed) == (first.body, True)
    quick = IdempotencyKey.of("k5", "POST", "/settings", b"guarded").request_hash
    with tenant.database.reading() as session:
        kept = session.scalar(sa.select(idempotency.c.request_hash).where(idempotency.c.key == "k5"))
    assert bytes(kept) != quick
