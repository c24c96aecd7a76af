"""Jobs that an institution starts itself, by the names that integrators know them by.

Each goes over loans, one command per loan; what one loan refuses does not hold up the others. None runs by itself: the
timetable's own jobs keep loans up to date where nobody closes days.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog

from amana.kernel.access.actors import system_actor
from amana.kernel.answer import Answer
from amana.kernel.configuration.business_date import SetBusinessDate
from amana.kernel.context import Actor, Work
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.kernel.tenant import Tenant
from amana.loans.accrue import AccrueLoan
from amana.loans.charge_overdue import ChargeOverdueInstalments
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.closing.sum_up import SumUpAccruals
from amana.loans.recalculate import RecalculateLoan

SOURCE = "job"
BATCH = 500

log = structlog.get_logger("amana.jobs")

_ACTIVE = "SELECT loan_id FROM loan_position p WHERE status = 'active'"
_OPEN = "status IN ('submitted', 'approved', 'active')"
_BEHIND = f"""
SELECT p.loan_id FROM loan_position p LEFT JOIN loan_day d ON d.loan_id = p.loan_id
 WHERE {_OPEN} AND coalesce(d.last_closed_on, CAST(%(today)s AS date) - 2) = CAST(%(today)s AS date) - 2
"""  # noqa: S608 - words of our own
_ALL_BEHIND = f"""
SELECT p.loan_id FROM loan_position p JOIN loan_day d ON d.loan_id = p.loan_id
 WHERE {_OPEN} AND d.last_closed_on < CAST(%(today)s AS date) - 1
"""  # noqa: S608 - words of our own

_INCOME_AS_TRANSACTIONS = f"{_ACTIVE} AND false"
"""No product here posts compounded income as transactions of its own (the setting is refused): there are none to do."""


@dataclass(frozen=True, kw_only=True)
class NamedJob:
    """``loans`` finds the loans, ``command`` is what is done to each; without ``loans`` it is one command by itself."""

    id: int
    name: str
    short_name: str
    command: Callable[[int, date], Any]
    loans: str | None = _ACTIVE

    @property
    def active(self) -> bool:
        """It can be started at any time."""
        return True

    @property
    def running(self) -> bool:
        """Never: who starts it waits for its end."""
        return False

    def run(self, tenant: Tenant) -> int:
        """Do it for all loans; returns how many commands there were."""
        with tenant.database.writing() as session:
            actor = system_actor(session)
            today = tenant.moment(session).business_date
        done = 0
        for loan in self._loans(tenant, today):
            _do(tenant, actor, self.command(loan, today))
            done += 1
        return done

    def _loans(self, tenant: Tenant, today: date) -> Iterator[int]:
        """Loans in order of number, a batch at a time; 0 where the job is about none."""
        after = 0
        while True:
            with tenant.database.reading() as session:
                query = f"{self.loans} AND p.loan_id > %(after)s ORDER BY 1 LIMIT {BATCH}"
                found = [one for (one,) in session.tuples(query, today=today, after=after)]
            yield from found
            if len(found) < BATCH:
                return
            after = found[-1]


class _Told:
    """Nobody reads the answer; a refusal is logged (and audited, as every refusal is)."""

    def done(self, _outcome: Outcome, _work: Work) -> Answer:
        return Answer(status=200, body=b"")

    def pending(self, _pending: PendingApproval) -> Answer:
        return Answer(status=202, body=b"")

    def refused(self, refusal: Refused) -> Answer:
        log.warning("job_refused", code=refusal.code, message=refusal.text())
        return Answer(status=400, body=refusal.code.encode())


def _do(tenant: Tenant, actor: Actor, command: Any) -> None:
    submit(tenant, Submission(command=command, actor=actor, source=SOURCE), _Told())


def _closing(loan: int, _today: date) -> CloseLoanDays:
    return CloseLoanDays(loans=(loan,))


LOAN_COB = NamedJob(id=1, name="Loan COB", short_name="LOAN_COB", command=_closing, loans=_BEHIND)
CATCH_UP = NamedJob(
    id=2, name="Loan COB Catch Up", short_name="LOAN_CCU", command=_closing, loans=_ALL_BEHIND
)

NAMED_JOBS = (
    LOAN_COB,
    NamedJob(
        id=3,
        name="Add Periodic Accrual Transactions",
        short_name="LA_PACR",
        command=lambda loan, today: AccrueLoan(loan=loan, until=today),
    ),
    NamedJob(
        id=4,
        name="Accrual Activity Posting",
        short_name="LA_AAPO",
        command=lambda loan, today: SumUpAccruals(loan=loan, day=today - timedelta(days=1)),
    ),
    NamedJob(
        id=5,
        name="Recalculate Interest For Loans",
        short_name="LA_RINT",
        command=lambda loan, _today: RecalculateLoan(loan=loan),
    ),
    NamedJob(
        id=6,
        name="Apply penalty to overdue loans",
        short_name="LA_APOD",
        command=lambda loan, _today: ChargeOverdueInstalments(loan=loan),
    ),
    NamedJob(
        id=7,
        name="Increase Business Date by 1 day",
        short_name="BDT_INC1",
        command=lambda _loan, today: SetBusinessDate(day=today + timedelta(days=1)),
        loans=None,
    ),
    NamedJob(
        id=8,
        name="Add Accrual Transactions",
        short_name="LA_AATR",
        command=lambda loan, today: AccrueLoan(loan=loan, until=today),
    ),
    NamedJob(
        id=9,
        name="Add Accrual Transactions For Loans With Income Posted As Transactions",
        short_name="LA_AAIP",
        command=lambda loan, today: AccrueLoan(loan=loan, until=today),
        loans=_INCOME_AS_TRANSACTIONS,
    ),
)
