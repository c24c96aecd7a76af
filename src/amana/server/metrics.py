"""What Prometheus is told."""

import os
from collections.abc import Iterator

import psycopg
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from amana.jobs.failures import STATES, job_states
from amana.jobs.timetable import JOBS

SECONDS_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

REQUESTS = Counter("amana_requests", "Answered requests.", ["dialect", "operation", "status"])
SECONDS = Histogram(
    "amana_request_seconds",
    "Seconds from the request's head to the answer's.",
    ["dialect"],
    buckets=SECONDS_BUCKETS,
)
IN_FLIGHT = Gauge("amana_requests_in_flight", "Requests being worked on.", multiprocess_mode="livesum")


def exposition(control: str) -> tuple[bytes, str]:
    """The metrics of all processes of this server, and their content type. Asks the control database for the jobs."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    processes = REGISTRY
    if folder is not None:
        processes = CollectorRegistry()
        MultiProcessCollector(processes, path=folder)  # type: ignore[no-untyped-call]
    shared = CollectorRegistry()
    shared.register(_Jobs(control))
    return generate_latest(processes) + generate_latest(shared), CONTENT_TYPE_LATEST


class _Jobs(Collector):
    """The queue of background work, which all processes on all machines share."""

    def __init__(self, control: str) -> None:
        self._control = control

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """None while the control database does not answer."""
        told = GaugeMetricFamily("amana_jobs", "Tenants' jobs, by state.", labels=["job", "state"])
        names = [job.name for job in JOBS]
        try:
            counted = job_states(self._control, names)
        except psycopg.Error:
            return
        for name in names:
            for state in STATES:
                told.add_metric([name, state], counted.get((name, state), 0))
        yield told


def forget_process() -> None:
    """Take this process's gauges out of the sums when it ends."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
