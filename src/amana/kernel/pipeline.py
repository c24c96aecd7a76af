"""The one way to change anything: permission, idempotency, maker-checker, decision, audit, in one transaction.

Steps (see docs/explanation/architecture.md): look the spec up; open the transaction and read the moment; permission;
claim the idempotency key; maker-checker; the handler locks, loads, decides and saves; audit and outbox; the answer is
written and stored; commit. A refusal rolls back and is recorded in a transaction of its own.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import psycopg

from amana.kernel import audit, idempotency, maker_checker
from amana.kernel.answer import Answer, Renderer
from amana.kernel.codec import without_secrets
from amana.kernel.commands import CommandSpec, spec_for, spec_of
from amana.kernel.context import Actor, Moment, Work
from amana.kernel.database_refusals import as_refusal
from amana.kernel.idempotency import IdempotencyKey
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import OutcomeUnknown, Refused, StaleActor, Unavailable, VersionConflict, describe
from amana.kernel.tenant import Tenant
from amana.storage.engine import DatabaseUnavailable, LostWhileCommitting
from amana.storage.session import WriteSession

ATTEMPTS = 3
"""How often a command that lost a race is decided anew before the client is told."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A command on its way through the pipeline."""

    command: Any
    actor: Actor
    source: str
    """The door it came in by: a dialect's name, ``cli``, ``close_of_business``."""
    idempotency: IdempotencyKey | None = None
    body: Mapping[str, Any] | None = None
    """What the client sent, for the audit."""
    dry_run: bool = False


class _Replay(Exception):
    """The key was claimed before: leave the transaction and give the stored answer."""


def submit(tenant: Tenant, submission: Submission, renderer: Renderer) -> Answer:
    """Carry a command out, or refuse it; always answers, except that StaleActor is raised for the edge to
    verify the credentials again.
    """
    spec = spec_of(submission.command)
    if spec.secret_fields and submission.idempotency is not None:
        submission = replace(submission, idempotency=submission.idempotency.hardened())
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _attempt(tenant, spec, submission, renderer)
        except VersionConflict as refusal:
            if attempt == ATTEMPTS:
                return _refuse(tenant, spec, submission, renderer, refusal)
        except StaleActor:
            raise
        except Refused as refusal:
            return _refuse(tenant, spec, submission, renderer, refusal)
    raise AssertionError("unreachable")


def _attempt(tenant: Tenant, spec: CommandSpec, submission: Submission, renderer: Renderer) -> Answer:
    try:
        with tenant.database.writing(keep=not submission.dry_run) as session:
            return _carry_out(tenant, session, spec, submission, renderer)
    except _Replay:
        return _replay(tenant, submission)
    except LostWhileCommitting as error:
        raise OutcomeUnknown from error
    except DatabaseUnavailable as error:
        raise Unavailable from error
    except psycopg.Error as error:
        refusal = as_refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _carry_out(
    tenant: Tenant, session: WriteSession, spec: CommandSpec, submission: Submission, renderer: Renderer
) -> Answer:
    actor, key = submission.actor, submission.idempotency
    moment, number = tenant.moment_and_number(session)
    require_fresh(actor, moment)
    free = spec.is_free(submission.command, actor)
    if not free:
        actor.require(spec.permission)
    if key is not None and idempotency.claim(session, actor.user_id, key, moment).one() is None:
        raise _Replay
    work = Work(session, actor, moment, number)
    body = without_secrets(spec, dict(submission.body) if submission.body else None, submission.command)
    if not free and maker_checker.needs_checker(work, spec):
        held = maker_checker.hold(work, spec, submission.command, body, submission.source)
        answer = stored = renderer.pending(held)
    else:
        outcome = spec.carry_out(submission.command, work)
        _record(work, spec, submission, body, outcome)
        answer = stored = renderer.done(outcome, work)
        if key is not None and (kept := outcome.to_store()) is not outcome:
            stored = renderer.done(kept, work)
    if key is not None:
        idempotency.store(session, actor.user_id, key, stored)
    return answer


def note_unreadable(
    tenant: Tenant, actor: Actor, command: type, source: str, problems: Sequence[Mapping[str, Any]]
) -> None:
    """Audit a write whose body never became a command; only names of fields are kept, values may be secret."""
    refusal = {"code": "unreadable", "family": "invalid", "problems": list(problems)}
    with suppress(DatabaseUnavailable, psycopg.Error), tenant.database.writing() as session:
        moment, number = tenant.moment_and_number(session)
        entry = audit.AuditEntry(
            spec=spec_for(command),
            actor=actor,
            moment=moment,
            number=number,
            source=source,
            body=None,
            result=audit.Result.REFUSED,
            refusal=refusal,
        )
        audit.write(session, entry, Outcome(kind="", id="", office=actor.office_id))


def require_fresh(actor: Actor, moment: Moment) -> None:
    """Raise StaleActor when users or rights changed since the actor was verified."""
    if actor.access_version != moment.access_version and not actor.is_system:
        raise StaleActor


def _record(
    work: Work, spec: CommandSpec, submission: Submission, body: dict[str, Any], outcome: Outcome
) -> None:
    entry = audit.AuditEntry(
        spec=spec,
        actor=work.actor,
        moment=work.moment,
        number=work.command_id,
        source=submission.source,
        body=body,
        result=audit.Result.PROCESSED,
    )
    audit.write(work.session, entry, outcome)
    audit.announce(work.session, work.command_id, work.moment, work.announcements)


def _replay(tenant: Tenant, submission: Submission) -> Answer:
    key = submission.idempotency
    if key is None:
        raise AssertionError("a replay without a key")
    try:
        with tenant.database.reading() as session:
            stored = idempotency.stored_answer(session, submission.actor.user_id, key)
    except DatabaseUnavailable as error:
        raise Unavailable from error
    if stored is None:
        raise VersionConflict
    return stored


def _refuse(
    tenant: Tenant, spec: CommandSpec, submission: Submission, renderer: Renderer, refusal: Refused
) -> Answer:
    answer = renderer.refused(refusal)
    if answer.status >= 500 or isinstance(refusal, VersionConflict) or submission.dry_run:
        return answer
    try:
        with tenant.database.writing() as session:
            _record_refusal(tenant, session, spec, submission, refusal, answer)
    except (DatabaseUnavailable, psycopg.Error):
        return answer if not isinstance(refusal, Unavailable) else renderer.refused(Unavailable())
    return answer


def _record_refusal(
    tenant: Tenant,
    session: WriteSession,
    spec: CommandSpec,
    submission: Submission,
    refusal: Refused,
    answer: Answer,
) -> None:
    moment, number = tenant.moment_and_number(session)
    key = submission.idempotency
    if (
        key is not None
        and idempotency.claim(session, submission.actor.user_id, key, moment).one() is not None
    ):
        idempotency.store(session, submission.actor.user_id, key, answer)
    entry = audit.AuditEntry(
        spec=spec,
        actor=submission.actor,
        moment=moment,
        number=number,
        source=submission.source,
        body=without_secrets(spec, dict(submission.body) if submission.body else None, submission.command),
        result=audit.Result.REFUSED,
        refusal=describe(refusal),
    )
    audit.write(session, entry, audit.presumed(spec, submission.command, submission.actor))
