"""The server as users run it: a process tree with its own data folder."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

import amana

ROOT = Path(__file__).parents[2]
SOURCES = Path(amana.__file__).parent.parent
START_LIMIT_S = 120.0
COMMAND_LIMIT_S = 300.0


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a process with its own data folder and no settings of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMANA_")}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([str(SOURCES), *sys.path]),
        "AMANA_HOME": str(home),
        **settings,
    }


def run_cli(
    home: Path, *arguments: str, stdin: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run an `amana` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "amana.cli.start", *arguments],
        cwd=ROOT,
        env=environment(home, **settings),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_S,
        check=False,
    )


@dataclass
class Server:
    """A running `amana serve`."""

    process: subprocess.Popen[str]
    url: str = ""
    seconds_to_answer: float = 0.0
    lines: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, home: Path, arguments: Sequence[str] = (), **settings: str) -> "Server":
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "amana.cli.start", "serve", "--port", "0", *arguments],
            cwd=ROOT,
            env=environment(home, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        server = cls(process)
        told = threading.Event()
        threading.Thread(target=server._read, args=(told,), daemon=True).start()
        if not told.wait(START_LIMIT_S) or not server.url:
            process.kill()
            raise AssertionError("the server did not start:\n" + "\n".join(server.lines))
        assert server.get("/health/ready").status_code == 200
        server.seconds_to_answer = time.perf_counter() - began
        return server

    def _read(self, told: threading.Event) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            found = re.search(r"Amana answers at (\S+)", line)
            if found:
                self.url = found.group(1)
                told.set()
        told.set()

    def get(self, path: str, **options: object) -> httpx.Response:
        return httpx.get(self.url + path, verify=False, timeout=60, **options)  # type: ignore[arg-type]

    def tree(self) -> list[psutil.Process]:
        """The process and everything below it."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def database(self) -> list[psutil.Process]:
        """The database's processes, its first one first; what ends while it is looked at is not among them."""
        found = []
        for process in self.tree():
            with contextlib.suppress(psutil.NoSuchProcess):
                if process.name().startswith("postgres"):
                    found.append(process)
        return found

    def memory_mb(self) -> float:
        """Proportional set size of the whole tree: shared pages count once.

        The database ends a process of its own now and then: what ends while it is read weighs nothing.
        """
        total = 0
        for process in self.tree():
            with contextlib.suppress(psutil.NoSuchProcess):
                total += process.memory_full_info().pss
        return total / 1e6

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(START_LIMIT_S)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
