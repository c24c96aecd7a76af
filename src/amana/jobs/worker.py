"""A worker: takes jobs from the queue in the control database and does them, one tenant's at a time.

For every job and tenant there is one entry in the queue, which says when it is next due; doing it puts the next one
there. A plan, made by one worker a minute, adds what is missing and gives back what a dead worker held. Any number of
workers, in any number of processes and on any machines, share the queue.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event, Thread

import procrastinate
import psycopg
import structlog
from procrastinate import JobContext
from procrastinate.exceptions import AlreadyEnqueued

from amana.jobs.failures import forget_failure, note_failure
from amana.jobs.job import Job
from amana.jobs.planning import QUEUE, add_missing, give_back
from amana.jobs.retry import Backoff
from amana.jobs.timetable import JOBS, next_pause, work_off
from amana.kernel.tenant import Tenant
from amana.storage.control import ControlDatabase
from amana.storage.engine import CONNECTION_WAIT_S, Database

PLANNING = "* * * * *"
"""When a plan is made, in the notation of cron."""

POLLING_S = 2.0
HEARTBEAT_S = 10.0
STALLED_S = 40.0
"""A worker not heard of for so long is taken for dead; its jobs are given to others."""

CONNECTIONS_PER_JOB = 3
PAUSE_WITHOUT_QUEUE_S = 5.0
KEPT_FAILED_H = 24 * 7

log = structlog.get_logger("amana.jobs")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a worker goes about it. ``at_once``: jobs done at the same moment."""

    at_once: int = 2
    planning: str = PLANNING
    polling_s: float = POLLING_S
    heartbeat_s: float = HEARTBEAT_S
    stalled_s: float = STALLED_S


class Worker:
    """Does ``jobs`` for every tenant of the registry, until it is stopped."""

    def __init__(
        self, control: ControlDatabase, jobs: Iterable[Job] = JOBS, pace: Pace | None = None
    ) -> None:
        self._control = control
        self._jobs = {job.name: job for job in jobs}
        self._pace = pace or Pace()
        self._stopping = Event()
        self._thread = Thread(target=self.run, name="jobs", daemon=True)
        self._executor = ThreadPoolExecutor(self._pace.at_once, thread_name_prefix="job")
        self._wake: Callable[[], object] = self._stopping.set  # until there is a loop to wake

    def start(self) -> None:
        """Work in a thread of this process."""
        self._thread.start()

    def run(self) -> None:
        """Work in this thread until ``stop``."""
        asyncio.run(self._work())

    def stop(self, *, wait_s: float = 10.0) -> None:
        """Let the jobs under way finish their round, and end. May be called from any thread, or a signal's handler."""
        self._stopping.set()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._wake()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    async def _work(self) -> None:
        stop = asyncio.Event()
        self._wake = partial(asyncio.get_running_loop().call_soon_threadsafe, stop.set)
        while not self._stopping.is_set():
            try:
                await self._work_on_queue(stop)
            except Exception as error:  # noqa: BLE001 - whatever it is, work goes on once the queue answers
                log.warning("queue_unavailable", error=f"{type(error).__name__}: {error}")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE_WITHOUT_QUEUE_S)
        self._executor.shutdown(wait=False)

    async def _work_on_queue(self, stop: asyncio.Event) -> None:
        app = self._app()
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._pace.at_once + 1,  # the plan does not wait for a thread
                    fetch_job_polling_interval=self._pace.polling_s,
                    abort_job_polling_interval=3600.0,
                    listen_notify=False,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    update_heartbeat_interval=self._pace.heartbeat_s,
                    stalled_worker_timeout=self._pace.stalled_s,
                )
            )
            waking = asyncio.create_task(stop.wait())
            await asyncio.wait({working, waking}, return_when=asyncio.FIRST_COMPLETED)
            waking.cancel()
            working.cancel()  # lets jobs finish
            with suppress(asyncio.CancelledError):
                await working

    def _app(self) -> procrastinate.App:
        connector = procrastinate.PsycopgConnector(
            conninfo=self._control.conninfo,
            min_size=0,
            max_size=2,
            timeout=CONNECTION_WAIT_S,
            reconnect_timeout=CONNECTION_WAIT_S,
            configure=_configure,
        )
        app = procrastinate.App(connector=connector)
        for job in self._jobs.values():
            self._declare(app, job)

        @app.periodic(cron=self._pace.planning)
        @app.task(name="plan", queue=QUEUE, priority=1)
        async def plan(timestamp: int) -> None:  # noqa: ARG001 - the library's signature
            await give_back(app, self._pace.stalled_s)
            await add_missing(app, self._jobs.values())
            await app.job_manager.delete_old_jobs(nb_hours=KEPT_FAILED_H, include_failed=True)

        return app

    def _declare(self, app: procrastinate.App, job: Job) -> None:
        @app.task(name=job.name, queue=QUEUE, pass_context=True, retry=Backoff())
        async def do(context: JobContext, tenant: str, pause: float | None = None) -> None:
            before = None if pause is None else timedelta(seconds=pause)
            loop = asyncio.get_running_loop()
            attempt = context.job.attempts + 1
            rest = await loop.run_in_executor(self._executor, self._do, job, tenant, before, attempt)
            if rest is not None:
                following = app.configure_task(
                    job.name,
                    queueing_lock=context.job.queueing_lock,
                    schedule_in={"seconds": rest.total_seconds()},
                )
                with suppress(AlreadyEnqueued):
                    await following.defer_async(tenant=tenant, pause=rest.total_seconds())

    def _do(self, job: Job, identifier: str, before: timedelta | None, attempt: int) -> timedelta | None:
        """Do a job for one tenant; how long it rests then, None when the tenant is gone."""
        if self._stopping.is_set():
            return timedelta(0)
        conninfo = self._control.conninfo_of(identifier)
        if conninfo is None:
            return None
        database = Database(conninfo, max_size=CONNECTIONS_PER_JOB)
        try:
            worked = work_off(job, Tenant(identifier, database), self._stopping.is_set)
        except Exception as error:
            log.exception("job_failed", job=job.name, tenant=identifier, attempt=attempt)
            with suppress(psycopg.Error):
                note_failure(self._control.conninfo, job.name, identifier, attempt, error)
            raise
        finally:
            database.close()  # no connection is kept for a tenant that rests
        if attempt > 1:
            forget_failure(self._control.conninfo, job.name, identifier)
        return next_pause(job, before, worked=worked)


async def _configure(connection: "psycopg.AsyncConnection[object]") -> None:
    """The queue need not survive a power cut to the last entry: the next plan adds what is missing."""
    await connection.set_autocommit(True)
    await connection.execute("SET synchronous_commit = off")
    await connection.set_autocommit(False)
