"""What a repayment asks of the database: recorded from the pipeline itself, so that pgbench runs the same."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import amana.hosting.slices  # noqa: F401 - registers every command
from amana.hosting.server_database import attached_database
from amana.hosting.settings import Settings
from amana.kernel.access.authentication import Authenticator
from amana.kernel.answer import Answer
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.kernel.tenancy import Tenants
from amana.loans.repay import RepayLoan
from amana.storage.control import ControlDatabase
from amana.storage.session import ReadSession


@dataclass(frozen=True)
class Step:
    """One statement as sent: its text with ``%(name)s`` parameters, and their values."""

    sql: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Repayment:
    """A repayment's statements in order, between BEGIN and COMMIT, and where they were run."""

    conninfo: str
    loan: int
    steps: list[Step]
    round_trips: int


class Watched:
    """Notes the round trips of the transaction it answers from."""

    round_trips = 0

    def done(self, outcome: Outcome, work: Work) -> Answer:
        """Carried out."""
        self.round_trips = work.session.round_trips
        return Answer(status=200, body=b"")

    def pending(self, pending: PendingApproval) -> Answer:
        """Not in a benchmark."""
        raise AssertionError(pending)

    def refused(self, refusal: Refused) -> Answer:
        """Not in a benchmark."""
        raise AssertionError(str(refusal))


@contextmanager
def _recording() -> Iterator[list[Step]]:
    steps: list[Step] = []
    original = ReadSession._run

    def recorded(self: ReadSession, query: Any, params: Mapping[str, Any], row_factory: Any) -> Any:
        if isinstance(query, str):
            steps.append(Step(query, params))
        else:
            steps.append(Step(*query.prepare(params)))
        return original(self, query, params, row_factory)

    ReadSession._run = recorded  # type: ignore[method-assign]
    try:
        yield steps
    finally:
        ReadSession._run = original  # type: ignore[method-assign]


def record_repayment(home: Path, loan: int) -> Repayment:
    """Post one repayment in this process, on the running installation's database, and note what was sent."""
    with attached_database(Settings(home=home)) as server:
        tenants = Tenants(ControlDatabase(server.control))
        tenant = tenants.get("default")
        actor = Authenticator().by_password(tenant, "mifos", "password")
        command = RepayLoan(loan=loan, on=datetime.now(UTC).date(), amount=Decimal("1.00"))
        submission = Submission(
            command=command, actor=actor, source="bench", body={"transactionAmount": "1.00"}
        )
        submit(tenant, submission, Watched())  # settings are read once; not part of a repayment
        watched = Watched()
        with _recording() as steps:
            submit(tenant, submission, watched)
        conninfo = tenant.database.conninfo
        tenants.close()
    return Repayment(conninfo, loan, steps, watched.round_trips)
