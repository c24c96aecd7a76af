"""The test run's own server: one for all workers, a database of its own for each test."""

import psycopg


def test_each_test_gets_an_empty_database(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute("create table only_here (number int)")
        tables = connection.execute("select count(*) from pg_stat_user_tables").fetchone()
    assert tables == (1,)


def test_and_the_next_one_too(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        tables = connection.execute("select count(*) from pg_stat_user_tables").fetchone()
    assert tables == (0,)
