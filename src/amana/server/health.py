"""Liveness and readiness: is the process well, and can it reach its databases."""

import psycopg

READY_LIMIT_S = 2


def not_ready(control: str) -> str | None:
    """Why requests cannot be served now, or None when they can. Takes at most about two seconds."""
    try:
        with psycopg.connect(control, connect_timeout=READY_LIMIT_S) as connection:
            connection.execute("select 1 from tenant limit 1")
    except psycopg.Error:
        return "the database does not answer"
    return None
