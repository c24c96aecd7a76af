"""Folders and owners for the tests of the embedded PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import amana

SOURCES = Path(amana.__file__).parent.parent
TESTS = Path(__file__).parent.parent.parent


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder any account may pass through , short enough for sockets."""
    made = Path(tempfile.mkdtemp(prefix="amana-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@dataclass
class Owner:
    """A process that owns an embedded server."""

    process: subprocess.Popen[str]
    server_pid: int
    dsn: str

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def finish(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def start_owner() -> Iterator[Callable[..., Owner]]:
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, *arguments: str) -> Owner:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.owner", str(data_dir), *arguments],
            cwd=TESTS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCES), *sys.path])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        line = process.stdout.readline().split()
        if not line:
            pytest.fail(f"the owner did not start: {process.communicate()[1]}")
        return Owner(process, int(line[0]), line[1])

    yield start
    for process in started:
        process.kill()
        process.communicate()
