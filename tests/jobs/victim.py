"""A worker that is killed in the middle of a job's transaction: it says so by making a file, then waits for its end."""

import sys
import time
from datetime import timedelta
from pathlib import Path

from amana.jobs.job import Job
from amana.jobs.worker import Worker
from amana.kernel.tenant import Tenant
from amana.storage.control import ControlDatabase
from tests.jobs.queue_world import FAST

inside = Path(sys.argv[2])


def pay(tenant: Tenant) -> int:
    with tenant.database.writing() as session:
        session.run("INSERT INTO mark (name) VALUES ('paid')")
        session.scalar("SELECT 1")
        inside.touch()
        time.sleep(600)
    return 1


Worker(ControlDatabase(sys.argv[1]), [Job(name="paying", every=timedelta(hours=1), run=pay)], FAST).run()
