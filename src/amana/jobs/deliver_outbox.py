"""Delivering the outbox: each message to every sink that wants its kind, again until it is taken.

At least once: a sink may see a message twice (the process died between taking and crossing off), never not at all.
Messages that nobody wants are dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from amana.jobs.job import Job
from amana.kernel import clock
from amana.kernel.records import outbox
from amana.kernel.tenant import Tenant
from amana.storage.statement import Statement

BATCH = 100
LEASE = timedelta(minutes=5)
"""How long a process that took messages has before another one tries."""

ATTEMPTS = 20
FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=6)
ERROR_LENGTH = 500
SECRETS = ["password"]
"""What is not kept of a message that was given up."""

log = structlog.get_logger("amana.outbox")


@dataclass(frozen=True)
class Message:
    """One message. ``audit_id`` is the command it comes from (0: a job)."""

    id: int
    kind: str
    payload: Any
    audit_id: int
    made_at: datetime
    attempts: int


Sink = Callable[[Tenant, Message], None]
"""Takes a message, or raises: then it comes again."""

_SINKS: list[tuple[str, Sink]] = []


def subscribe(kind: str, sink: Sink) -> Callable[[], None]:
    """Hand ``sink`` the messages of ``kind`` (or, ending in a point, of every kind that starts so).

    Returns a function that ends the subscription.
    """
    entry = (kind, sink)
    _SINKS.append(entry)
    return lambda: _SINKS.remove(entry)


def _sinks_of(kind: str) -> list[Sink]:
    return [
        sink
        for wanted, sink in _SINKS
        if kind == wanted or (wanted.endswith(".") and kind.startswith(wanted))
    ]


_DUE = (
    sa.select(outbox.c.id)
    .where(outbox.c.due_at <= sa.bindparam("now"))
    .order_by(outbox.c.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_TAKE = Statement(
    sa.update(outbox)
    .where(outbox.c.id.in_(_DUE))
    .values(due_at=sa.bindparam("leased_until"), attempts=outbox.c.attempts + 1)
    .returning(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.payload,
        outbox.c.audit_id,
        outbox.c.made_at,
        outbox.c.attempts,
    )
)
_CROSS_OFF = Statement(
    sa.delete(outbox).where(outbox.c.id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger))))
)
_PUT_BACK = Statement(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("message"))
    .values(due_at=sa.bindparam("next"), last_error=sa.bindparam("error"))
)
_GIVE_UP = Statement(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("message"))
    .values(
        due_at=sa.null(),
        last_error=sa.bindparam("error"),
        payload=outbox.c.payload.op("-")(sa.cast(sa.bindparam("secrets"), sa.ARRAY(sa.Text))),
    )
)


def deliver_outbox(tenant: Tenant) -> int:
    """Deliver one batch; messages that cannot be delivered now come back later, and are given up in the end."""
    now = clock.now()
    with tenant.database.writing() as session:
        taken = session.all(_TAKE, Message, now=now, leased_until=now + LEASE)
    if not taken:
        return 0
    failed = {message.id: error for message in taken if (error := _delivered(tenant, message)) is not None}
    with tenant.database.writing() as session:
        session.run(_CROSS_OFF, ids=[message.id for message in taken if message.id not in failed])
        for message in taken:
            if message.id not in failed:
                continue
            if message.attempts >= ATTEMPTS:
                session.run(_GIVE_UP, message=message.id, error=failed[message.id], secrets=SECRETS)
            else:
                session.run(_PUT_BACK, message=message.id, next=_next(message), error=failed[message.id])
    return len(taken)


def _delivered(tenant: Tenant, message: Message) -> str | None:
    """Nothing when every sink took the message, otherwise what went wrong."""
    for sink in _sinks_of(message.kind):
        try:
            sink(tenant, message)
        except Exception as error:  # noqa: BLE001 - a sink may fail in any way
            # the payload may hold a password: only the kind and the number are logged
            log.warning("not_delivered", kind=message.kind, message=message.id, attempt=message.attempts)
            return f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    return None


def _next(message: Message) -> datetime:
    """When to try again."""
    delay: timedelta = min(FIRST_DELAY * 2 ** (message.attempts - 1), LONGEST_DELAY)
    return clock.now() + delay


DELIVER_OUTBOX = Job(
    name="deliver_outbox", every=timedelta(seconds=2), at_rest=timedelta(seconds=20), run=deliver_outbox
)
