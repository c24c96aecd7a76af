"""Commands and queries for tests: values in, an outcome or the refusal itself out."""

from dataclasses import replace
from typing import Any

from amana.kernel.access.actors import actor_of, user_named
from amana.kernel.answer import Answer
from amana.kernel.context import Actor, Work
from amana.kernel.inquiry import ask as ask_as_is
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.kernel.tenant import Tenant


class Keeper:
    """Keeps what became of a command instead of wording it."""

    def __init__(self) -> None:
        self.result: Outcome | PendingApproval | Refused | None = None

    def done(self, outcome: Outcome, work: Work) -> Answer:
        self.result = outcome
        return Answer(status=200, body=b"done")

    def pending(self, pending: PendingApproval) -> Answer:
        self.result = pending
        return Answer(status=200, body=b"pending")

    def refused(self, refusal: Refused) -> Answer:
        self.result = refusal
        return Answer(status=400, body=refusal.code.encode())


def fresh(tenant: Tenant, actor: Actor) -> Actor:
    """The actor under the present access version, with the rights the test gave him."""
    with tenant.database.reading() as session:
        return replace(actor, access_version=tenant.moment(session).access_version)


def attempt(
    tenant: Tenant, actor: Actor, command: Any, *, dry_run: bool = False
) -> Outcome | PendingApproval | Refused:
    """What became of the command, whatever it was."""
    keeper = Keeper()
    submission = Submission(command=command, actor=fresh(tenant, actor), source="test", dry_run=dry_run)
    submit(tenant, submission, keeper)
    assert keeper.result is not None
    return keeper.result


def perform(tenant: Tenant, actor: Actor, command: Any, *, dry_run: bool = False) -> Outcome:
    """The outcome of a command; raises its refusal."""
    result = attempt(tenant, actor, command, dry_run=dry_run)
    if isinstance(result, Refused):
        raise result
    assert isinstance(result, Outcome), result
    return result


def ask(tenant: Tenant, actor: Actor, query: Any) -> Any:
    """The answer to a query, whatever has changed about rights in between."""
    return ask_as_is(tenant, fresh(tenant, actor), query)


def actor_named(tenant: Tenant, username: str) -> Actor:
    """A user with its present rights, as authentication would give it."""
    with tenant.database.reading() as session:
        user = user_named(session, username)
        assert user is not None
        return actor_of(session, user)
