"""The queue's tables are made once, and follow the library's versions."""

import threading
from importlib.resources import files

import psycopg
import pytest

from amana.jobs.queue_schema import prepare_queue, schema_steps

FUNCTIONS = (
    "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'procrastinate%' AND pronamespace = "
    "'public'::regnamespace ORDER BY 1, 2"
)
COLUMNS = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_schema = 'public' AND table_name LIKE 'procrastinate%' ORDER BY 1, 2"
)


def shape(conninfo: str) -> tuple[set[tuple[str, str]], list[tuple[str, ...]]]:
    with psycopg.connect(conninfo) as connection:
        functions = {(name, "".join(source.split())) for name, source in connection.execute(FUNCTIONS)}
        return functions, connection.execute(COLUMNS).fetchall()


def test_it_may_be_prepared_again_and_by_many_at_once(empty_database: str) -> None:
    threads = [threading.Thread(target=prepare_queue, args=(empty_database,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    prepare_queue(empty_database)
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM job_failure").fetchone() == (0,)


@pytest.mark.parametrize(
    "had", ["03.00.00_50_post_cancel_notification.sql", "03.02.00_50_post_batch_defer_jobs.sql"]
)
def test_an_older_schema_gets_the_steps_it_lacks(
    empty_database: str, database_server: object, had: str
) -> None:
    steps = schema_steps()
    with psycopg.connect(empty_database) as connection:
        for name in sorted(steps):
            if name <= had:
                connection.execute(steps[name].read_text(encoding="utf-8").encode())
        connection.execute(
            "CREATE TABLE job_queue_schema (single BOOLEAN PRIMARY KEY, software TEXT, last_step TEXT)"
        )
        connection.execute("INSERT INTO job_queue_schema VALUES (TRUE, 'procrastinate 3.0', %s)", (had,))
    old, _ = shape(empty_database)
    prepare_queue(empty_database)
    now, columns = shape(empty_database)
    with psycopg.connect(empty_database) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.execute((files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8").encode())
    fresh, fresh_columns = shape(empty_database)
    assert not fresh <= old
    assert fresh <= now
    assert columns == fresh_columns
