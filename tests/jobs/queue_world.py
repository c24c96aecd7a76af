"""A control database with tenants, and jobs that leave marks in their databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from psycopg.conninfo import conninfo_to_dict

from amana.jobs.job import Job
from amana.jobs.queue_schema import prepare_queue
from amana.jobs.worker import Pace, Worker
from amana.kernel.tenant import Tenant
from amana.storage.control import ControlDatabase

FAST = Pace(planning="* * * * * *", polling_s=0.05, heartbeat_s=0.2, stalled_s=4.0)
SOON = timedelta(milliseconds=50)


class World:
    """Tenants' databases with a table ``mark`` for jobs to write into."""

    def __init__(self, control: str) -> None:
        self.control = ControlDatabase(control)
        self.control.prepare()
        prepare_queue(control)

    def add(self, identifier: str, tenant: Tenant) -> None:
        with psycopg.connect(tenant.database.conninfo) as connection:
            connection.execute("CREATE TABLE mark (name TEXT, at TIMESTAMPTZ DEFAULT clock_timestamp())")
            connection.execute("GRANT ALL ON mark TO amana_app")
        self.control.add(identifier, f"dbname={conninfo_to_dict(tenant.database.conninfo)['dbname']}")

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.control.conninfo) as connection:
            return connection.execute(statement).fetchall()

    @contextmanager
    def working(self, *jobs: Job, workers: int = 1, pace: Pace = FAST) -> Iterator[list[Worker]]:
        made = [Worker(self.control, jobs, pace) for _ in range(workers)]
        for worker in made:
            worker.start()
        try:
            yield made
        finally:
            for worker in made:
                worker.stop()


def mark(tenant: Tenant, name: str) -> None:
    with tenant.database.writing() as session:
        session.run("INSERT INTO mark (name) VALUES (%(name)s)", name=name)


def marks(tenant: Tenant, name: str) -> int:
    with tenant.database.reading() as session:
        return int(session.scalar("SELECT count(*) FROM mark WHERE name = %(name)s", name=name))
