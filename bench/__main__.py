"""``make bench``: schedules, derivations, start-up, memory, repayments over HTTP beside pgbench, long lists.

The last line is JSON. The ratios compare figures of one run on one machine; the raw figures go with them.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import lending
from tests.server.processes import Server

from bench import ageing, engine, lists, pgbench
from bench.load import Done, Load
from bench.statements import Repayment, record_repayment

LOANS = 400
CONNECTIONS = 16
PROCESSES = 2
SECONDS = 10.0
ROUNDS = 3
REPAYMENT = "1.00"


@dataclass(frozen=True)
class Round:
    """One pair of measurements, taken one after the other."""

    http_per_second: float
    http_median_ms: float
    http_p99_ms: float
    pgbench_per_second: float

    @property
    def ratio(self) -> float:
        """Share of what the database can do that reaches the client."""
        return self.http_per_second / self.pgbench_per_second


def main() -> None:
    """Measure and print."""
    figures_of_engine = engine.measure()
    tell(f"{figures_of_engine}")
    with tempfile.TemporaryDirectory(prefix="amana-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        starting = start_and_memory(home)
        figures = repayments(home)
    with tempfile.TemporaryDirectory(prefix="amana-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        long = lists.measure(home)
    tell(
        f"all of {long.clients} clients {long.whole_ms} ms ({long.whole_mb} MB), a page {long.first_page_ms} ms"
    )
    print(json.dumps({**asdict(figures_of_engine), **starting, **figures, "lists": asdict(long)}))


def start_and_memory(home: Path) -> dict[str, float]:
    """A second start, as of an installation in use, and the idle tree."""
    Server.start(home).stop()
    server = Server.start(home)
    lending.Teller(server.url).call("GET", "/offices")
    found = {"start_s": round(server.seconds_to_answer, 2), "memory_mb": round(server.memory_mb(), 1)}
    server.stop()
    tell(f"second start {found['start_s']} s, idle tree {found['memory_mb']} MB")
    return found


def repayments(home: Path) -> dict[str, Any]:
    """Repayments over HTTP and by pgbench, in turn."""
    server = Server.start(home, ["--workers", str(PROCESSES)])
    try:
        teller = lending.Teller(server.url)
        today = datetime.now(UTC).date().isoformat()
        product = lending.cash_product(teller)
        loans = lending.active_loans(teller, product, LOANS, today)
        tell(f"{len(loans)} active loans")
        recorded = record_repayment(home, loans[0])
        ages = ageing.repayments_by_age(home, loans[1 : 1 + len(ageing.AGES)])
        tell(f"a repayment by events of the loan, in ms: {ages}")
        tell(
            f"a repayment: {len(recorded.steps)} statements, {recorded.round_trips} round trips before the commit"
        )
        rounds = [one_round(server, loans, today, recorded) for _ in range(ROUNDS)]
    finally:
        server.stop()
    best = sorted(rounds, key=lambda one: one.ratio)[len(rounds) // 2]
    return {
        "repayment_ratio": round(best.ratio, 3),
        "repayment_round_trips": recorded.round_trips,
        "repayment_ms_by_events": ages,
        "repayment_growth": round(max(ages.values()) / ages[ageing.AGES[0]], 2),
        "repayments_per_second": round(best.http_per_second, 1),
        "pgbench_per_second": round(best.pgbench_per_second, 1),
        "rounds": [asdict(one) for one in rounds],
    }


def one_round(server: Server, loans: list[int], today: str, recorded: Repayment) -> Round:
    """HTTP first, then the database alone, the server idle."""
    paths = [f"{lending.API}/loans/{loan}/transactions?command=repayment" for loan in loans]
    url = urlsplit(server.url)
    load = Load(
        host=url.hostname or "",
        port=url.port or 0,
        paths=paths * 100,
        body=json.dumps(lending.repayment(today, REPAYMENT)),
        connections=CONNECTIONS,
        seconds=SECONDS,
    )
    run = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        check=True,
    )
    done = Done(**json.loads(run.stdout.splitlines()[-1]))
    if done.bad:
        raise SystemExit(f"{done.bad} repayments were refused, for instance: {done.sample_of_bad}")
    database = pgbench.run(recorded, loans, clients=CONNECTIONS, seconds=SECONDS)
    made = Round(done.per_second, done.median_ms, done.p99_ms, database)
    tell(
        f"{made.http_per_second:.0f}/s over HTTP, {made.pgbench_per_second:.0f}/s by pgbench: {made.ratio:.3f}"
    )
    return made


def tell(text: str) -> None:
    """Progress, for people."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
