"""The list of clients where there are many: all of it in one answer, and pages of it."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests import lending
from tests.server.processes import Server, run_cli

CLIENTS = 50_000
ROUNDS = 7
MULTIPLY = """
INSERT INTO client
SELECT (jsonb_populate_record(c, jsonb_build_object(
           'id', n, 'account_no', lpad(n::text, 9, '0'), 'first_name', 'Ama ' || n,
           'display_name', 'Ama ' || n || ' Mensah'))).*
  FROM client c, generate_series(c.id + 1, c.id + {more}) AS n;
INSERT INTO identity (kind, id) SELECT 'client', id FROM client ON CONFLICT DO NOTHING;
SELECT setval(pg_get_serial_sequence('client', 'id'), (SELECT max(id) FROM client));
ANALYZE
"""


@dataclass(frozen=True)
class Lists:
    """Median milliseconds, and the size of the whole list."""

    clients: int
    whole_ms: float
    whole_mb: float
    first_page_ms: float
    late_page_ms: float
    found_by_name_ms: float


def measure(home: Path, clients: int = CLIENTS) -> Lists:
    """Multiply one client, then ask as client programs do."""
    server = Server.start(home)
    try:
        teller = lending.Teller(server.url)
        with teller.client() as session:
            lending.borrower(session, "Mensah", "2020-01-01")
        multiplied = run_cli(
            home,
            "database",
            "psql",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            "amana_default",
            "-c",
            MULTIPLY.format(more=clients - 1),
        )
        if multiplied.returncode:
            raise SystemExit(multiplied.stderr)
        with teller.client() as session:
            whole, size = median(session, {"limit": -1})
            first, _ = median(session, {})
            late, _ = median(session, {"offset": clients - 1000})
            named, _ = median(session, {"displayName": f"Ama {clients // 2}"})
    finally:
        server.stop()
    return Lists(clients, whole, round(size / 1e6, 1), first, late, named)


def median(session: httpx.Client, parameters: dict[str, object]) -> tuple[float, int]:
    """Milliseconds of an answer, and its bytes; one before that is not counted."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = session.get("/clients", params=parameters)
        taken.append((time.perf_counter() - began) * 1000)
        lending.answered(answer)
    return round(statistics.median(taken[1:]), 1), len(answer.content)
