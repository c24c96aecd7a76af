"""Kill -9 under a stream of posts: what was acknowledged is there, and nothing is there twice."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from tests import lending
from tests.faults.stream import Stream
from tests.server.processes import Server, run_cli

KILLS = 20


@pytest.fixture
def today() -> str:
    return datetime.now(UTC).date().isoformat()


@pytest.fixture
def stream(start_server: Callable[..., Server], today: str) -> Iterator[tuple[Server, Stream]]:
    server = start_server()
    teller = lending.Teller(server.url)
    loans = lending.active_loans(teller, lending.cash_product(teller), 8, today)
    return server, Stream(teller, loans, today)


def postgres_of(home: Path) -> psutil.Process:
    """The postmaster of a data folder."""
    (pid_file,) = home.rglob("postmaster.pid")
    return psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))


def settle(home: Path, stream: Stream) -> None:
    """The client asks again for what it does not know, then the books are compared."""
    stream.resend()
    assert stream.unexpected == []
    stream.compare_with_ledger()
    for name, posts in Counter(post.kind.name for post in stream.log).items():
        print(f"{posts} posts through {name}")  # noqa: T201 - the run's figures
    checked = run_cli(home, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_server_killed_under_a_stream_of_posts(
    home: Path, stream: tuple[Server, Stream], start_server: Callable[..., Server]
) -> None:
    server, posts = stream
    chance = random.Random(20)
    for _ in range(KILLS):
        threads = posts.post_while(30)
        time.sleep(chance.uniform(0.05, 0.4))
        server.kill()
        for thread in threads:
            thread.join()
        server = start_server()
        posts.teller = lending.Teller(server.url)
        posts.resend()
    settle(home, posts)


def test_postgresql_killed_under_a_stream_of_posts(home: Path, stream: tuple[Server, Stream]) -> None:
    server, posts = stream
    chance = random.Random(21)
    for _ in range(KILLS):
        threads = posts.post_while(1)  # tellers that wait for the restart would go on for ever
        time.sleep(chance.uniform(0.05, 0.4))
        postgres_of(home).send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()
        posts.resend()
    assert server.process.poll() is None
    settle(home, posts)
