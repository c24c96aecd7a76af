"""One command for each of many loans, the system acting: what one loan refuses does not hold up the others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog

from amana.kernel.access.actors import system_actor
from amana.kernel.answer import Answer
from amana.kernel.context import Actor, Work
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.kernel.tenant import Tenant
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

log = structlog.get_logger("amana.jobs")

BATCH = 200
REFUSED = 400


@dataclass(frozen=True)
class OverLoans:
    """``query`` finds the numbers of loans, in order, after the parameter ``after`` and at most ``batch`` of them;
    ``command`` is what is done to one on a business date.
    """

    query: str | Statement
    command: Callable[[int, date], Any]

    def batch(self, session: ReadSession, today: date, after: int) -> "Batch":
        """The next loans after the one numbered ``after``."""
        found = session.tuples(self.query, today=today, after=after, batch=BATCH)
        return Batch(self.command, system_actor(session), today, tuple(number for (number,) in found))


@dataclass(frozen=True)
class Batch:
    """Loans that something is to be done to."""

    command: Callable[[int, date], Any]
    actor: Actor
    today: date
    loans: tuple[int, ...]

    @property
    def is_last(self) -> bool:
        """Nothing comes after it."""
        return len(self.loans) < BATCH

    def work_off(self, tenant: Tenant, source: str) -> int:
        """Each command in a transaction of its own; how many were not refused."""
        done = 0
        for number in self.loans:
            command = self.command(number, self.today)
            submission = Submission(command=command, actor=self.actor, source=source)
            done += submit(tenant, submission, _Told(number)).status < REFUSED
        return done


@dataclass(frozen=True)
class _Told:
    """Nobody reads the answer; a refusal is logged (and audited, as every refusal is)."""

    loan: int

    def done(self, _outcome: Outcome, _work: Work) -> Answer:
        return Answer(status=200, body=b"")

    def pending(self, _pending: PendingApproval) -> Answer:
        return Answer(status=202, body=b"")

    def refused(self, refusal: Refused) -> Answer:
        log.warning("loan_refused", loan=self.loan, code=refusal.code, message=refusal.text())
        return Answer(status=REFUSED, body=refusal.code.encode())
