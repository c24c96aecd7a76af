"""All jobs, and how one of them is worked off for a tenant."""

from collections.abc import Callable
from datetime import timedelta

from amana.jobs.deliver_outbox import DELIVER_OUTBOX
from amana.jobs.drop_old import DROP_OLD
from amana.jobs.follow_rates import FOLLOW_RATES
from amana.jobs.job import Job
from amana.jobs.loan_days import LOAN_JOBS
from amana.jobs.seal_audit import SEAL_AUDIT
from amana.kernel.tenant import Tenant

JOBS = (DELIVER_OUTBOX, SEAL_AUDIT, DROP_OLD, FOLLOW_RATES, *LOAN_JOBS)

ROUNDS_AT_ONCE = 50
"""How often a job that finds more to do goes on before others get their turn."""


def work_off(job: Job, tenant: Tenant, stopped: Callable[[], bool]) -> bool:
    """Do what there is to do, in rounds, until nothing is left, the job has had its turn, or ``stopped`` says so.

    Returns whether there was anything to do.
    """
    for done in range(ROUNDS_AT_ONCE):
        if job.run(tenant) == 0 or stopped():
            return done > 0
    return True


def next_pause(job: Job, before: timedelta | None, *, worked: bool) -> timedelta:
    """How long the job rests: ``every`` after work, else twice the pause ``before``, up to ``at_rest``."""
    if worked or before is None:
        return job.every
    return min(before * 2, max(job.at_rest or job.every, job.every))
