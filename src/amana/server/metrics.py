"""What Prometheus is told."""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

SECONDS_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

REQUESTS = Counter("amana_requests", "Answered requests.", ["dialect", "operation", "status"])
SECONDS = Histogram(
    "amana_request_seconds",
    "Seconds from the request's head to the answer's.",
    ["dialect"],
    buckets=SECONDS_BUCKETS,
)
IN_FLIGHT = Gauge("amana_requests_in_flight", "Requests being worked on.", multiprocess_mode="livesum")


def exposition() -> tuple[bytes, str]:
    """The metrics of all processes of this server, and their content type."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
    every_process = CollectorRegistry()
    MultiProcessCollector(every_process, path=folder)  # type: ignore[no-untyped-call]
    return generate_latest(every_process), CONTENT_TYPE_LATEST


def forget_process() -> None:
    """Take this process's gauges out of the sums when it ends."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
