"""Who carries the demo's commands to the core, one after the other, like any other door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amana.hosting.provisioning import DEMO_ADMINISTRATOR
from amana.kernel.access.actors import actor_of, user_named
from amana.kernel.answer import Answer
from amana.kernel.context import Actor, Work
from amana.kernel.inquiry import ask
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.kernel.tenant import Tenant

SOURCE = "demo"


@dataclass
class _LastOutcome:
    """Keeps what became of a command instead of writing it for a wire."""

    outcome: Outcome | None = None

    def done(self, outcome: Outcome, _work: Work) -> Answer:
        self.outcome = outcome
        return Answer(status=200, body=b"")

    def pending(self, pending: PendingApproval) -> Answer:
        raise AssertionError(f"a demo tenant has no checker for {pending}")

    def refused(self, refusal: Refused) -> Answer:
        raise refusal


@dataclass
class Teller:
    """Submits commands and asks questions as the demo's administrator; counts what it did."""

    tenant: Tenant
    actor: Actor
    today: date
    done: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, tenant: Tenant) -> "Teller":
        """A teller who knows the business date.

        Raises:
            LookupError: when the demo's administrator is no longer there.
        """
        with tenant.database.reading() as session:
            user = user_named(session, DEMO_ADMINISTRATOR.username)
            if user is None:
                raise LookupError(f"the demo tenant has no user {DEMO_ADMINISTRATOR.username}")
            return cls(tenant, actor_of(session, user), tenant.moment(session).business_date)

    def do(self, command: Any) -> int:
        """Carry a command out and give the id of what it made or changed.

        Raises:
            Refused: when the core refuses, which in a demo is a fault of the demo.
        """
        last = _LastOutcome()
        submit(self.tenant, Submission(command=command, actor=self.actor, source=SOURCE), last)
        name = type(command).__name__
        self.done[name] = self.done.get(name, 0) + 1
        if last.outcome is None:
            raise AssertionError(f"{name} has no outcome")
        return int(last.outcome.id)

    def ask(self, query: Any) -> Any:
        """The answer to a query."""
        return ask(self.tenant, self.actor, query)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many commands of each kind were carried out."""
        return dict(sorted(self.done.items()))
