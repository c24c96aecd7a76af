"""Background work: each tenant's jobs, once at a time over any number of workers, whatever becomes of them."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

import amana
from amana.jobs.failures import failures, job_states
from amana.jobs.job import Job
from amana.jobs.retry import Backoff
from amana.jobs.timetable import next_pause, work_off
from amana.jobs.worker import Pace
from amana.kernel.tenant import Tenant
from tests.jobs.queue_world import FAST, SOON, World, mark, marks
from tests.tenant_fixtures import copied
from tests.waiting import LIMIT_S, until

NEVER_AGAIN = timedelta(hours=1)


@pytest.fixture
def tenant(database_server: Callable[..., str], template_database: str) -> Iterator[Tenant]:
    with copied(database_server, template_database) as made:
        yield made


@pytest.fixture
def other(database_server: Callable[..., str], template_database: str) -> Iterator[Tenant]:
    with copied(database_server, template_database) as made:
        yield made


@pytest.fixture
def world(empty_database: str, tenant: Tenant) -> World:
    made = World(empty_database)
    made.add("one", tenant)
    return made


def job(name: str, run: Callable[[Tenant], int], every: timedelta = SOON) -> Job:
    return Job(name=name, every=every, at_rest=every, run=run)


def test_every_job_is_done_for_every_tenant_also_for_one_that_comes_later(
    world: World, tenant: Tenant, other: Tenant
) -> None:
    def note(at: Tenant, name: str) -> int:
        mark(at, name)
        return 0

    first = job("first", lambda at: note(at, "first"), NEVER_AGAIN)
    second = job("second", lambda at: note(at, "second"), NEVER_AGAIN)
    with world.working(first, second):
        until(lambda: marks(tenant, "first") and marks(tenant, "second"))
        world.add("two", other)
        until(lambda: marks(other, "first") and marks(other, "second"))
    assert [marks(at, name) for at in (tenant, other) for name in ("first", "second")] == [1, 1, 1, 1]


def test_a_plan_is_made_once_a_tick_and_a_job_is_done_by_one_at_a_time(world: World, tenant: Tenant) -> None:
    under_way: list[int] = []
    overlaps: list[int] = []
    began: list[float] = []
    lock = threading.Lock()

    def busy(_tenant: Tenant) -> int:
        with lock:
            overlaps.append(len(under_way))
            under_way.append(1)
            began.append(time.monotonic())
        time.sleep(0.02)
        with lock:
            under_way.pop()
        return 0

    planned = "CREATE TABLE planned AS SELECT id, task_name FROM procrastinate_jobs WITH NO DATA"
    watch = (
        "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO planned VALUES (NEW.id, NEW.task_name); RETURN NEW; END $$"
    )
    trigger = "CREATE TRIGGER watch AFTER INSERT ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION watch()"
    with psycopg.connect(world.control.conninfo) as connection:
        for statement in (planned, watch, trigger):
            connection.execute(statement)

    def plans() -> int:
        [(count,)] = world.ask("SELECT count(*) FROM planned WHERE task_name = 'plan'")
        return int(str(count))

    started = time.time()
    with world.working(job("busy", busy), workers=3):
        until(lambda: len(began) >= 20 and plans() >= 3)
    ticks = time.time() - started
    assert plans() <= ticks + 2  # one a second, not three
    assert set(overlaps) == {0}
    assert min(later - before for before, later in itertools.pairwise(began)) >= SOON.total_seconds()


def test_a_job_that_fails_is_told_of_tried_again_and_keeps_no_other_from_running(
    world: World, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amana.jobs.retry.FIRST_DELAY", timedelta(seconds=1))
    broken = [True]

    def poisoned(_tenant: Tenant) -> int:
        if broken[0]:
            raise RuntimeError("the till is stuck\nDETAIL: Ama Mensah")
        return 0

    def well(at: Tenant) -> int:
        mark(at, "well")
        return 1

    jobs = (job("poisoned", poisoned, NEVER_AGAIN), Job(name="well", every=SOON, run=well))
    with world.working(*jobs, pace=Pace(at_once=1, planning=FAST.planning, polling_s=0.05)):
        until(lambda: [one.attempts >= 2 for one in failures(world.control.conninfo)] == [True])
        [told] = failures(world.control.conninfo)
        assert (told.job, told.tenant) == ("poisoned", "one")
        assert told.error == "RuntimeError: the till is stuck"
        until(lambda: job_states(world.control.conninfo, ["poisoned"]) == {("poisoned", "failing"): 1})
        until(lambda: marks(tenant, "well") >= 50)
        broken[0] = False
        until(lambda: failures(world.control.conninfo) == [])
        until(lambda: job_states(world.control.conninfo, ["poisoned"]) == {("poisoned", "waiting"): 1})


def test_a_tenant_whose_database_is_gone_keeps_no_other_waiting(
    world: World, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amana.storage.engine.CONNECTION_WAIT_S", 2.0)
    world.control.add("gone", "dbname=there_is_no_such_database")

    def note(at: Tenant) -> int:
        mark(at, "done")
        return 0

    with world.working(job("noting", note)):
        until(lambda: marks(tenant, "done") >= 5)
        until(lambda: [one.tenant for one in failures(world.control.conninfo)] == ["gone"])


def test_no_connection_is_kept_for_a_tenant_that_rests(world: World, tenant: Tenant) -> None:
    def note(at: Tenant) -> int:
        mark(at, "done")
        return 0

    tenant.database.close()
    [(name,)] = world.ask("SELECT conninfo FROM tenant")
    database = str(name).removeprefix("dbname=")
    left = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'"
    done = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'noting' AND scheduled_at > now()"
    with world.working(job("noting", note, NEVER_AGAIN)):
        until(lambda: world.ask(done) == [(1,)])
        until(lambda: world.ask(left) == [(0,)])


def test_a_job_under_way_finishes_before_the_worker_is_gone(world: World, tenant: Tenant) -> None:
    begun = threading.Event()

    def slow(at: Tenant) -> int:
        begun.set()
        time.sleep(0.5)
        mark(at, "finished")
        return 1

    with world.working(job("slow", slow)):
        assert begun.wait(LIMIT_S)
    assert marks(tenant, "finished") == 1
    assert world.ask("SELECT status FROM procrastinate_jobs WHERE task_name = 'slow'") == [("todo",)]
    assert world.ask("SELECT count(*) FROM procrastinate_workers") == [(0,)]


def test_what_a_killed_worker_held_is_done_once_by_another(
    world: World, tenant: Tenant, tmp_path: Path
) -> None:
    """The first worker dies in the middle of the job's transaction; the second does it, after the limit, once."""
    sources = Path(amana.__file__).parent.parent
    victim = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.victim", world.control.conninfo, str(tmp_path / "inside")],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(sources), *sys.path])},
    )
    try:
        until((tmp_path / "inside").exists)
    finally:
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    assert world.ask("SELECT status FROM procrastinate_jobs WHERE task_name = 'paying'") == [("doing",)]
    assert marks(tenant, "paid") == 0

    def pay(at: Tenant) -> int:
        mark(at, "paid")
        return 0

    with world.working(job("paying", pay, NEVER_AGAIN), workers=2):
        until(lambda: marks(tenant, "paid"))
        time.sleep(2)  # further plans find nothing to give back
    assert marks(tenant, "paid") == 1


def test_a_worker_outlives_its_control_database(
    world: World, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "amana.jobs.retry.FIRST_DELAY", timedelta(seconds=1)
    )  # a job may have been cut off, too

    def note(at: Tenant) -> int:
        mark(at, "done")
        return 1

    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with world.working(job("noting", note)):
        until(lambda: marks(tenant, "done") >= 3)
        world.ask(cut)
        before = marks(tenant, "done")
        until(lambda: marks(tenant, "done") >= before + 3)


def test_the_pause_doubles_at_rest_and_ends_with_work() -> None:
    resting = Job(
        name="resting", every=timedelta(seconds=2), at_rest=timedelta(seconds=15), run=lambda _tenant: 0
    )
    pauses = [next_pause(resting, None, worked=False)]
    for _ in range(4):
        pauses.append(next_pause(resting, pauses[-1], worked=False))
    assert [pause.total_seconds() for pause in pauses] == [2, 4, 8, 15, 15]
    assert next_pause(resting, pauses[-1], worked=True) == timedelta(seconds=2)


def test_a_turn_ends_when_nothing_is_left_or_others_are_due(tenant: Tenant) -> None:
    left = [3]

    def some(_tenant: Tenant) -> int:
        left[0] -= 1
        return max(left[0], 0)

    assert work_off(job("some", some), tenant, lambda: False)
    assert left == [0]
    assert not work_off(job("some", some), tenant, lambda: False)
    rounds: list[int] = []
    work_off(job("endless", lambda _tenant: rounds.append(1) or 1), tenant, lambda: False)
    assert 10 < len(rounds) < 1000


def test_a_job_is_tried_again_later_and_later_for_ever() -> None:
    class Tried:
        def __init__(self, attempts: int) -> None:
            self.attempts = attempts

    def delay(attempts: int) -> float:
        decision = Backoff().get_retry_decision(exception=ValueError(), job=Tried(attempts))  # type: ignore[arg-type]
        assert decision.retry_at is not None
        return round(decision.retry_at.timestamp() - time.time())

    assert [delay(attempts) for attempts in (0, 1, 2, 3, 9, 1000)] == [30, 60, 120, 240, 3600, 3600]
