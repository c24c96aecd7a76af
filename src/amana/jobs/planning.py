"""Keeping the queue complete: an entry for every job and tenant, and none held by a worker that is gone."""

from collections.abc import Iterable

import procrastinate
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from amana.jobs.job import Job

QUEUE = "amana"

# One statement sees one moment: an entry is replaced by the next one, due later, before it is finished, so a job under
# way is never missing, and never twice in the queue: that is the queueing lock. The library's other lock is not needed
# for it, and would make taking an entry as slow as there are tenants.
_ADD_MISSING = """
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)
SELECT %(queue)s, job.name, place.name, jsonb_build_object('tenant', tenant.identifier)
  FROM tenant CROSS JOIN unnest(%(jobs)s::text[]) AS job (name)
 CROSS JOIN LATERAL (SELECT job.name || ':' || tenant.identifier) AS place (name)
 WHERE NOT EXISTS (SELECT FROM procrastinate_jobs known
                    WHERE known.queueing_lock = place.name AND known.status IN ('todo', 'doing'))
ON CONFLICT DO NOTHING
"""

log = structlog.get_logger("amana.jobs")


async def add_missing(app: procrastinate.App, jobs: Iterable[Job]) -> None:
    """Queue what is not queued yet: the jobs of new tenants, new jobs of all."""
    await app.connector.execute_query_async(_ADD_MISSING, queue=QUEUE, jobs=[job.name for job in jobs])


async def give_back(app: procrastinate.App, stalled_s: float) -> None:
    """Put what dead workers held back into the queue."""
    manager = app.job_manager
    await manager.prune_stalled_workers(stalled_s)
    for held in await manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=stalled_s):
        log.warning("job_given_back", job=held.task_name, tenant=held.task_kwargs.get("tenant"))
        try:
            await manager.retry_job(held)
        except ConnectorException:  # its next entry is already there: the worker died at the very end
            await manager.finish_job_by_id_async(int(held.id or 0), Status.ABORTED, delete_job=True)
