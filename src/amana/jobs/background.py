"""A thread of the serving process that does the jobs of every tenant, one after the other.

Any number of processes may do so at the same time: each job sees to it that no work is done twice.
"""

import time
from collections.abc import Callable, Iterable
from threading import Event, Thread

import structlog

from amana.jobs.deliver_outbox import DELIVER_OUTBOX
from amana.jobs.drop_old import DROP_OLD
from amana.jobs.job import Job
from amana.jobs.loan_days import LOAN_JOBS
from amana.jobs.seal_audit import SEAL_AUDIT
from amana.kernel.tenant import Tenant

JOBS = (DELIVER_OUTBOX, SEAL_AUDIT, DROP_OLD, *LOAN_JOBS)
ROUNDS_AT_ONCE = 50
"""How often a job that finds more to do goes on before the others get their turn."""

PAUSE_AFTER_FAILURE_S = 30.0
TENANTS_KNOWN_S = 30.0
"""How long the list of tenants is good for: a new one waits so long for its first job."""

log = structlog.get_logger("amana.jobs")


class Background:
    """Runs ``jobs`` for what ``tenants`` gives, until it is stopped."""

    def __init__(self, tenants: Callable[[], Iterable[Tenant]], jobs: Iterable[Job] = JOBS) -> None:
        self._tenants = tenants
        self._jobs = tuple(jobs)
        self._due: dict[tuple[str, str], float] = {}
        self._pauses: dict[tuple[str, str], float] = {}
        self._stopping = Event()
        self._thread = Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, *, wait_s: float = 10.0) -> None:
        """Let the job under way finish, and end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def _work(self) -> None:
        tick = min(job.every.total_seconds() for job in self._jobs)
        tenants: list[Tenant] = []
        known_until = 0.0
        while not self._stopping.wait(tick):
            if time.monotonic() >= known_until:
                try:
                    tenants = list(self._tenants())
                    known_until = time.monotonic() + TENANTS_KNOWN_S
                except Exception:
                    log.exception("tenants_unknown")
            for tenant in tenants:
                self.run_due(tenant)

    def run_due(self, tenant: Tenant) -> None:
        """Run what is due for one tenant; a job that fails does not keep the others from running."""
        for job in self._jobs:
            place = (tenant.identifier, job.name)
            if self._stopping.is_set() or time.monotonic() < self._due.get(place, 0.0):
                continue
            pause = job.every.total_seconds()
            try:
                if not self._run(job, tenant):
                    before = self._pauses.get(place, pause)
                    pause = min(before * 2, (job.at_rest or job.every).total_seconds())
            except Exception:
                log.exception("job_failed", job=job.name, tenant=tenant.identifier)
                pause = max(pause, PAUSE_AFTER_FAILURE_S)
            self._pauses[place] = pause
            self._due[place] = time.monotonic() + pause

    def _run(self, job: Job, tenant: Tenant) -> bool:
        """Whether there was anything to do."""
        for done in range(ROUNDS_AT_ONCE):
            if job.run(tenant) == 0 or self._stopping.is_set():
                return done > 0
        return True
