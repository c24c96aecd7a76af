"""`amana work`: background work in a process of its own, beside a server that leaves it to others."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.server.processes import ROOT, START_LIMIT_S, Server, environment, run_cli
from tests.waiting import until


def waiting_jobs(server: Server) -> int:
    """How many of the queue's jobs have been done and wait for their next time."""
    found = re.findall(
        r'^amana_jobs\{job="\w+",state="waiting"\} (\S+)$', server.get("/metrics").text, re.MULTILINE
    )
    return sum(int(float(count)) for count in found)


def test_a_worker_of_its_own_does_what_the_server_leaves(
    home: Path, start_server: Callable[..., Server]
) -> None:
    server = start_server("--no-worker")
    assert waiting_jobs(server) == 0
    worker = subprocess.Popen(
        [sys.executable, "-m", "amana.cli.start", "work"], cwd=ROOT, env=environment(home)
    )
    try:
        until(lambda: waiting_jobs(server) >= 5)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(START_LIMIT_S) == 0
    finally:
        worker.kill()
        worker.wait()
    assert "✓ default: jobs.succeed" in run_cli(home, "check").stdout


def test_without_a_database_that_runs_there_is_nothing_to_work_on(home: Path) -> None:
    refused = run_cli(home, "work")
    assert refused.returncode == 1
    assert "Start that first" in refused.stderr
