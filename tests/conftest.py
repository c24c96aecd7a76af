"""One PostgreSQL for the whole test run, started by the first test that asks, shared by all workers."""

import os
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings

import amana
from amana.storage.embedded import running_address, socket_url
from amana.storage.embedded_area import FolderLock

pytest_plugins = ["tests.tenant_fixtures"]

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("the same every time", derandomize=True, **UNHURRIED)
settings.register_profile("exploring", derandomize=False, **UNHURRIED)
settings.load_profile("the same every time")
"""An example takes as long as the machine lets it, and a run finds what the last one found. To look for more:
``--hypothesis-profile=exploring``.
"""

FOLDER = "AMANA_TEST_DATABASE_FOLDER"
CONTROLLER = "AMANA_TEST_CONTROLLER"
START_LIMIT_S = 120.0


def pytest_configure(config: pytest.Config) -> None:
    """In the controlling process, once: choose the folder that its workers inherit by environment."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="amana-tests-")
        os.environ[CONTROLLER] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder where no test needed it; otherwise the server's owner does, once it is down."""
    folder = Path(os.environ.get(FOLDER, ""))
    if not hasattr(config, "workerinput") and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


@pytest.fixture(scope="session")
def database_server() -> Callable[..., str]:
    """A running PostgreSQL (not durable): call it with a database's name for that database's URL."""
    folder = Path(os.environ[FOLDER])
    folder.chmod(0o711)
    starting = FolderLock(folder / "starting").acquire(wait_s=START_LIMIT_S)
    try:
        address = running_address(folder / "pg")
        if address is None:
            _start_shared_server(folder)
            address = running_address(folder / "pg")
    finally:
        starting.release()
    assert address is not None
    ready = address
    return lambda database="postgres", user="amana": socket_url(ready, database, user)


@pytest.fixture
def empty_database(database_server: Callable[..., str]) -> Iterator[str]:
    """The URL of a database of its own for one test, dropped afterwards."""
    name = f"t_{uuid.uuid4().hex}"
    with psycopg.connect(database_server(), autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield database_server(name)
        connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_shared_server(folder: Path) -> None:
    sources = Path(amana.__file__).parent.parent
    owner = subprocess.Popen(
        [sys.executable, "-m", "tests.shared_server", str(folder), os.environ[CONTROLLER]],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(sources), *sys.path])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert owner.stdout is not None
    assert owner.stdout.readline().strip() == "ready"
