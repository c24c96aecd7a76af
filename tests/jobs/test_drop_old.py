"""Dropping what has had its day."""

from datetime import timedelta

import sqlalchemy as sa

from amana.jobs.drop_old import drop_old
from amana.jobs.job import is_ours
from amana.kernel import clock
from amana.kernel.access.records import login_failure
from amana.kernel.access.sessions import open_session
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.records import idempotency
from amana.kernel.tenant import Tenant
from tests.submitting import perform
from tests.tenant_fixtures import administrator_of


def keys(tenant: Tenant) -> set[str]:
    with tenant.database.reading() as session:
        return {key for (key,) in session.tuples(sa.select(idempotency.c.key))}


def test_answers_are_kept_for_a_week_or_as_long_as_the_setting_says(fresh_tenant: Tenant) -> None:
    now = clock.now()
    with fresh_tenant.database.writing() as session:
        for days in (0, 2, 6, 8):
            session.run(
                sa.insert(idempotency).values(
                    actor_id=1,
                    key=f"{days} days",
                    request_hash=b"",
                    status=200,
                    made_at=now - timedelta(days=days),
                )
            )
    drop_old(fresh_tenant)
    assert keys(fresh_tenant) == {"0 days", "2 days", "6 days"}
    kept = SettingChange(name="idempotency-key-days", enabled=True, value=1)
    perform(fresh_tenant, administrator_of(fresh_tenant), ChangeSettings(settings=(kept,)))
    drop_old(fresh_tenant)
    assert keys(fresh_tenant) == {"0 days"}


def test_old_failures_and_ended_sessions_go(fresh_tenant: Tenant) -> None:
    boss = administrator_of(fresh_tenant)
    open_session(fresh_tenant, boss)
    with fresh_tenant.database.writing() as session:
        for hours in (0, 1):
            session.run(sa.insert(login_failure).values(subject="x", at=clock.now() - timedelta(hours=hours)))
        session.run("UPDATE login_session SET expires_at = now() - interval '1 second'")
    open_session(fresh_tenant, boss)
    assert drop_old(fresh_tenant) == 1
    with fresh_tenant.database.reading() as session:
        assert session.scalar("SELECT count(*) FROM login_failure") == 1
        assert session.scalar("SELECT count(*) FROM login_session") == 1


def test_a_job_is_one_worker_s_at_a_time(fresh_tenant: Tenant) -> None:
    with fresh_tenant.database.writing() as first, fresh_tenant.database.writing() as second:
        assert is_ours(first, "tidying")
        assert not is_ours(second, "tidying")
        assert is_ours(second, "counting")
