"""Audit rows: one for every write and every refused write, in the transaction of the write."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from amana.kernel.commands import CommandSpec
from amana.kernel.context import Actor, Moment
from amana.kernel.outcome import Outcome
from amana.kernel.records import audit, outbox
from amana.storage.session import WriteSession
from amana.storage.statement import Statement


class Result(StrEnum):
    """What became of a submitted command."""

    PROCESSED = "processed"
    AWAITING = "awaiting_approval"
    REJECTED = "rejected"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """The facts of one row besides what the outcome tells."""

    spec: CommandSpec
    actor: Actor
    moment: Moment
    number: int
    source: str
    body: Mapping[str, Any] | None
    result: Result
    refusal: Mapping[str, Any] | None = None


_INSERT = Statement(sa.insert(audit), columns=[c.name for c in audit.columns])
ANNOUNCE = Statement(sa.insert(outbox), columns=["kind", "payload", "audit_id", "made_at"])
_OTHER = Outcome(kind="", id="")
DECISION = "pending_command"
"""Kind of the outcome of approving or rejecting a stored command; its id is that command's audit number."""


def write(session: WriteSession, entry: AuditEntry, outcome: Outcome | None) -> None:
    """Add the row; it is sent with the commit."""
    about = outcome or _OTHER
    record = about.more.get("outcome", about) if about.kind == DECISION else about
    session.run(
        _INSERT,
        id=entry.number,
        command=entry.spec.name,
        action=entry.spec.action,
        entity=entry.spec.entity,
        resource_id=str(record.id) if record.id != "" else None,
        office_id=about.office,
        client_id=about.client,
        group_id=about.group,
        loan_id=about.loan,
        savings_id=about.savings,
        user_id=entry.actor.user_id,
        made_at=entry.moment.now,
        business_date=entry.moment.business_date,
        result=str(entry.result),
        refusal=entry.refusal,
        body=entry.body,
        source=entry.source,
        approves=about.id if about.kind == DECISION else None,
    )


def presumed(spec: CommandSpec, command: Any, actor: Actor) -> Outcome:
    """What a command that was not carried out is about, as far as its own references tell; its office is the
    actor's.
    """

    def named(field: str) -> int | None:
        value = getattr(command, field, None)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    record = named(spec.entity.lower())
    return Outcome(
        kind=spec.entity.lower(),
        id="" if record is None else record,
        office=actor.office_id,
        client=named("client"),
        group=named("group"),
        loan=named("loan"),
        savings=named("savings"),
    )


def announce(
    session: WriteSession, number: int, moment: Moment, messages: list[tuple[str, Mapping[str, Any]]]
) -> None:
    """Put the command's messages into the outbox."""
    for kind, payload in messages:
        session.run(ANNOUNCE, kind=kind, payload=dict(payload), audit_id=number, made_at=moment.now)
