"""Dropping what has had its day: answers kept for replay, failed logins, ended sessions."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from amana.jobs.job import Job, is_ours
from amana.kernel import clock
from amana.kernel.access.authentication import FAILURE_WINDOW
from amana.kernel.access.bootstrap import KEY_DAYS, KEY_DAYS_SETTING
from amana.kernel.access.records import login_failure, login_session
from amana.kernel.records import idempotency
from amana.kernel.tenant import Tenant
from amana.storage.session import WriteSession
from amana.storage.statement import Statement

BATCH = 5000


def _dropping(table: sa.Table, moment: sa.Column[datetime]) -> Statement:
    """Delete a batch of the rows whose ``moment`` lies before ``before``."""
    place: sa.ColumnClause[object] = sa.literal_column(f"{table.name}.ctid")
    old = sa.select(place).select_from(table).where(moment < sa.bindparam("before")).limit(BATCH)
    return Statement(
        sa.delete(table)
        .where(place == sa.any_(sa.func.array(old.scalar_subquery())))
        .returning(sa.literal(1))
    )


_KEYS = _dropping(idempotency, idempotency.c.made_at)
_FAILURES = _dropping(login_failure, login_failure.c.at)
_SESSIONS = _dropping(login_session, login_session.c.expires_at)


def drop_old(tenant: Tenant) -> int:
    """Drop one batch of each; the count of the largest tells whether to come again at once."""
    with tenant.database.writing() as session:
        if not is_ours(session, "drop_old"):
            return 0
        now = clock.now()
        return max(
            session.touched(_KEYS, before=now - _kept(tenant, session)),
            session.touched(_FAILURES, before=now - FAILURE_WINDOW),
            session.touched(_SESSIONS, before=now),
        )


def _kept(tenant: Tenant, session: WriteSession) -> timedelta:
    setting = tenant.moment(session).settings.get(KEY_DAYS_SETTING)
    if setting is not None and setting.enabled and isinstance(setting.value, int) and setting.value > 0:
        return timedelta(days=setting.value)
    return timedelta(days=KEY_DAYS)


DROP_OLD = Job(name="drop_old", every=timedelta(minutes=10), at_rest=timedelta(hours=1), run=drop_old)
