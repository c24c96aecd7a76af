"""Which jobs fail, for whom, since how many attempts: kept in the control database until they succeed again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from amana.kernel import clock

ERROR_LENGTH = 300

_NOTE = (
    "INSERT INTO job_failure (job, tenant, attempts, error, at) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (job, tenant) DO UPDATE "
    "SET attempts = excluded.attempts, error = excluded.error, at = excluded.at"
)
_FORGET = "DELETE FROM job_failure WHERE job = %s AND tenant = %s"
_ALL = "SELECT job, tenant, attempts, error, at FROM job_failure ORDER BY tenant, job"
STATES = ("waiting", "running", "failing")
_COUNTED = (
    "SELECT task_name, CASE WHEN status = 'doing' THEN 'running' WHEN attempts > 0 THEN 'failing' "
    "ELSE 'waiting' END AS state, count(*) FROM procrastinate_jobs "
    "WHERE status IN ('todo', 'doing') AND task_name = ANY(%s) GROUP BY 1, 2"
)


@dataclass(frozen=True)
class Failure:
    """A job that failed for a tenant the last ``attempts`` times, lastly ``at``."""

    job: str
    tenant: str
    attempts: int
    error: str
    at: datetime


def note_failure(control: str, job: str, tenant: str, attempts: int, error: Exception) -> None:
    """Remember that a job failed. Only the first line is kept: what follows may quote a record."""
    told = f"{type(error).__name__}: {error}".partition("\n")[0][:ERROR_LENGTH]
    with psycopg.connect(control) as connection:
        connection.execute(_NOTE, (job, tenant, attempts, told, clock.now()))


def forget_failure(control: str, job: str, tenant: str) -> None:
    """The job has succeeded."""
    with psycopg.connect(control) as connection:
        connection.execute(_FORGET, (job, tenant))


def failures(control: str) -> list[Failure]:
    """Every job that failed when it last ran."""
    with psycopg.connect(control) as connection, connection.cursor(row_factory=class_row(Failure)) as cursor:
        return cursor.execute(_ALL).fetchall()


def job_states(control: str, jobs: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many tenants' jobs are ``waiting`` for their time, ``running``, or ``failing`` (waiting for another
    attempt), by name and state.
    """
    with psycopg.connect(control) as connection:
        return {
            (str(job), str(state)): count for job, state, count in connection.execute(_COUNTED, ([*jobs],))
        }
